#include "services/ingestion/parse/page/notices.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/text/unicode.h"
#include "services/ingestion/parse/page/word_lists.h"

namespace akin {
namespace {

// Longer is a paragraph, whatever words are in it.
constexpr int kMaxNoticeLetters = 260;
constexpr int kMaxCreditLetters = 170;

// All in the case that FoldCase gives.
constexpr absl::string_view kCookieWords =
    "website|this site|our site|browser|accept|consent|akzeptier|webseite|zustimm|korzysta|"
    "utiliz|acept|verwend|navigat";

constexpr absl::string_view kCreditStarts =
    "photo:|photos:|photo by|photo credit|foto:|fotos:|bild:|bilder:|image:|images:|"
    "image credit|image source|credit:|picture:|(photo|(foto|(image|(bild|imagen:|crédit|"
    "abbildung:|abb.|file photo|featured image|source:|quelle:|fuente:";

constexpr absl::string_view kCreditWords =
    "getty images|/getty|shutterstock|(photo by|photo:| ©|– ©|/afp|(ap photo|istockphoto|"
    "picture alliance";

constexpr absl::string_view kInvitationStarts =
    "follow |read more|read also|also read|read next|see also|related:|more:|watch:|subscribe|"
    "sign up|click here|share this|like us|join us|join our|download our|download the|"
    "lesen sie auch|lesen sie mehr|lesen sie hier|lesen sie dazu|auch interessant|"
    "mehr zum thema|mehr dazu|das könnte sie|jetzt abonnieren|folgen sie|folge uns|folgt uns|"
    "hier geht es|weiterlesen|lire aussi|à lire aussi|lire la suite|leia também|leia mais|"
    "lea también|lee también|te puede interesar|siga leyendo|leggi anche|lees ook|"
    "läs också|les også|læs også|czytaj także|czytaj też|czytaj więcej|zobacz też|"
    "читайте также|story continues below|article continues|continue reading|tags:|"
    "tag:|schlagworte|filed under|posted in|categories:|kategorien:|share on|listen to |"
    "recommended reading|you may also|you might also|more from|more on this|have a tip|"
    "got a tip|contact us|send us|support us|explore further|next article|previous article|"
    "nächster artikel|vorheriger artikel";

constexpr absl::string_view kInvitationWords =
    "follow us on|follow him on|follow her on|follow me on|subscribe to our|our newsletter|"
    "sign up for|on facebook and|on twitter @|newsletter abonnieren|unseren newsletter|"
    "unserem newsletter|all rights reserved|alle rechte vorbehalten|click here to|like us on|"
    "find us on|copyright ©|todos los derechos reservados|tous droits réservés";

constexpr absl::string_view kLabels =
    "advertisement|advertising|anzeige|werbung|publicidad|publicidade|pubblicità|publicité|reklama|"
    "sponsored|teilen|kommentare|comments|recommended|trending|donate|most "
    "popular|share|tags|loading|print|drucken|top";

bool IsCookieNotice(absl::string_view folded) {
  static const auto& cookie_words = *new auto(PhrasesIn(kCookieWords));
  return absl::StrContains(folded, "cookie") && ContainsAny(folded, cookie_words);
}

bool IsPictureCredit(absl::string_view folded) {
  static const auto& credit_starts = *new auto(PhrasesIn(kCreditStarts));
  static const auto& credit_words = *new auto(PhrasesIn(kCreditWords));
  return StartsWithAny(folded, credit_starts) || ContainsAny(folded, credit_words) ||
         absl::StartsWith(folded, "©") || absl::StartsWith(folded, "(c)");
}

// Says what comes next, and nothing of it is text.
bool IsLabel(absl::string_view folded) {
  static const auto& labels = *new WordSet(absl::StrSplit(kLabels, '|'));
  while (!folded.empty() && absl::StrContains(" :.…*-", folded.back())) folded.remove_suffix(1);
  return folded.empty() || labels.contains(folded);
}

// Asks the reader to go elsewhere or to do something.
bool IsInvitation(absl::string_view folded) {
  static const auto& invitation_starts = *new auto(PhrasesIn(kInvitationStarts));
  static const auto& invitation_words = *new auto(PhrasesIn(kInvitationWords));
  return StartsWithAny(folded, invitation_starts) || ContainsAny(folded, invitation_words);
}

}  // namespace

bool IsNotice(const TextBlock& block) {
  if (block.letters > kMaxNoticeLetters) return false;
  const std::string folded = FoldCase(block.text);
  if (block.letters <= kMaxCreditLetters && IsPictureCredit(folded)) return true;
  return IsCookieNotice(folded) || IsInvitation(folded) || IsLabel(folded);
}

}  // namespace akin

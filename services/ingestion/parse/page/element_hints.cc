#include "services/ingestion/parse/page/element_hints.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/ingestion/parse/page/word_lists.h"

namespace akin {
namespace {

// Longer is no name that somebody thought of.
constexpr size_t kMaxNameBytes = 80;

const WordSet& CommentWords() {
  static const auto& words = *new WordSet(WordsIn(
      "comment comments commentlist disqus respond livefyre kommentar kommentare kommentarer "
      "leserbriefe commentaires commentaire comentarios comentario commenti komentarze "
      "reacties replies commentarea commentform usercomments trackback trackbacks pingback "
      "pingbacks komentar commento opinions webmentions webmention"));
  return words;
}

const WordSet& BoilerplateWords() {
  static const auto& words = *new WordSet(WordsIn(
      "meta gallery slider carousel author authors autor autoren bio date overlay collapse "
      "button buttons more next prev previous info hidden hide poll quiz feedback notice "
      "alert message extra extras utility secondary header related relatedposts "
      "relatedarticles relatedcontent relatedlinks share sharing sharebar sharedaddy shares "
      "sharethis addtoany addthis social socials socialmedia sociable newsletter newsletters "
      "subscribe subscription signup mailchimp promo promos promotion sponsor sponsored "
      "sponsors advert adverts advertisement advertising ads ad adsense adsbygoogle dfp "
      "werbung anzeige anzeigen publicidad publicidade pubblicita publicite reklama reklam "
      "reklame breadcrumb breadcrumbs brotkrumen cookie cookies consent gdpr dsgvo sidebar "
      "footer nav navi navigation navbar subnav navbox menu menue submenu popup modal "
      "outbrain taboola plista ligatus recommendation recommendations recommended recommend "
      "empfehlung empfehlungen mostread mostpopular popular trending toolbar tags taglist "
      "tagcloud schlagworte pagination pager pagenav paging print drucken skip byline bylines "
      "authorbox disclaimer copyright imprint impressum relacionadas relacionados relacionado "
      "compartir partager condividi correlati teilen ratings rating readmore morestories mehr "
      "weiterlesen banner banners login register shariff alsoread lightbox postmeta entrymeta "
      "articlemeta upnext whatsapp facebook linkedin pinterest donate donation spenden "
      "petition infoline masthead toc hatnote editsection catlinks mwjumplink noprint "
      "screenreader accessibility follow bookmark bookmarks cta tooltip dateline timestamp "
      "permalink postinfo postdate pubdate crosssell polecane powiazane udostepnij "
      "gerelateerd lesmer lasmer siguenos boletin etiquetas viewcount views hits"));
  return words;
}

const WordSet& TeaserWords() {
  static const auto& words = *new WordSet(WordsIn("teaser teasers excerpt anreisser chapeau"));
  return words;
}

const WordSet& CaptionWords() {
  static const auto& words = *new WordSet(WordsIn(
      "caption captions figcaption credit credits photocredit imagecredit bildunterschrift "
      "bildtext legende piedefoto didascalia copyrightholder imagecaption photo bildnachweis "
      "legenda wpcaption"));
  return words;
}

// Of two words, as they stand in a name: what the thing is, and what of it.
bool IsBodyName(const std::vector<std::string>& words) {
  static const auto& things = *new WordSet(WordsIn(
      "article post entry story artikel beitrag news noticia nota content blog main art page "
      "text node field detail single meldung articulo artigo articolo materia artykul item "
      "section"));
  static const auto& parts = *new WordSet(WordsIn(
      "body content contents text copy bodytext inhalt entry texto cuerpo contenido conteudo "
      "corps texte corpo testo tekst tresc fulltext bodycopy richtext"));
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (things.contains(words[i]) && parts.contains(words[i + 1])) return true;
  }
  return false;
}

bool IsBodyWord(absl::string_view word) {
  static const auto& words = *new WordSet(WordsIn(
      "articlebody articletext articlecontent storybody storytext storycontent postcontent "
      "postbody posttext entrycontent entrybody entrytext artikeltext artikelinhalt "
      "beitragstext newstext bodytext fulltext articlecopy bodycopy maincontent contentbody "
      "newsbody textbody postentry blogcontent pagecontent textcontent bloginhalt"));
  return words.contains(word);
}

// Compilers of style sheets make names up, and short words happen in them.
constexpr size_t kMinHumpLetters = 4;

// "relatedPosts-box2" is {related, posts, box}.
std::vector<std::string> WordsOf(absl::string_view name) {
  std::vector<std::string> words;
  bool in_word = false, lower = false;
  for (size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool letter = absl::ascii_isalpha(c) || (c & 0x80) != 0;
    const bool hump = lower && absl::ascii_isupper(c) && words.back().size() >= kMinHumpLetters;
    if (letter && (!in_word || hump)) words.emplace_back();
    if (letter) words.back().push_back(absl::ascii_tolower(c));
    in_word = letter;
    lower = absl::ascii_islower(c);
  }
  return words;
}

bool Any(const WordSet& words, const std::vector<std::string>& of) {
  for (const std::string& word : of) {
    if (words.contains(word)) return true;
  }
  return false;
}

ElementHint Judge(absl::string_view name) {
  const std::vector<std::string> words = WordsOf(name);
  const std::vector<std::string> all = {absl::StrJoin(words, "")};
  ElementHint hint;
  const auto has = [&](const WordSet& list) { return Any(list, words) || Any(list, all); };
  hint.comments = has(CommentWords());
  hint.boilerplate = has(BoilerplateWords());
  hint.teaser = has(TeaserWords());
  hint.caption = has(CaptionWords());
  hint.body = IsBodyName(words) || IsBodyWord(all[0]);
  return hint;
}

void Merge(const ElementHint& from, ElementHint& into) {
  into.body |= from.body;
  into.comments |= from.comments;
  into.boilerplate |= from.boilerplate;
  into.teaser |= from.teaser;
  into.caption |= from.caption;
}

}  // namespace

const ElementHint& ElementHints::OfName(absl::string_view name) {
  const auto known = known_.find(name);
  if (known != known_.end()) return known->second;
  return known_.emplace(name, Judge(name)).first->second;
}

ElementHint ElementHints::Of(const PageTree& page, int i) {
  ElementHint hint;
  for (const char* attribute : {"class", "id", "role", "data-component", "data-type"}) {
    for (absl::string_view name :
         absl::StrSplit(page.Attribute(i, attribute), ' ', absl::SkipEmpty())) {
      if (name.size() <= kMaxNameBytes) Merge(OfName(name), hint);
    }
  }
  const absl::string_view property = page.Attribute(i, "itemprop");
  if (property == "articleBody" || property == "reviewBody") hint.body = true;
  if (absl::EqualsIgnoreCase(property, "comment")) hint.comments = true;
  return hint;
}

}  // namespace akin

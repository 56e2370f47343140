#include "services/ingestion/parse/page/block_filter.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "common/text/unicode.h"
#include "services/ingestion/parse/page/boilerplate.h"
#include "services/ingestion/parse/page/site_names.h"

namespace akin {
namespace {

// Longer is a paragraph, whatever words are in it.
constexpr int kMaxNoticeLetters = 260;
constexpr int kMaxCreditLetters = 170;

// More of it in links, and it is a list of links.
constexpr double kLinkedShare = 0.6;

// More short blocks than this are a poem or a list.
constexpr int kMaxLeadBlocks = 5;
constexpr int kMaxLeadLetters = 40;

bool ContainsAny(absl::string_view text, std::initializer_list<absl::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](absl::string_view word) { return absl::StrContains(text, word); });
}

bool StartsWithAny(absl::string_view text, std::initializer_list<absl::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](absl::string_view word) { return absl::StartsWith(text, word); });
}

bool IsCookieNotice(absl::string_view folded) {
  return absl::StrContains(folded, "cookie") &&
         ContainsAny(folded, {"website", "this site", "our site", "browser", "accept", "consent",
                              "akzeptier", "webseite", "zustimm", "korzysta", "utiliz", "acept",
                              "verwend", "navigat"});
}

bool IsPictureCredit(absl::string_view text, absl::string_view folded) {
  return StartsWithAny(
             folded,
             {"photo:",  "photos:",  "photo by",   "photo credit", "foto:",        "fotos:",
              "bild:",   "bilder:",  "image:",     "images:",      "image credit", "image source",
              "credit:", "picture:", "(photo",     "(foto",        "(image",       "(bild",
              "imagen:", "crédit",   "abbildung:", "abb.",         "file photo",   "featured image",
              "source:", "quelle:",  "fuente:"}) ||
         ContainsAny(folded,
                     {"getty images", "/getty", "shutterstock", "(photo by", "photo:", "| ©", "– ©",
                      "/afp", "(ap photo", "istockphoto", "picture alliance"}) ||
         absl::StartsWith(text, "©") || absl::StartsWith(text, "(c)");
}

// Says what comes next, and nothing of it is text.
bool IsLabel(absl::string_view folded) {
  static const auto& labels = *new absl::flat_hash_set<absl::string_view>{
      "advertisement", "advertising", "anzeige",  "werbung",   "publicidad",   "publicidade",
      "pubblicità",    "publicité",   "reklama",  "sponsored", "teilen",       "kommentare",
      "comments",      "recommended", "trending", "donate",    "most popular", "share",
      "tags",          "loading",     "print",    "drucken",   "top",          "-"};
  while (!folded.empty() && absl::StrContains(" :.…*-", folded.back())) folded.remove_suffix(1);
  return folded.empty() || labels.contains(folded);
}

// Asks the reader to go elsewhere or to do something.
bool IsInvitation(absl::string_view folded) {
  return StartsWithAny(folded, {"follow ",
                                "read more",
                                "read also",
                                "also read",
                                "read next",
                                "see also",
                                "related:",
                                "more:",
                                "watch:",
                                "subscribe",
                                "sign up",
                                "click here",
                                "share this",
                                "like us",
                                "join us",
                                "join our",
                                "download our",
                                "download the",
                                "lesen sie auch",
                                "lesen sie mehr",
                                "lesen sie hier",
                                "lesen sie dazu",
                                "auch interessant",
                                "mehr zum thema",
                                "mehr dazu",
                                "das könnte sie",
                                "jetzt abonnieren",
                                "folgen sie",
                                "folge uns",
                                "folgt uns",
                                "hier geht es",
                                "weiterlesen",
                                "lire aussi",
                                "à lire aussi",
                                "lire la suite",
                                "leia também",
                                "leia mais",
                                "lea también",
                                "lee también",
                                "te puede interesar",
                                "siga leyendo",
                                "leggi anche",
                                "lees ook",
                                "läs också",
                                "les også",
                                "læs også",
                                "czytaj także",
                                "czytaj też",
                                "czytaj więcej",
                                "zobacz też",
                                "читайте также",
                                "story continues below",
                                "article continues",
                                "continue reading",
                                "tags:",
                                "tag:",
                                "schlagworte",
                                "filed under",
                                "posted in",
                                "categories:",
                                "kategorien:",
                                "share on",
                                "listen to ",
                                "recommended reading",
                                "you may also",
                                "you might also",
                                "more from",
                                "more on this",
                                "have a tip",
                                "got a tip",
                                "contact us",
                                "send us",
                                "support us",
                                "explore further",
                                "next article",
                                "previous article",
                                "nächster artikel",
                                "vorheriger artikel"}) ||
         ContainsAny(folded, {"follow us on",
                              "follow him on",
                              "follow her on",
                              "follow me on",
                              "subscribe to our",
                              "our newsletter",
                              "sign up for",
                              "on facebook and",
                              "on twitter @",
                              "newsletter abonnieren",
                              "unseren newsletter",
                              "unserem newsletter",
                              "all rights reserved",
                              "alle rechte vorbehalten",
                              "click here to",
                              "like us on",
                              "find us on",
                              "copyright ©",
                              "todos los derechos reservados",
                              "tous droits réservés"});
}

struct Letters {
  int all = 0;
  int linked = 0;
};

class BlockFilter {
 public:
  BlockFilter(const PageTree& page, absl::string_view title)
      : page_(page), title_(Essence(title)) {}

  std::vector<TextBlock> Filter(std::vector<TextBlock> blocks) {
    for (const TextBlock& block : blocks) {
      Letters& list = lists_[List(block)];
      list.all += block.letters;
      list.linked += block.link_letters;
    }
    Erase(blocks, [&](const TextBlock& block) { return !IsText(block); });
    DropLead(blocks);
    DropLonelyHeadings(blocks);
    return blocks;
  }

 private:
  template <typename Test>
  static void Erase(std::vector<TextBlock>& blocks, Test test) {
    blocks.erase(std::remove_if(blocks.begin(), blocks.end(), test), blocks.end());
  }

  GumboTag Tag(const TextBlock& block) const { return page_[block.node].tag; }
  bool IsHeading(const TextBlock& block) const { return IsHeadingElement(Tag(block)); }

  bool IsText(const TextBlock& block) const {
    if (Tag(block) == GUMBO_TAG_H1 || IsTitle(block)) return false;
    if (IsLinks(block)) return false;
    if (block.letters > kMaxNoticeLetters) return true;
    const std::string folded = FoldCase(block.text);
    if (block.letters <= kMaxCreditLetters && IsPictureCredit(block.text, folded)) return false;
    return !IsCookieNotice(folded) && !IsInvitation(folded) && !IsLabel(folded);
  }

  // A paragraph may begin with a link as long as a sentence; more is a list of links.
  bool IsLinks(const TextBlock& block) const {
    if (IsHeading(block)) return block.LinkDensity() > 0.5;
    if (const int list = List(block); list >= 0)
      return lists_.at(list).linked > kLinkedShare * lists_.at(list).all;
    const int plain = block.letters - block.link_letters;
    return block.LinkDensity() > (plain >= 40 ? 0.85 : kLinkedShare);
  }

  // The list that a block is in, -1 if in none.
  int List(const TextBlock& block) const {
    int list = block.node;
    while (list >= 0 && page_[list].tag != GUMBO_TAG_UL && page_[list].tag != GUMBO_TAG_OL)
      list = page_[list].parent;
    return list;
  }

  bool IsTitle(const TextBlock& block) const {
    return !title_.empty() && block.letters < 300 && Essence(block.text) == title_;
  }

  // Before the first paragraph stand dates, places, counts.
  void DropLead(std::vector<TextBlock>& blocks) const {
    const auto first = std::find_if(blocks.begin(), blocks.end(), IsProse);
    if (first == blocks.end() || first - blocks.begin() > kMaxLeadBlocks) return;
    const auto drop = [&](const TextBlock& block) {
      return !IsHeading(block) && block.letters < kMaxLeadLetters &&
             !absl::StrContains(block.text, '\n');
    };
    blocks.erase(std::remove_if(blocks.begin(), first, drop), first);
  }

  // A heading stands above text; one that stands above another of its rank, or the end, lost it.
  void DropLonelyHeadings(std::vector<TextBlock>& blocks) const {
    for (size_t i = blocks.size(); i-- > 0;) {
      if (!IsHeading(blocks[i])) continue;
      const bool last = i + 1 == blocks.size();
      if (last || (IsHeading(blocks[i + 1]) && Tag(blocks[i + 1]) <= Tag(blocks[i])))
        blocks.erase(blocks.begin() + i);
    }
  }

  const PageTree& page_;
  std::string title_;
  absl::flat_hash_map<int, Letters> lists_;  // in all entries of a list together
};

}  // namespace

bool IsHeadingElement(GumboTag tag) {
  return tag == GUMBO_TAG_H1 || tag == GUMBO_TAG_H2 || tag == GUMBO_TAG_H3 || tag == GUMBO_TAG_H4 ||
         tag == GUMBO_TAG_H5 || tag == GUMBO_TAG_H6;
}

std::vector<TextBlock> KeepArticleBlocks(const PageTree& page, std::vector<TextBlock> blocks,
                                         absl::string_view title) {
  return BlockFilter(page, title).Filter(std::move(blocks));
}

}  // namespace akin

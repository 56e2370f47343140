#include "services/ingestion/parse/page/boilerplate.h"

#include "absl/strings/match.h"
#include "services/ingestion/parse/hidden_style.h"

namespace akin {
namespace {

constexpr int kMinProseLetters = 40;

// So much is running text also in a script whose sentences end otherwise.
constexpr int kSurelyProseLetters = 150;

// What has to be left of a page where its foot is longer than its article.
constexpr int kMinArticleLetters = 120;

bool EndsSentence(absl::string_view text) {
  for (absl::string_view mark : {".", "!", "?",  "…",  "\"", "”",  "“", "»", ":", ";",
                                 ")", "’", "。", "！", "？", "」", "।", "؟", "‘", "'"}) {
    if (absl::EndsWith(text, mark)) return true;
  }
  return false;
}

bool HasSentence(absl::string_view text) {
  for (absl::string_view mark : {". ", ", ", "! ", "? ", "。", "、", "，", "। "}) {
    if (absl::StrContains(text, mark)) return true;
  }
  return EndsSentence(text);
}

bool IsNotText(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_APPLET:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_MAP:
    case GUMBO_TAG_LABEL:
    case GUMBO_TAG_DATALIST:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_RT:
    case GUMBO_TAG_RP:
      return true;
    default:
      return false;
  }
}

HiddenStyle StyleOf(const PageTree& page, int i) {
  return ReadHiddenStyle(page.Attribute(i, "style"));
}

bool IsHidden(const PageTree& page, int i) {
  return page[i].tag == GUMBO_TAG_NOSCRIPT || page.HasAttribute(i, "hidden") ||
         StyleOf(page, i).removed;
}

// Text that stands in its place unseen.
std::vector<bool> MarkUnseen(const PageTree& page) {
  std::vector<bool> unseen(page.size(), false), no_font(page.size(), false);
  for (int i = 0; i < page.size(); ++i) {
    const HiddenStyle style = StyleOf(page, i);
    const bool inside = i > 0 && unseen[page[i].parent];
    no_font[i] = style.sets_font ? style.no_font : i > 0 && no_font[page[i].parent];
    unseen[i] = inside || style.unseen || (page.IsText(i) && no_font[i]);
  }
  return unseen;
}

// Adds what is unseen to `marks`, unless it is most of the page: that scripts bring into view.
void AddUnseen(const PageTree& page, const std::vector<int>& letters_before,
               std::vector<bool>& marks) {
  const std::vector<bool> unseen = MarkUnseen(page);
  int letters = 0;
  for (int i = 0; i < page.size(); ++i) {
    if (unseen[i] && page.IsText(i)) letters += letters_before[i + 1] - letters_before[i];
  }
  if (2 * letters >= letters_before.back()) return;
  for (int i = 0; i < page.size(); ++i) marks[i] = marks[i] || unseen[i];
}

bool IsAround(GumboTag tag) {
  return tag == GUMBO_TAG_NAV || tag == GUMBO_TAG_FOOTER || tag == GUMBO_TAG_ASIDE ||
         tag == GUMBO_TAG_FIGURE || tag == GUMBO_TAG_FIGCAPTION || tag == GUMBO_TAG_MENU ||
         tag == GUMBO_TAG_HEADER;
}

bool IsFrame(GumboTag tag) {
  return tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_MAIN ||
         tag == GUMBO_TAG_ARTICLE;
}

}  // namespace

bool IsProse(const TextBlock& block) {
  const int plain = block.letters - block.link_letters;
  return plain >= kMinProseLetters && 2 * block.link_letters <= block.letters &&
         (plain >= kSurelyProseLetters || HasSentence(block.text));
}

ProseIndex::ProseIndex(const PageTree& page, const std::vector<TextBlock>& blocks)
    : before_(page.size() + 1, 0) {
  for (const TextBlock& block : blocks) {
    if (IsProse(block)) before_[block.first + 1] += block.letters - block.link_letters;
  }
  for (int i = 0; i < page.size(); ++i) before_[i + 1] += before_[i];
}

std::vector<bool> MarkInvisible(const PageTree& page) {
  std::vector<bool> marks(page.size(), false);
  std::vector<int> letters(page.size() + 1, 0);
  for (int i = 0; i < page.size();) {
    marks[i] = page.IsElement(i) && IsNotText(page[i].tag);
    const int next = marks[i] ? page[i].end : i + 1;
    letters[i + 1] = page.IsText(i) ? CountLetters(page.RawText(i)) : 0;
    i = next;
  }
  for (int i = 0; i < page.size(); ++i) letters[i + 1] += letters[i];
  for (int i = 0; i < page.size(); ++i) {
    if (!page.IsElement(i) || !IsHidden(page, i)) continue;
    // Scripts show what would leave nothing to see.
    marks[i] = marks[i] || 2 * (letters[page[i].end] - letters[i]) < letters.back();
  }
  AddUnseen(page, letters, marks);
  return marks;
}

void MarkBoilerplate(const PageTree& page, const ProseIndex& prose, ElementHints& hints,
                     std::vector<bool>& left_out) {
  const int most = prose.Total() * 2 / 5;
  std::vector<bool> in_paragraph(page.size(), false);
  for (int i = 0; i < page.size(); ++i) {
    const bool inside_p = i > 0 && in_paragraph[page[i].parent];
    in_paragraph[i] = inside_p || page[i].tag == GUMBO_TAG_P;
    if (!page.IsElement(i) || left_out[i] || IsFrame(page[i].tag)) continue;
    // What stands in the middle of a sentence belongs to it.
    if (inside_p && !IsBlockElement(page[i].tag)) continue;
    const ElementHint hint = hints.Of(page, i);
    const bool around = IsAround(page[i].tag) || hint.boilerplate || hint.caption ||
                        (hint.teaser && page.Find(i, GUMBO_TAG_A) >= 0);
    if (hint.comments && !hint.body && page.Find(i, GUMBO_TAG_H1) < 0) left_out[i] = true;
    const int inside = prose.Inside(page, i);
    const bool below =
        page[i].tag == GUMBO_TAG_FOOTER && prose.Total() - inside >= kMinArticleLetters;
    if (around && !hint.body && (inside <= most || below)) left_out[i] = true;
  }
}

}  // namespace akin

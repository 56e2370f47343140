#include "services/ingestion/parse/html_text.h"

#include <array>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/ingestion/parse/entities.h"
#include "services/ingestion/parse/hidden_style.h"
#include "services/ingestion/parse/html_scanner.h"
#include "services/ingestion/parse/html_tree.h"
#include "services/ingestion/parse/line_markup.h"
#include "services/ingestion/parse/pictures.h"
#include "services/ingestion/parse/text_builder.h"

namespace akin {
namespace {

// What a reader does not read. The readings of ruby stand beside the text, not in it.
bool IsSilent(const GumboNode& element) {
  static const auto& tags = *new absl::flat_hash_set<int>{
      GUMBO_TAG_SCRIPT,   GUMBO_TAG_STYLE,   GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE,
      GUMBO_TAG_IFRAME,   GUMBO_TAG_NOEMBED, GUMBO_TAG_NOFRAMES, GUMBO_TAG_TITLE,
      GUMBO_TAG_TEXTAREA, GUMBO_TAG_SELECT,  GUMBO_TAG_APPLET,   GUMBO_TAG_XMP,
      GUMBO_TAG_RT,       GUMBO_TAG_RP,      GUMBO_TAG_RTC};
  return tags.contains(element.v.element.tag) || HtmlAttribute(element, "hidden");
}

bool IsBlock(const GumboNode& element) {
  static const auto& tags = *new absl::flat_hash_set<int>{
      GUMBO_TAG_ADDRESS, GUMBO_TAG_ARTICLE, GUMBO_TAG_ASIDE,    GUMBO_TAG_BLOCKQUOTE,
      GUMBO_TAG_CENTER,  GUMBO_TAG_DD,      GUMBO_TAG_DETAILS,  GUMBO_TAG_DIV,
      GUMBO_TAG_DL,      GUMBO_TAG_DT,      GUMBO_TAG_FIELDSET, GUMBO_TAG_FIGCAPTION,
      GUMBO_TAG_FIGURE,  GUMBO_TAG_FOOTER,  GUMBO_TAG_FORM,     GUMBO_TAG_H1,
      GUMBO_TAG_H2,      GUMBO_TAG_H3,      GUMBO_TAG_H4,       GUMBO_TAG_H5,
      GUMBO_TAG_H6,      GUMBO_TAG_HEADER,  GUMBO_TAG_HR,       GUMBO_TAG_LI,
      GUMBO_TAG_MAIN,    GUMBO_TAG_NAV,     GUMBO_TAG_OL,       GUMBO_TAG_P,
      GUMBO_TAG_PRE,     GUMBO_TAG_SECTION, GUMBO_TAG_SUMMARY,  GUMBO_TAG_TABLE,
      GUMBO_TAG_TR,      GUMBO_TAG_UL,      GUMBO_TAG_CAPTION};
  return tags.contains(element.v.element.tag);
}

bool IsCell(const GumboNode& element) {
  return element.v.element.tag == GUMBO_TAG_TD || element.v.element.tag == GUMBO_TAG_TH;
}

// Calls enter(node) on each node in document order, and leave(element) behind its children unless
// enter answered false. Without recursion: the tree may be deep.
template <typename Enter, typename Leave>
void Walk(const GumboNode& root, Enter enter, Leave leave) {
  std::vector<std::pair<const GumboNode*, unsigned>> open = {{&root, 0}};
  while (!open.empty()) {
    auto& [node, next] = open.back();
    const GumboVector& children = node->v.element.children;
    if (next == children.length) {
      leave(*node);
      open.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(children.data[next++]);
    const bool descend = enter(*child);
    if (descend && child->type == GUMBO_NODE_ELEMENT) open.emplace_back(child, 0);
  }
}

bool IsText(const GumboNode& node) {
  return node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE ||
         node.type == GUMBO_NODE_CDATA;
}

// Adds what is visible in a tree, node by node.
class TreeReader {
 public:
  explicit TreeReader(TextBuilder& text) : text_(text) {}

  // Whether the node's children are read too.
  bool Enter(const GumboNode& node) {
    if (IsText(node) && !fonts_.back()) text_.Add(node.v.text.text);
    if (node.type != GUMBO_NODE_ELEMENT || IsSilent(node)) return false;
    const HiddenStyle style = ReadHiddenStyle(HtmlAttribute(node, "style").value_or(""));
    if (style.removed || style.unseen) return false;
    fonts_.push_back(style.sets_font ? style.no_font : fonts_.back());
    if (node.v.element.tag == GUMBO_TAG_BR) text_.BreakLine();
    Separate(node);
    return true;
  }

  void Leave(const GumboNode& element) {
    fonts_.pop_back();
    Separate(element);
  }

 private:
  void Separate(const GumboNode& element) {
    if (IsBlock(element)) text_.BreakParagraph();
    if (IsCell(element)) text_.Add(" ");
  }

  TextBuilder& text_;
  // Whether text has no size, in the root and what is open in it.
  std::vector<bool> fonts_ = {false, false};
};

void AddTree(const GumboNode& root, TextBuilder& text) {
  TreeReader reader(text);
  Walk(
      root, [&](const GumboNode& node) { return reader.Enter(node); },
      [&](const GumboNode& element) { reader.Leave(element); });
}

void AddLines(absl::string_view plain, TextBuilder& text) {
  for (absl::string_view line : absl::StrSplit(plain, '\n')) {
    text.Add(line);
    text.BreakLine();
  }
}

// The text outside of tags, for markup that no tree is made of; every tag that may be a block is.
void AddWithoutTree(absl::string_view html, TextBuilder& text) {
  HtmlScanner scanner(html);
  HtmlToken token;
  while (scanner.Next(token)) {
    if (token.kind == HtmlToken::Kind::kText) {
      text.Add(DecodeEntities(token.text));
    } else if (token.name.size() > 1 || token.name == "p") {
      text.BreakParagraph();
    }
  }
}

ImageMarkup MarkupOf(const GumboNode& image) {
  const auto value = [&](const char* name) { return HtmlAttribute(image, name).value_or(""); };
  return {value("src"), value("width"), value("height"), value("style"), value("class")};
}

}  // namespace

bool HasMarkup(absl::string_view html) {
  for (size_t at = html.find('<'); at != absl::string_view::npos; at = html.find('<', at + 1)) {
    absl::string_view rest = html.substr(at + 1);
    if (absl::StartsWith(rest, "!") || absl::StartsWith(rest, "?")) return true;
    if (absl::ConsumePrefix(&rest, "/") && !rest.empty() && absl::ascii_isalpha(rest[0]))
      return true;
    if (IsElementName(rest.substr(0, rest.find_first_of(" \t\r\n\f/<>")))) return true;
  }
  return false;
}

std::string PlainTextAsHtml(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}});
}

std::string CleanText(absl::string_view plain) {
  TextBuilder text;
  AddLines(plain, text);
  return text.Take();
}

std::string HtmlToText(absl::string_view html) {
  if (!HasMarkup(html)) return CleanText(DecodeEntities(html));
  TextBuilder text;
  if (const auto tree = HtmlTree::ParseFragment(html)) {
    AddTree(*tree->root(), text);
  } else {
    AddWithoutTree(html, text);
  }
  return text.Take();
}

std::string HtmlToLine(absl::string_view html) {
  TextBuilder line;
  line.Add(HtmlToText(EscapeSeemingTags(html)));
  return line.Take();
}

std::string FirstPicture(absl::string_view html) {
  if (!absl::StrContains(html, "<img") && !absl::StrContains(html, "<IMG")) return "";
  const auto tree = HtmlTree::ParseFragment(html);
  if (!tree) return "";
  std::string found;
  const auto enter = [&](const GumboNode& node) {
    const bool image = node.type == GUMBO_NODE_ELEMENT && node.v.element.tag == GUMBO_TAG_IMG;
    if (image && found.empty() && IsPicture(MarkupOf(node)))
      found = std::string(HtmlAttribute(node, "src").value_or(""));
    return found.empty();
  };
  Walk(*tree->root(), enter, [](const GumboNode&) {});
  return found;
}

}  // namespace akin

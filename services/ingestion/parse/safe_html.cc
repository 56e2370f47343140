#include "services/ingestion/parse/safe_html.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/text/unicode.h"
#include "common/url/url.h"
#include "services/ingestion/parse/entities.h"
#include "services/ingestion/parse/html_scanner.h"
#include "services/ingestion/parse/pictures.h"
#include "services/ingestion/parse/safe_style.h"
#include "services/ingestion/parse/safe_vocabulary.h"

namespace akin {
namespace {

constexpr size_t kMaxAttributes = 100;
constexpr size_t kMaxDepth = 200;

// What addresses are made from, in all; beyond it they are left out of the text.
constexpr size_t kMaxAddressBytes = 4 << 20;

// A longer base makes a large text out of many short addresses.
constexpr size_t kMaxBaseBytes = 512;

// An element whose content is dropped with it.
bool IsUnreadable(absl::string_view name) { return name == "applet"; }

// An element that another of its kind ends.
bool EndsItsLike(absl::string_view name) {
  for (absl::string_view like : {"p", "li", "dt", "dd", "tr", "td", "th", "option"}) {
    if (name == like) return true;
  }
  return false;
}

bool HasScheme(absl::string_view reference) {
  return absl::StrContains(reference.substr(0, reference.find_first_of("/?#")), ':');
}

// "<b/>", but not the address in "<a href=b/>".
bool EndsItself(absl::string_view markup) {
  if (!absl::ConsumeSuffix(&markup, "/")) return false;
  const absl::string_view last_word = markup.substr(markup.find_last_of(" \t\r\n\f\"'") + 1);
  return !absl::StrContains(last_word, '=');
}

class Sanitizer {
 public:
  Sanitizer(absl::string_view html, absl::string_view base_url)
      : scanner_(html, HtmlScanner::RawText::kNowhere),
        base_(base_url.size() <= kMaxBaseBytes ? base_url : "") {}

  std::string Run() {
    HtmlToken token;
    while (scanner_.Next(token)) {
      if (token.kind == HtmlToken::Kind::kText) Text(token.text);
      if (token.kind == HtmlToken::Kind::kStartTag) StartTag(token);
      if (token.kind == HtmlToken::Kind::kEndTag) EndTag(token.name);
    }
    while (!open_.empty()) Close();
    return ToNfc(absl::StripAsciiWhitespace(out_));
  }

 private:
  struct Open {
    std::string name;  // in lower case
    absl::string_view spelling;
    Vocabulary outside;      // to restore when it closes
    std::string outer_base;  // the same
  };

  void Text(absl::string_view text) {
    if (unreadable_ == 0) AppendEscaped(DecodeEntities(text), out_);
  }

  void StartTag(const HtmlToken& token) {
    if (IsUnreadable(token.name)) ++unreadable_;
    const Vocabulary outside = vocabulary_;
    if (token.name == "svg") vocabulary_ = Vocabulary::kSvg;
    if (token.name == "math") vocabulary_ = Vocabulary::kMathMl;
    absl::string_view spelling = SafeElement(vocabulary_, token.name);
    if (spelling.empty()) spelling = SafeElement(Vocabulary::kHtml, token.name);
    if (spelling.empty() || unreadable_ > 0 || open_.size() >= kMaxDepth) {
      vocabulary_ = outside;
      return;
    }
    const auto attributes = ReadHtmlAttributes(token.markup, kMaxAttributes);
    if (!open_.empty() && open_.back().name == token.name && EndsItsLike(token.name)) Close();
    open_.push_back({token.name, spelling, outside, base_});
    WriteStartTag(token.name, attributes);
    if (IsVoidElement(token.name) || EndsItself(token.markup)) Close();
  }

  // What scripts would load stands in its place: here none runs.
  static void LoadLazyImage(std::vector<HtmlAttributeText>& attributes) {
    std::string address = LazyAddress(attributes);
    if (address.empty()) return;
    for (HtmlAttributeText& attribute : attributes) {
      if (attribute.name == "src") attribute.name.clear();
    }
    attributes.push_back({"src", std::move(address)});
  }

  void WriteStartTag(const std::string& name, std::vector<HtmlAttributeText> attributes) {
    if (name == "img") LoadLazyImage(attributes);
    for (HtmlAttributeText& attribute : attributes) {
      if (attribute.name == "xml:base") SetBase(attribute.value);
      if (attribute.name == "xmlns") attribute.name.clear();
    }
    if (name == "svg") attributes.push_back({"xmlns", "http://www.w3.org/2000/svg"});
    if (name == "math") attributes.push_back({"xmlns", "http://www.w3.org/1998/Math/MathML"});
    std::stable_sort(attributes.begin(), attributes.end(),
                     [](const auto& a, const auto& b) { return a.name < b.name; });
    absl::StrAppend(&out_, "<", open_.back().spelling);
    absl::string_view previous;
    for (const HtmlAttributeText& attribute : attributes) {
      if (attribute.name != previous) WriteAttribute(attribute);
      previous = attribute.name;
    }
    out_ += IsVoidElement(name) ? " />" : ">";
  }

  void SetBase(absl::string_view reference) {
    address_bytes_ += base_.size() + reference.size();
    if (address_bytes_ > kMaxAddressBytes) return;
    const auto base = ResolveUrl(base_, reference);
    if (base && base->size() <= kMaxBaseBytes) base_ = *base;
  }

  void WriteAttribute(const HtmlAttributeText& attribute) {
    const absl::string_view spelling =
        attribute.name == "xmlns" ? "xmlns" : SafeAttribute(vocabulary_, attribute.name);
    if (spelling.empty()) return;
    std::string value = attribute.value;
    if (HoldsAddress(attribute.name)) value = Address(value);
    if (attribute.name == "style") value = SafeStyle(value);
    if (value.empty() && (attribute.name == "style" || !attribute.value.empty())) return;
    absl::StrAppend(&out_, " ", spelling, "=\"");
    AppendEscaped(value, out_);
    out_ += '"';
  }

  // "" for another address than of the web.
  std::string Address(absl::string_view reference) {
    if (absl::StripAsciiWhitespace(reference).empty()) return "";
    if (vocabulary_ != Vocabulary::kHtml && absl::StartsWith(reference, "#"))
      return std::string(reference);
    address_bytes_ += base_.size() + reference.size();
    if (address_bytes_ > kMaxAddressBytes) return "";
    if (auto url = ResolveUrl(base_, reference)) return *std::move(url);
    return UrlHost(base_).empty() && !HasScheme(reference) ? std::string(reference) : "";
  }

  // Closes what is open inside that element too; an end tag that closes nothing is left out.
  void EndTag(const std::string& name) {
    if (IsUnreadable(name) && unreadable_ > 0) --unreadable_;
    const auto match = std::find_if(open_.rbegin(), open_.rend(),
                                    [&](const Open& open) { return open.name == name; });
    if (match == open_.rend()) return;
    const size_t depth = open_.rend() - match;
    while (open_.size() >= depth) Close();
  }

  void Close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    if (!IsVoidElement(closed.name)) absl::StrAppend(&out_, "</", closed.spelling, ">");
    vocabulary_ = closed.outside;
    base_ = std::move(closed.outer_base);
  }

  HtmlScanner scanner_;
  std::string base_;
  std::string out_;
  std::vector<Open> open_;
  Vocabulary vocabulary_ = Vocabulary::kHtml;
  size_t unreadable_ = 0;  // how many elements are open whose content is dropped
  size_t address_bytes_ = 0;
};

}  // namespace

std::string SafeHtml(absl::string_view html, absl::string_view base_url) {
  return Sanitizer(html, base_url).Run();
}

}  // namespace akin

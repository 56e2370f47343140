#include "services/ingestion/parse/html_tree.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "services/ingestion/parse/html_scanner.h"

namespace akin {

// Gives memory out and takes it back all at once.
class HtmlTree::Arena {
 public:
  static void* Allocate(void* self, size_t size) { return static_cast<Arena*>(self)->Take(size); }
  static void Release(void*, void*) {}

 private:
  static constexpr size_t kBlockBytes = 64 << 10;

  void* Take(size_t size) {
    size = (size + alignof(std::max_align_t) - 1) & ~(alignof(std::max_align_t) - 1);
    if (size > left_) AddBlock(std::max(size, kBlockBytes));
    void* taken = next_;
    next_ += size;
    left_ -= size;
    return taken;
  }

  void AddBlock(size_t size) {
    blocks_.push_back(std::make_unique<char[]>(size));
    next_ = blocks_.back().get();
    left_ = size;
  }

  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = nullptr;
  size_t left_ = 0;
};

namespace {

// Well above what publishers write, and still little work.
constexpr size_t kMaxTags = 200'000;
constexpr size_t kMaxDepth = 512;
constexpr int kMaxAttributes = 256;
constexpr size_t kMaxAllAttributes = 600'000;
constexpr size_t kMaxReopenings = 400'000;

// A page of text alone is the slowest there is; a publisher's has a twentieth of this.
constexpr size_t kMaxPageBytes = 6 << 20;

// Elements that have no end tag, or may leave it out, do not nest by being left open.
bool MayStayOpen(absl::string_view tag) {
  static const auto& tags = *new absl::flat_hash_set<absl::string_view>{
      "area", "base",   "br",   "col",    "dd",       "dt",       "embed", "hr",    "img", "input",
      "li",   "link",   "meta", "p",      "param",    "tbody",    "td",    "tfoot", "th",  "thead",
      "tr",   "source", "wbr",  "option", "optgroup", "colgroup", "track", "rp",    "rt"};
  return tags.contains(tag);
}

// Elements that a parser opens again in the next block when they are left open.
bool IsReopened(absl::string_view tag) {
  static const auto& tags = *new absl::flat_hash_set<absl::string_view>{
      "a",    "b", "big",   "code",   "em",     "font", "i",
      "nobr", "s", "small", "strike", "strong", "tt",   "u"};
  return tags.contains(tag);
}

// Elements that an end tag of a phrase ("</span>") does not reach across.
bool IsStructure(absl::string_view tag) {
  static const auto& tags = *new absl::flat_hash_set<absl::string_view>{
      "address", "applet",   "article", "aside", "blockquote", "body",         "button",
      "caption", "center",   "details", "div",   "dl",         "fieldset",     "figcaption",
      "figure",  "footer",   "form",    "h1",    "h2",         "h3",           "h4",
      "h5",      "h6",       "header",  "html",  "main",       "marquee",      "menu",
      "nav",     "object",   "ol",      "pre",   "section",    "summary",      "table",
      "ul",      "template", "svg",     "math",  "desc",       "foreignobject"};
  return tags.contains(tag);
}

// Elements that no end tag reaches across but their own.
bool IsBarrier(absl::string_view tag) {
  static const auto& tags = *new absl::flat_hash_set<absl::string_view>{
      "applet",   "caption", "html", "marquee", "object",       "table",
      "template", "svg",     "math", "desc",    "foreignobject"};
  return tags.contains(tag);
}

// Tells how much work a tree would be, from its tags alone. Errs on the high side.
class TagCounter {
 public:
  void Add(const HtmlToken& token) {
    ++tags_;
    attributes_ += token.attributes;
    max_attributes_ = std::max(max_attributes_, token.attributes);
    reopenings_ += reopened_;
    if (MayStayOpen(token.name)) return;
    if (token.kind == HtmlToken::Kind::kStartTag) {
      open_.push_back(token.name);
      if (IsReopened(token.name)) OpenPhrase(token.name);
    } else {
      Close(token.name);
      if (IsReopened(token.name)) ClosePhrase(token.name);
    }
  }

  bool Tame() const {
    return tags_ <= kMaxTags && open_.size() <= kMaxDepth && max_attributes_ <= kMaxAttributes &&
           attributes_ <= kMaxAllAttributes && reopenings_ <= kMaxReopenings;
  }

 private:
  // What is open inside a structure goes with it, as parsers do it.
  void Close(absl::string_view name) {
    const bool structure = IsStructure(name);
    for (size_t i = open_.size(); i-- > 0;) {
      if (open_[i] == name) {
        open_.erase(open_.begin() + i, structure ? open_.end() : open_.begin() + i + 1);
        return;
      }
      if (IsBarrier(open_[i]) || (IsStructure(open_[i]) && !structure)) return;
    }
  }

  // A link ends the one before.
  void OpenPhrase(const std::string& name) {
    if (name == "a") ClosePhrase(name);
    ++phrases_[name];
    ++reopened_;
  }

  void ClosePhrase(const std::string& name) {
    size_t& count = phrases_[name];
    if (count == 0) return;
    --count;
    --reopened_;
  }

  std::vector<std::string> open_;
  size_t tags_ = 0;
  size_t attributes_ = 0;
  absl::flat_hash_map<std::string, size_t> phrases_;  // how many of a name are reopened
  size_t reopened_ = 0;                               // the same of all names
  size_t reopenings_ = 0;  // at most as many elements does the parser open again
  int max_attributes_ = 0;
};

// How many of its first bytes are no more work than kMaxTags and so on.
size_t TameBytes(absl::string_view html) {
  if (html.size() > kMaxHtmlBytes) html = html.substr(0, kMaxHtmlBytes);
  TagCounter tags;
  HtmlScanner scanner(html);
  HtmlToken token;
  for (size_t tame = 0; scanner.Next(token); tame = scanner.position()) {
    if (token.kind != HtmlToken::Kind::kText) tags.Add(token);
    if (!tags.Tame()) return tame;
  }
  return html.size();
}

}  // namespace

HtmlTree::HtmlTree() : arena_(std::make_shared<Arena>()) {}

void HtmlTree::Parse(absl::string_view html, GumboTag context) {
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = &Arena::Allocate;
  options.deallocator = &Arena::Release;
  options.userdata = arena_.get();
  options.max_errors = 0;
  options.fragment_context = context;
  output_ = gumbo_parse_with_options(&options, html.data(), html.size());
}

absl::optional<HtmlTree> HtmlTree::ParseFragment(absl::string_view html) {
  if (TameBytes(html) < html.size()) return absl::nullopt;
  HtmlTree tree;
  tree.Parse(html, GUMBO_TAG_DIV);
  return tree;
}

HtmlTree HtmlTree::ParsePage(absl::string_view html) {
  HtmlTree tree;
  html = html.substr(0, kMaxPageBytes);
  tree.Parse(html.substr(0, TameBytes(html)), GUMBO_TAG_LAST);
  return tree;
}

absl::optional<absl::string_view> HtmlAttribute(const GumboNode& element, const char* name) {
  const GumboAttribute* attribute = gumbo_get_attribute(&element.v.element.attributes, name);
  if (attribute == nullptr) return absl::nullopt;
  return absl::string_view(attribute->value);
}

}  // namespace akin

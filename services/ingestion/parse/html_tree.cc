#include "services/ingestion/parse/html_tree.h"

#include <algorithm>
#include <cstddef>
#include <string>

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
constexpr size_t kMaxReopenings = 400'000;

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

// Tells how much work a tree would be, from its tags alone. Errs on the high side: an end tag
// counts only where its element is the innermost open one.
class TagCounter {
 public:
  void Add(const HtmlToken& token) {
    ++tags_;
    max_attributes_ = std::max(max_attributes_, token.attributes);
    reopenings_ += reopened_;
    if (MayStayOpen(token.name)) return;
    if (token.kind == HtmlToken::Kind::kStartTag) {
      open_.push_back(token.name);
      reopened_ += IsReopened(token.name);
    } else if (!open_.empty() && open_.back() == token.name) {
      open_.pop_back();
      reopened_ -= IsReopened(token.name);
    }
  }

  bool Tame() const {
    return tags_ <= kMaxTags && open_.size() <= kMaxDepth && max_attributes_ <= kMaxAttributes &&
           reopenings_ <= kMaxReopenings;
  }

 private:
  std::vector<std::string> open_;
  size_t tags_ = 0;
  size_t reopened_ = 0;    // open elements that are reopened
  size_t reopenings_ = 0;  // at most as many elements does the parser open again
  int max_attributes_ = 0;
};

bool IsTame(absl::string_view html) {
  TagCounter tags;
  HtmlScanner scanner(html);
  HtmlToken token;
  while (scanner.Next(token)) {
    if (token.kind != HtmlToken::Kind::kText) tags.Add(token);
    if (!tags.Tame()) return false;
  }
  return true;
}

}  // namespace

HtmlTree::HtmlTree() : arena_(std::make_shared<Arena>()) {}

absl::optional<HtmlTree> HtmlTree::ParseFragment(absl::string_view html) {
  if (html.size() > kMaxHtmlBytes || !IsTame(html)) return absl::nullopt;
  HtmlTree tree;
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = &Arena::Allocate;
  options.deallocator = &Arena::Release;
  options.userdata = tree.arena_.get();
  options.max_errors = 0;
  options.fragment_context = GUMBO_TAG_DIV;
  tree.output_ = gumbo_parse_with_options(&options, html.data(), html.size());
  return tree;
}

absl::optional<absl::string_view> HtmlAttribute(const GumboNode& element, const char* name) {
  const GumboAttribute* attribute = gumbo_get_attribute(&element.v.element.attributes, name);
  if (attribute == nullptr) return absl::nullopt;
  return absl::string_view(attribute->value);
}

}  // namespace akin

#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_PAGE_TREE_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_PAGE_TREE_H_

#include <gumbo.h>

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/parse/html_tree.h"

namespace akin {

struct PageNode {
  const GumboNode* html = nullptr;
  GumboTag tag = GUMBO_TAG_LAST;  // GUMBO_TAG_LAST: text, comment, or an element of another name
  int parent = -1;
  int end = 0;  // behind its last descendant
};

// A page's tree laid out in document order: what is inside node i are the nodes in (i, end). So a
// walk is a loop, and what holds for a subtree is a difference of prefix sums. Thread-compatible;
// `html` has to outlive it.
class PageTree {
 public:
  explicit PageTree(const HtmlTree& html);

  int size() const { return static_cast<int>(nodes_.size()); }
  const PageNode& operator[](int i) const { return nodes_[i]; }

  bool IsElement(int i) const { return nodes_[i].html->type == GUMBO_NODE_ELEMENT; }
  bool IsText(int i) const;
  absl::string_view RawText(int i) const { return nodes_[i].html->v.text.text; }

  // Trimmed; "" if the element has no such attribute, or `i` is no element.
  absl::string_view Attribute(int i, const char* name) const;
  bool HasAttribute(int i, const char* name) const;

  // All text inside but readings of ruby, on one line, whatever is visible of it. Stops when there
  // are more than `max_bytes`.
  std::string Line(int i, size_t max_bytes = 10'000) const;

  // The first element inside `root` with this tag, -1 if there is none.
  int Find(int root, GumboTag tag) const;

 private:
  void Flatten(const GumboNode& root);

  std::vector<PageNode> nodes_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_PAGE_TREE_H_

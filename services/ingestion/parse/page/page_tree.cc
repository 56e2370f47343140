#include "services/ingestion/parse/page/page_tree.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "services/ingestion/parse/text_builder.h"

namespace akin {

PageTree::PageTree(const HtmlTree& html) { Flatten(*html.root()); }

// Without recursion: the tree may be deep.
void PageTree::Flatten(const GumboNode& root) {
  std::vector<std::pair<int, unsigned>> open;  // a node's index, its next child
  const auto add = [&](const GumboNode& node, int parent) {
    const bool element = node.type == GUMBO_NODE_ELEMENT;
    const GumboTag tag =
        element && node.v.element.tag != GUMBO_TAG_UNKNOWN ? node.v.element.tag : GUMBO_TAG_LAST;
    nodes_.push_back({&node, tag, parent, size() + 1});
    if (element) open.emplace_back(size() - 1, 0);
  };
  add(root, -1);
  while (!open.empty()) {
    auto& [i, next] = open.back();
    const GumboVector& children = nodes_[i].html->v.element.children;
    if (next == children.length) {
      nodes_[i].end = size();
      open.pop_back();
    } else {
      const auto* child = static_cast<const GumboNode*>(children.data[next++]);
      if (child->type != GUMBO_NODE_TEMPLATE && child->type != GUMBO_NODE_COMMENT) add(*child, i);
    }
  }
}

bool PageTree::IsText(int i) const {
  const GumboNodeType type = nodes_[i].html->type;
  return type == GUMBO_NODE_TEXT || type == GUMBO_NODE_WHITESPACE || type == GUMBO_NODE_CDATA;
}

absl::string_view PageTree::Attribute(int i, const char* name) const {
  if (!IsElement(i)) return "";
  return absl::StripAsciiWhitespace(HtmlAttribute(*nodes_[i].html, name).value_or(""));
}

bool PageTree::HasAttribute(int i, const char* name) const {
  return IsElement(i) && HtmlAttribute(*nodes_[i].html, name).has_value();
}

std::string PageTree::Line(int i, size_t max_bytes) const {
  TextBuilder line;
  size_t bytes = 0;
  for (int at = i; at < nodes_[i].end && bytes <= max_bytes; ++at) {
    if (nodes_[at].tag == GUMBO_TAG_RT || nodes_[at].tag == GUMBO_TAG_RP) {
      at = nodes_[at].end - 1;  // a reading beside the text
    } else if (IsText(at)) {
      line.Add(RawText(at));
      bytes += nodes_[at].html->type == GUMBO_NODE_WHITESPACE ? 0 : RawText(at).size();
    } else if (nodes_[at].tag != GUMBO_TAG_SPAN && nodes_[at].tag != GUMBO_TAG_A &&
               nodes_[at].tag != GUMBO_TAG_RUBY) {
      line.Add(" ");
    }
  }
  return line.Take();
}

int PageTree::Find(int root, GumboTag tag) const {
  for (int i = root; i < nodes_[root].end; ++i) {
    if (nodes_[i].tag == tag) return i;
  }
  return -1;
}

}  // namespace akin

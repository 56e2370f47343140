#ifndef AKIN_SERVICES_INGESTION_PARSE_HTML_TREE_H_
#define AKIN_SERVICES_INGESTION_PARSE_HTML_TREE_H_

#include <gumbo.h>

#include <memory>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace akin {

// HTML as gumbo's tree. The nodes live in an arena, so that taking down a deep tree does not
// recurse. Thread-compatible.
class HtmlTree {
 public:
  // nullopt for what would make the parser slow or large beyond reason: more than kMaxHtmlBytes, or
  // elements nested, left open or full of attributes as no publisher does it. The caller then falls
  // back on reading the text without a tree. `html` has to outlive the tree.
  static absl::optional<HtmlTree> ParseFragment(absl::string_view html);

  // A whole page; of one that ParseFragment would refuse, the part before what is beyond reason.
  static HtmlTree ParsePage(absl::string_view html);

  const GumboNode* root() const { return output_->root; }

 private:
  class Arena;
  HtmlTree();
  void Parse(absl::string_view html, GumboTag context);

  std::shared_ptr<Arena> arena_;  // shared only because unique_ptr needs the complete type
  const GumboOutput* output_ = nullptr;
};

constexpr size_t kMaxHtmlBytes = 8 << 20;

// The value of an attribute, nullopt if the element does not have it.
absl::optional<absl::string_view> HtmlAttribute(const GumboNode& element, const char* name);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_HTML_TREE_H_

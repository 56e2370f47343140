#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_PAGE_MARKUP_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_PAGE_MARKUP_H_

#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/parse/page/page_tree.h"
#include "services/ingestion/parse/page/text_blocks.h"

namespace akin {

// A page as one looks for by-lines and dates on it: by the names of its elements, and by what is
// near the headline. Thread-compatible; what it is made of has to outlive it.
class PageMarkup {
 public:
  PageMarkup(const PageTree& page, const std::vector<TextBlock>& blocks);

  const PageTree& page() const { return page_; }

  // Whether the class or id of element `i` contains one of `parts` (in lower case).
  bool IsNamed(int i, std::initializer_list<absl::string_view> parts) const;

  // Whether `attribute`, a list, has `token`.
  bool HasToken(int i, const char* attribute, absl::string_view token) const;

  // Whether `i` is in what readers wrote, or in lists of other articles.
  bool IsAside(int i) const { return aside_[i]; }

  // The visible text, and of it the blocks around the headline: first those behind it, then those
  // before it, the nearest first.
  const std::vector<TextBlock>& blocks() const { return blocks_; }
  const std::vector<const TextBlock*>& near_headline() const { return near_headline_; }

 private:
  void MarkAsides();
  void FindNearHeadline();

  const PageTree& page_;
  const std::vector<TextBlock>& blocks_;
  std::vector<std::string> names_;  // class and id in lower case
  std::vector<bool> aside_;
  std::vector<const TextBlock*> near_headline_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_PAGE_MARKUP_H_

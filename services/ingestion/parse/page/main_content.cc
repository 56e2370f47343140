#include "services/ingestion/parse/page/main_content.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/text/unicode.h"
#include "services/ingestion/parse/page/block_filter.h"
#include "services/ingestion/parse/page/boilerplate.h"
#include "services/ingestion/parse/page/element_hints.h"
#include "services/ingestion/parse/page/found_dates.h"
#include "services/ingestion/parse/page/site_names.h"
#include "services/ingestion/parse/page/text_blocks.h"

namespace akin {
namespace {

constexpr int kMinLeadLetters = 120;
constexpr int kMaxTeaserLetters = 400;
constexpr size_t kTeaserDistance = 3;  // a date and an author may stand between

constexpr double kMarkedShare = 0.65;
constexpr double kUnmarkedShare = 0.94;

// What a block adds to the element that it is in.
double Worth(const PageTree& page, const TextBlock& block, bool teaser) {
  if (IsProse(block) && !teaser) return std::min(block.letters - block.link_letters, 800) + 20;
  if (IsHeadingElement(page[block.node].tag)) return -2;
  return -10 - block.link_letters;
}

// A linked headline stands above the teaser of another article.
bool IsLinkedHeadline(const PageTree& page, const TextBlock& block) {
  return IsHeadingElement(page[block.node].tag) && block.LinkDensity() > 0.8;
}

class ContentFinder {
 public:
  explicit ContentFinder(const PageTree& page) : page_(page) {}

  std::string Find(std::vector<bool> left_out, const std::vector<TextBlock>& visible,
                   const PageMetadata& about) {
    summary_ = Essence(about.summary);
    const ProseIndex prose(page_, visible);
    MarkBoilerplate(page_, prose, hints_, left_out);
    blocks_ = FindTextBlocks(page_, left_out);
    const int root = BestContainer();
    FindHeadline(root);
    return Text(root, about.title);
  }

 private:
  int BestContainer() {
    WeighNodes();
    int best = 0;
    for (int i = 0; i < page_.size(); ++i) {
      if (IsContainer(i) && Weight(i) >= Weight(best)) best = i;
    }
    return Narrow(best);
  }

  // Into the element that has nearly all of it: what is left outside is not the article's text.
  int Narrow(int root) {
    int best = root;
    for (int i = root; i < page_[root].end; ++i) {
      if (!IsContainer(i)) continue;
      const bool marked = hints_.Of(page_, i).body || page_[i].tag == GUMBO_TAG_ARTICLE;
      const double share = marked ? kMarkedShare : kUnmarkedShare;
      if (Weight(i) >= share * Weight(root)) best = i;
    }
    return best;
  }

  bool IsContainer(int i) const {
    return page_.IsElement(i) && IsBlockElement(page_[i].tag) && page_[i].tag != GUMBO_TAG_P;
  }

  void WeighNodes() {
    before_.assign(page_.size() + 1, 0);
    for (size_t i = 0; i < blocks_.size(); ++i)
      before_[blocks_[i].first + 1] += Worth(page_, blocks_[i], IsTeaser(i));
    for (int i = 0; i < page_.size(); ++i) before_[i + 1] += before_[i];
  }

  // One short paragraph under a linked headline: that of another article.
  bool IsTeaser(size_t i) const {
    if (!IsProse(blocks_[i]) || blocks_[i].letters > kMaxTeaserLetters) return false;
    if (i + 1 < blocks_.size() && IsProse(blocks_[i + 1])) return false;
    for (size_t back = 1; back <= std::min(i, kTeaserDistance); ++back) {
      const TextBlock& before = blocks_[i - back];
      if (IsLinkedHeadline(page_, before)) return true;
      if (IsProse(before)) return false;
    }
    return false;
  }

  double Weight(int i) const { return before_[page_[i].end] - before_[i]; }

  std::string Text(int root, absl::string_view title) const {
    std::vector<TextBlock> inside;
    for (const TextBlock& block : blocks_) {
      if (IsLead(block, root) || (block.first >= root && block.first < page_[root].end))
        inside.push_back(block);
    }
    inside = KeepArticleBlocks(page_, std::move(inside), title);
    if (std::none_of(inside.begin(), inside.end(), IsProse)) return "";
    return absl::StrJoin(inside, "\n\n", [](std::string* out, const TextBlock& block) {
      absl::StrAppend(out, block.text);
    });
  }

  // A paragraph between the headline and the element that holds the rest.
  bool IsLead(const TextBlock& block, int root) const {
    if (headline_ < 0 || block.first < headline_ || block.first >= root) return false;
    return IsProse(block) && block.letters >= kMinLeadLetters && block.LinkDensity() < 0.2 &&
           !FindDate(block.text) && !IsSummary(block.text);
  }

  // What the metadata repeat is the article's summary, not its text. They may cut it.
  bool IsSummary(absl::string_view text) const {
    const std::string essence = Essence(text);
    const size_t common = std::min({essence.size(), summary_.size(), size_t{80}});
    return common >= 20 && essence.compare(0, common, summary_, 0, common) == 0;
  }

  // The last first-rank heading before the article's text.
  void FindHeadline(int root) {
    headline_ = -1;
    for (int i = 0; i < root; ++i) {
      if (page_[i].tag == GUMBO_TAG_H1) headline_ = page_[i].end;
    }
  }

  const PageTree& page_;
  int headline_ = -1;  // behind it
  std::string summary_;
  ElementHints hints_;
  std::vector<TextBlock> blocks_;
  std::vector<double> before_;  // what the blocks before node i are worth
};

}  // namespace

std::string ExtractMainContent(const PageTree& page, const std::vector<bool>& invisible,
                               const std::vector<TextBlock>& visible, const PageMetadata& about) {
  return ContentFinder(page).Find(invisible, visible, about);
}

}  // namespace akin

#include "services/ingestion/parse/page/content_container.h"

#include <algorithm>

#include "services/ingestion/parse/page/block_filter.h"
#include "services/ingestion/parse/page/boilerplate.h"

namespace akin {
namespace {

constexpr int kMaxTeaserLetters = 400;
constexpr size_t kTeaserDistance = 3;  // a date and an author may stand between
constexpr int kMinTeasers = 2;

// A paragraph of any length is worth more than a page of links costs, but not more than others.
constexpr int kMaxWorth = 800;
constexpr double kParagraph = 20;
constexpr double kHeading = -2;
constexpr double kOther = -10;

// How much of an element's worth a smaller one has to have to take its place: less where it is
// marked as an article's text. Chosen on one half of a test set, checked on the other.
constexpr double kMarkedShare = 0.65;
constexpr double kUnmarkedShare = 0.94;

double Worth(const PageTree& page, const TextBlock& block, bool teaser) {
  const int plain = block.letters - block.link_letters;
  if (IsProse(block) && !teaser) return std::min(plain, kMaxWorth) + kParagraph;
  return IsHeadingElement(page[block.node].tag) ? kHeading : kOther - block.link_letters;
}

bool IsLinkedHeadline(const PageTree& page, const TextBlock& block) {
  return IsHeadingElement(page[block.node].tag) && block.LinkDensity() > 0.8;
}

bool IsTeaser(const PageTree& page, const std::vector<TextBlock>& blocks, size_t i) {
  if (!IsProse(blocks[i]) || blocks[i].letters > kMaxTeaserLetters) return false;
  if (i + 1 < blocks.size() && IsProse(blocks[i + 1])) return false;
  for (size_t back = 1; back <= std::min(i, kTeaserDistance); ++back) {
    if (IsLinkedHeadline(page, blocks[i - back])) return true;
    if (IsProse(blocks[i - back])) return false;
  }
  return false;
}

class ContainerFinder {
 public:
  ContainerFinder(const PageTree& page, ElementHints& hints) : page_(page), hints_(hints) {}

  int Find(const std::vector<TextBlock>& blocks, const std::vector<bool>& teasers) {
    Weigh(blocks, teasers);
    int best = 0;
    for (int i = 0; i < page_.size(); ++i) {
      if (IsContainer(i) && Weight(i) >= Weight(best)) best = i;
    }
    return Narrow(best);
  }

 private:
  // What is left outside of an element that has nearly all is not the article's text.
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

  void Weigh(const std::vector<TextBlock>& blocks, const std::vector<bool>& teasers) {
    before_.assign(page_.size() + 1, 0);
    for (size_t i = 0; i < blocks.size(); ++i)
      before_[blocks[i].first + 1] += Worth(page_, blocks[i], teasers[i]);
    for (int i = 0; i < page_.size(); ++i) before_[i + 1] += before_[i];
  }

  double Weight(int i) const { return before_[page_[i].end] - before_[i]; }

  const PageTree& page_;
  ElementHints& hints_;
  std::vector<double> before_;  // what the blocks before node i are worth
};

}  // namespace

std::vector<bool> FindTeasers(const PageTree& page, const std::vector<TextBlock>& blocks) {
  std::vector<bool> teasers(blocks.size(), false);
  for (size_t i = 0; i < blocks.size(); ++i) teasers[i] = IsTeaser(page, blocks, i);
  if (std::count(teasers.begin(), teasers.end(), true) < kMinTeasers)
    teasers.assign(blocks.size(), false);
  return teasers;
}

int FindContentContainer(const PageTree& page, const std::vector<TextBlock>& blocks,
                         const std::vector<bool>& teasers, ElementHints& hints) {
  return ContainerFinder(page, hints).Find(blocks, teasers);
}

}  // namespace akin

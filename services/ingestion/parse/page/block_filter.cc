#include "services/ingestion/parse/page/block_filter.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "services/ingestion/parse/page/boilerplate.h"
#include "services/ingestion/parse/page/notices.h"
#include "services/ingestion/parse/page/site_names.h"

namespace akin {
namespace {

// More of it in links, and it is a list of links.
constexpr double kLinkedShare = 0.6;

// More short blocks than this are a poem or a list.
constexpr int kMaxLeadBlocks = 5;
constexpr int kMaxLeadLetters = 40;

struct Letters {
  int all = 0;
  int linked = 0;
};

class BlockFilter {
 public:
  BlockFilter(const PageTree& page, absl::string_view title)
      : page_(page), title_(Essence(title)) {}

  std::vector<TextBlock> Filter(std::vector<TextBlock> blocks) {
    for (const TextBlock& block : blocks) {
      Letters& list = lists_[List(block)];
      list.all += block.letters;
      list.linked += block.link_letters;
    }
    Erase(blocks, [&](const TextBlock& block) { return !IsText(block); });
    DropLead(blocks);
    DropLonelyHeadings(blocks);
    return blocks;
  }

 private:
  template <typename Test>
  static void Erase(std::vector<TextBlock>& blocks, Test test) {
    blocks.erase(std::remove_if(blocks.begin(), blocks.end(), test), blocks.end());
  }

  GumboTag Tag(const TextBlock& block) const { return page_[block.node].tag; }
  bool IsHeading(const TextBlock& block) const { return IsHeadingElement(Tag(block)); }

  bool IsText(const TextBlock& block) const {
    return Tag(block) != GUMBO_TAG_H1 && !IsTitle(block) && !IsLinks(block) && !IsNotice(block);
  }

  // A paragraph may begin with a link as long as a sentence; more is a list of links.
  bool IsLinks(const TextBlock& block) const {
    if (IsHeading(block)) return block.LinkDensity() > 0.5;
    if (const int list = List(block); list >= 0)
      return lists_.at(list).linked > kLinkedShare * lists_.at(list).all;
    const int plain = block.letters - block.link_letters;
    return block.LinkDensity() > (plain >= 40 ? 0.85 : kLinkedShare);
  }

  // The list that a block is in, -1 if in none.
  int List(const TextBlock& block) const {
    int list = block.node;
    while (list >= 0 && page_[list].tag != GUMBO_TAG_UL && page_[list].tag != GUMBO_TAG_OL)
      list = page_[list].parent;
    return list;
  }

  bool IsTitle(const TextBlock& block) const {
    return !title_.empty() && block.letters < 300 && Essence(block.text) == title_;
  }

  // Before the first paragraph stand dates, places, counts.
  void DropLead(std::vector<TextBlock>& blocks) const {
    const auto first = std::find_if(blocks.begin(), blocks.end(), IsProse);
    if (first == blocks.end() || first - blocks.begin() > kMaxLeadBlocks) return;
    const auto drop = [&](const TextBlock& block) {
      return !IsHeading(block) && block.letters < kMaxLeadLetters &&
             !absl::StrContains(block.text, '\n');
    };
    blocks.erase(std::remove_if(blocks.begin(), first, drop), first);
  }

  // A heading stands above text; one that stands above another of its rank, or the end, lost it.
  void DropLonelyHeadings(std::vector<TextBlock>& blocks) const {
    std::vector<TextBlock> kept;  // from the last to the first
    for (size_t i = blocks.size(); i-- > 0;) {
      if (!IsHeading(blocks[i]) || !IsLonely(blocks[i], kept)) kept.push_back(std::move(blocks[i]));
    }
    std::reverse(kept.begin(), kept.end());
    blocks = std::move(kept);
  }

  bool IsLonely(const TextBlock& heading, const std::vector<TextBlock>& behind) const {
    if (behind.empty()) return true;
    return IsHeading(behind.back()) && Tag(behind.back()) <= Tag(heading);
  }

  const PageTree& page_;
  std::string title_;
  absl::flat_hash_map<int, Letters> lists_;  // in all entries of a list together
};

}  // namespace

bool IsHeadingElement(GumboTag tag) {
  return tag == GUMBO_TAG_H1 || tag == GUMBO_TAG_H2 || tag == GUMBO_TAG_H3 || tag == GUMBO_TAG_H4 ||
         tag == GUMBO_TAG_H5 || tag == GUMBO_TAG_H6;
}

std::vector<TextBlock> KeepArticleBlocks(const PageTree& page, std::vector<TextBlock> blocks,
                                         absl::string_view title) {
  return BlockFilter(page, title).Filter(std::move(blocks));
}

}  // namespace akin

#include "services/ingestion/parse/page/main_content.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/text/unicode.h"
#include "services/ingestion/parse/page/block_filter.h"
#include "services/ingestion/parse/page/boilerplate.h"
#include "services/ingestion/parse/page/content_container.h"
#include "services/ingestion/parse/page/element_hints.h"
#include "services/ingestion/parse/page/found_dates.h"
#include "services/ingestion/parse/page/site_names.h"
#include "services/ingestion/parse/page/word_lists.h"

namespace akin {
namespace {

constexpr int kMinLeadLetters = 120;

// A page that turns readers away says little.
constexpr int kMaxRefusalLetters = 600;

// A list of so many teasers, with next to no other text, is what a page is for.
constexpr int kMinListed = 5;
constexpr int kMaxBesidesLetters = 300;
constexpr int kListedShare = 5;

int Letters(const std::vector<TextBlock>& blocks) {
  int letters = 0;
  for (const TextBlock& block : blocks) letters += block.letters;
  return letters;
}

// The row of a table that a block is a cell of, -1 if it is none.
int RowOf(const PageTree& page, const TextBlock& block) {
  const GumboTag tag = page[block.node].tag;
  return tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH ? page[block.node].parent : -1;
}

// Cells of a row share a line, unless they are paragraphs of a page laid out by tables.
std::string Join(const PageTree& page, const std::vector<TextBlock>& blocks) {
  std::string text;
  int row = -1;
  for (const TextBlock& block : blocks) {
    const int before = std::exchange(row, IsProse(block) ? -1 : RowOf(page, block));
    const bool same_row = row >= 0 && row == before;
    absl::StrAppend(&text, text.empty() ? "" : same_row ? " " : "\n\n", block.text);
  }
  return text;
}

// Text that servers send instead of a page.
bool IsRefusal(absl::string_view title, const PageTree& page,
               const std::vector<TextBlock>& blocks) {
  if (Letters(blocks) > kMaxRefusalLetters) return false;
  const std::string text = FoldCase(absl::StrCat(title, "\n", Join(page, blocks)));
  static const auto& signs = *new auto(PhrasesIn(
      "captcha|access denied|are you a robot|you are a robot|not a robot|"
      "checking your browser|enable javascript|enable cookies|page not found|404 not found|"
      "403 forbidden|unusual traffic|security check|seite nicht gefunden|page introuvable|"
      "página no encontrada|javascript aktivieren|service unavailable"));
  return ContainsAny(text, signs);
}

class ContentFinder {
 public:
  ContentFinder(const PageTree& page, const PageMetadata& about)
      : page_(page), about_(about), summary_(Essence(about.summary)) {}

  absl::StatusOr<std::string> Find(const std::vector<bool>& invisible,
                                   const std::vector<TextBlock>& visible) {
    std::vector<bool> left_out = invisible;
    MarkBoilerplate(page_, ProseIndex(page_, visible), hints_, left_out);
    std::vector<TextBlock> kept = ArticleBlocks(FindTextBlocks(page_, left_out));
    if (kept.empty()) kept = ArticleBlocks(visible);
    if (IsShort(kept)) return about_.body;
    if (IsListing(visible, kept))
      return InvalidField("content", "an HTML page that lists articles, not one of them");
    if (kept.empty()) return InvalidField("content", "an HTML page without an article's text");
    if (IsRefusal(about_.title, page_, kept))
      return InvalidField("content", "an HTML page that blocks readers or is an error's");
    return Join(page_, kept);
  }

 private:
  // Empty if none of them is running text.
  std::vector<TextBlock> ArticleBlocks(const std::vector<TextBlock>& blocks) {
    const int root = FindContentContainer(page_, blocks, FindTeasers(page_, blocks), hints_);
    FindHeadline(root);
    std::vector<TextBlock> inside;
    for (const TextBlock& block : blocks) {
      if (IsLead(block, root) || (block.first >= root && block.first < page_[root].end))
        inside.push_back(block);
    }
    inside = KeepArticleBlocks(page_, std::move(inside), about_.title);
    if (std::none_of(inside.begin(), inside.end(), IsProse)) inside.clear();
    return inside;
  }

  // Some pages show the beginning, and repeat the whole for search engines.
  bool IsShort(const std::vector<TextBlock>& kept) const {
    return CountLetters(about_.body) > std::max(300, 2 * Letters(kept));
  }

  bool IsListing(const std::vector<TextBlock>& visible, const std::vector<TextBlock>& kept) const {
    if (about_.is_article || Letters(kept) > kMaxBesidesLetters) return false;
    const std::vector<bool> teasers = FindTeasers(page_, visible);
    int count = 0, letters = 0;
    for (size_t i = 0; i < visible.size(); ++i) {
      count += teasers[i];
      letters += teasers[i] ? visible[i].letters : 0;
    }
    return count >= kMinListed && letters > kListedShare * Letters(kept);
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
  const PageMetadata& about_;
  std::string summary_;
  ElementHints hints_;
  int headline_ = -1;  // behind it
};

}  // namespace

absl::StatusOr<std::string> ExtractMainContent(const PageTree& page,
                                               const std::vector<bool>& invisible,
                                               const std::vector<TextBlock>& visible,
                                               const PageMetadata& about) {
  return ContentFinder(page, about).Find(invisible, visible);
}

}  // namespace akin

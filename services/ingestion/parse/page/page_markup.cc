#include "services/ingestion/parse/page/page_markup.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace akin {
namespace {

// How many blocks behind the headline by-lines and dates stand.
constexpr int kBlocksNear = 16;

}  // namespace

PageMarkup::PageMarkup(const PageTree& page, const std::vector<TextBlock>& blocks)
    : page_(page), blocks_(blocks), names_(page.size()), aside_(page.size(), false) {
  for (int i = 0; i < page.size(); ++i) {
    const absl::string_view name = page.Attribute(i, "class"), id = page.Attribute(i, "id");
    if (name.empty() && id.empty()) continue;
    names_[i] = absl::AsciiStrToLower(absl::StrCat(name, " ", id));
  }
  MarkAsides();
  FindNearHeadline();
}

bool PageMarkup::IsNamed(int i, std::initializer_list<absl::string_view> parts) const {
  if (names_[i].empty() || page_[i].tag == GUMBO_TAG_BODY || page_[i].tag == GUMBO_TAG_HTML)
    return false;
  return std::any_of(parts.begin(), parts.end(),
                     [&](absl::string_view part) { return absl::StrContains(names_[i], part); });
}

bool PageMarkup::HasToken(int i, const char* attribute, absl::string_view token) const {
  for (absl::string_view each : absl::StrSplit(page_.Attribute(i, attribute), ' ')) {
    if (absl::EqualsIgnoreCase(each, token)) return true;
  }
  return false;
}

// An article is itself wherever it stands, and so is what has the headline.
void PageMarkup::MarkAsides() {
  for (int i = 0; i < page_.size(); ++i) {
    const int parent = page_[i].parent;
    const bool inherited = parent >= 0 && aside_[parent] && page_[i].tag != GUMBO_TAG_ARTICLE;
    aside_[i] = inherited || (IsNamed(i, {"comment", "kommentar", "related", "sidebar"}) &&
                              page_[i].tag != GUMBO_TAG_ARTICLE && page_.Find(i, GUMBO_TAG_H1) < 0);
  }
}

void PageMarkup::FindNearHeadline() {
  const int size = static_cast<int>(blocks_.size());
  int headline = 0;
  while (headline < size && page_[blocks_[headline].node].tag != GUMBO_TAG_H1) ++headline;
  if (headline == size) headline = 0;
  for (int i = headline; i < std::min(size, headline + kBlocksNear); ++i)
    near_headline_.push_back(&blocks_[i]);
  for (int i = headline - 1; i >= std::max(0, headline - kBlocksNear / 2); --i)
    near_headline_.push_back(&blocks_[i]);
}

}  // namespace akin

#include "services/ingestion/parse/page/linked_paragraphs.h"

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/ingestion/parse/page/boilerplate.h"

namespace akin {
namespace {

// Shorter, and it may be a headline or a call to read more.
constexpr int kMinLetters = 40;

// Headlines end without a stop, or ask.
bool EndsInStop(absl::string_view text) {
  for (absl::string_view closing : {"\"", "'", "”", "’", "“", "»", ")", "」"})
    absl::ConsumeSuffix(&text, closing);
  if (absl::EndsWith(text, "...")) return false;
  for (absl::string_view stop : {".", "。", "।", "۔", "።"}) {
    if (absl::EndsWith(text, stop)) return true;
  }
  return false;
}

bool IsInList(const PageTree& page, int node) {
  for (; node >= 0; node = page[node].parent) {
    if (page[node].tag == GUMBO_TAG_LI || page[node].tag == GUMBO_TAG_NAV) return true;
  }
  return false;
}

bool IsLinkedParagraph(const PageTree& page, const TextBlock& block) {
  return page[block.node].tag == GUMBO_TAG_P && 2 * block.link_letters > block.letters &&
         block.letters >= kMinLetters && EndsInStop(block.text) && !IsInList(page, block.node);
}

}  // namespace

void ReadLinkedParagraphs(const PageTree& page, std::vector<TextBlock>& blocks) {
  for (size_t begin = 1, end; begin < blocks.size(); begin = end + 1) {
    end = begin;
    while (end < blocks.size() && IsLinkedParagraph(page, blocks[end])) ++end;
    if (end == blocks.size() || !IsProse(blocks[begin - 1]) || !IsProse(blocks[end])) continue;
    for (size_t i = begin; i < end; ++i) blocks[i].link_letters = 0;
  }
}

}  // namespace akin

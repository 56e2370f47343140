#include "services/ingestion/parse/page/text_blocks.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "services/ingestion/parse/page/linked_paragraphs.h"
#include "services/ingestion/parse/text_builder.h"

namespace akin {
namespace {

class BlockFinder {
 public:
  BlockFinder(const PageTree& page, const std::vector<bool>& left_out)
      : page_(page), left_out_(left_out) {}

  std::vector<TextBlock> Find() {
    for (int i = 0; i < page_.size();) {
      Leave(i);
      if (left_out_[i]) {
        i = page_[i].end;
      } else {
        Enter(i++);
      }
    }
    Leave(page_.size());
    FinishBlock();
    ReadLinkedParagraphs(page_, blocks_);
    return std::move(blocks_);
  }

 private:
  void Enter(int i) {
    if (page_.IsText(i)) return AddText(i);
    if (!page_.IsElement(i)) return;
    if (page_[i].tag == GUMBO_TAG_BR) return BreakLine();
    after_break_ = after_break_ && page_[i].tag != GUMBO_TAG_IMG;
    if (IsBlockElement(page_[i].tag)) FinishBlock();
    if (page_[i].tag == GUMBO_TAG_TD || page_[i].tag == GUMBO_TAG_TH) text_.Add(" ");
    links_ += page_[i].tag == GUMBO_TAG_A;
    open_.push_back(i);
  }

  // Leaves the elements that end before `i`.
  void Leave(int i) {
    while (!open_.empty() && page_[open_.back()].end <= i) {
      const int left = open_.back();
      if (IsBlockElement(page_[left].tag)) FinishBlock();
      links_ -= page_[left].tag == GUMBO_TAG_A;
      open_.pop_back();
    }
  }

  void AddText(int i) {
    const absl::string_view raw = page_.RawText(i);
    text_.Add(raw);
    const int letters = CountLetters(raw);
    if (letters == 0) return;
    after_break_ = false;
    if (block_.letters == 0) {
      block_.first = i;
      block_.node = EnclosingBlock();
    }
    block_.letters += letters;
    if (links_ > 0) block_.link_letters += letters;
  }

  // Two breaks in a row are how a paragraph ends where there are no paragraphs.
  void BreakLine() {
    if (after_break_) FinishBlock();
    text_.BreakLine();
    after_break_ = true;
  }

  int EnclosingBlock() const {
    for (size_t at = open_.size(); at-- > 0;) {
      if (IsBlockElement(page_[open_[at]].tag)) return open_[at];
    }
    return 0;
  }

  void FinishBlock() {
    TextBlock block = std::exchange(block_, {});
    after_break_ = false;
    block.text = text_.Take();
    if (block.letters > 0) blocks_.push_back(std::move(block));
  }

  const PageTree& page_;
  const std::vector<bool>& left_out_;
  std::vector<TextBlock> blocks_;
  std::vector<int> open_;
  TextBuilder text_;
  TextBlock block_;
  int links_ = 0;
  bool after_break_ = false;
};

}  // namespace

std::vector<TextBlock> FindTextBlocks(const PageTree& page, const std::vector<bool>& left_out) {
  return BlockFinder(page, left_out).Find();
}

bool IsBlockElement(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_P:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_UL:
      return true;
    default:
      return false;
  }
}

int CountLetters(absl::string_view text) {
  int letters = 0;
  for (const unsigned char byte : text) {
    if (byte <= ' ' || (byte & 0xC0) == 0x80) continue;
    letters += byte >= 0xE3 && byte <= 0xED ? 3 : 1;
  }
  return letters;
}

}  // namespace akin

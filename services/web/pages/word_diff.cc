#include "services/web/pages/word_diff.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"

namespace akin {
namespace {

using Words = std::vector<absl::string_view>;

// Of the table of common subsequences; a long article in which every word is another has more.
constexpr size_t kMaxCells = 4'000'000;

// Words with the white space behind them.
Words SplitWords(absl::string_view text) {
  Words words;
  size_t begin = 0;
  for (size_t i = 1; i <= text.size(); ++i) {
    const bool ends =
        i == text.size() || (absl::ascii_isspace(text[i - 1]) && !absl::ascii_isspace(text[i]));
    if (!ends) continue;
    words.push_back(text.substr(begin, i - begin));
    begin = i;
  }
  return words;
}

class Differ {
 public:
  Differ(Words before, Words after) : before_(std::move(before)), after_(std::move(after)) {}

  std::vector<DiffStretch> Diff() {
    const size_t shorter = std::min(before_.size(), after_.size());
    size_t head = 0, tail = 0;
    while (head < shorter && before_[head] == after_[head]) ++head;
    while (tail < shorter - head &&
           before_[before_.size() - 1 - tail] == after_[after_.size() - 1 - tail])
      ++tail;
    for (size_t i = 0; i < head; ++i) Add(DiffStretch::kSame, before_[i]);
    DiffBetween(head, before_.size() - tail, head, after_.size() - tail);
    for (size_t i = before_.size() - tail; i < before_.size(); ++i)
      Add(DiffStretch::kSame, before_[i]);
    return std::move(out_);
  }

 private:
  void Add(DiffStretch::Kind kind, absl::string_view word) {
    if (out_.empty() || out_.back().kind != kind) out_.push_back({kind, ""});
    out_.back().text.append(word.data(), word.size());
  }

  // By the longest common subsequence of words.
  void DiffBetween(size_t a, size_t a_end, size_t b, size_t b_end) {
    const size_t rows = a_end - a, columns = b_end - b;
    const bool too_many = rows > 0 && columns > kMaxCells / rows;
    const size_t width = columns + 1;
    std::vector<uint16_t> common(too_many ? 0 : (rows + 1) * width);
    if (!too_many) {
      for (size_t i = rows; i-- > 0;) {
        for (size_t j = columns; j-- > 0;) {
          common[i * width + j] =
              before_[a + i] == after_[b + j]
                  ? common[(i + 1) * width + j + 1] + 1
                  : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
        }
      }
    }
    size_t i = 0, j = 0;
    while (!too_many && i < rows && j < columns) {
      if (before_[a + i] == after_[b + j]) {
        Add(DiffStretch::kSame, before_[a + i]);
        ++i, ++j;
      } else if (common[(i + 1) * width + j] >= common[i * width + j + 1]) {
        Add(DiffStretch::kRemoved, before_[a + i++]);
      } else {
        Add(DiffStretch::kAdded, after_[b + j++]);
      }
    }
    while (i < rows) Add(DiffStretch::kRemoved, before_[a + i++]);
    while (j < columns) Add(DiffStretch::kAdded, after_[b + j++]);
  }

  const Words before_, after_;
  std::vector<DiffStretch> out_;
};

}  // namespace

std::vector<DiffStretch> DiffWords(absl::string_view before, absl::string_view after) {
  return Differ(SplitWords(before), SplitWords(after)).Diff();
}

}  // namespace akin

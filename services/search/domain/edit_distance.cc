#include "services/search/domain/edit_distance.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <vector>

namespace akin {
namespace {

std::u32string CodePoints(absl::string_view text) {
  std::u32string points;
  const int32_t size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, size, c);
    points.push_back(static_cast<char32_t>(c));
  }
  return points;
}

}  // namespace

NearSpelling::NearSpelling(absl::string_view word, int max_edits)
    : word_(CodePoints(word)), max_edits_(max_edits) {}

int NearSpelling::EditsTo(absl::string_view other) const {
  const int too_many = max_edits_ + 1;
  const std::u32string letters = CodePoints(other);
  const size_t columns = letters.size();
  const size_t shorter = std::min(word_.size(), columns);
  if (std::max(word_.size(), columns) - shorter > static_cast<size_t>(max_edits_)) return too_many;
  if (shorter == 0 || word_[0] != letters[0]) return too_many;
  // Three rows of the table: two back, the last, and the one at hand.
  std::array<std::vector<int>, 3> rows;
  rows.fill(std::vector<int>(columns + 1, too_many));
  for (size_t j = 0; j <= columns; ++j) rows[0][j] = static_cast<int>(j);
  for (size_t i = 1; i <= word_.size(); ++i) {
    std::vector<int>& row = rows[i % 3];
    const std::vector<int>& last = rows[(i + 2) % 3];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= columns; ++j) {
      const int other_letter = word_[i - 1] == letters[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + other_letter});
      const bool swapped =
          i > 1 && j > 1 && word_[i - 1] == letters[j - 2] && word_[i - 2] == letters[j - 1];
      if (swapped) row[j] = std::min(row[j], rows[(i + 1) % 3][j - 2] + 1);
    }
    if (*std::min_element(row.begin(), row.end()) > max_edits_) return too_many;
  }
  return std::min(rows[word_.size() % 3][columns], too_many);
}

}  // namespace akin

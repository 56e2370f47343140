#include "services/search/xapian/vocabulary.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/column_error.h"
#include "common/status/status_macros.h"
#include "common/text/search_text.h"
#include "common/text/unicode.h"
#include "services/search/domain/edit_distance.h"
#include "services/search/xapian/schema.h"

namespace akin {
namespace {

constexpr size_t kMinWildcardLetters = 2;
constexpr size_t kMaxLookedAt = 500'000;
constexpr size_t kMaxNearTerms = 50;

// Counts the terms that begin so, no further than to `limit`.
size_t CountTerms(const Xapian::Database& database, const std::string& begin, size_t limit) {
  size_t count = 0;
  for (auto term = database.allterms_begin(begin);
       count < limit && term != database.allterms_end(begin); ++term) {
    ++count;
  }
  return count;
}

class WildcardCheck {
 public:
  WildcardCheck(const Xapian::Database& database, absl::string_view text)
      : database_(database), text_(text) {}

  absl::Status Check(const QueryNode& node) {
    const bool is_value = node.field == QueryField::kSource || node.field == QueryField::kLanguage;
    if (node.kind == QueryNode::Kind::kPrefix && !is_value) RETURN_IF_ERROR(CheckOne(node));
    for (const QueryNode& child : node.children) RETURN_IF_ERROR(Check(child));
    return absl::OkStatus();
  }

 private:
  // Of words without an end to be seen, all is the beginning of one: they are no wildcards.
  absl::Status CheckOne(const QueryNode& node) {
    const std::vector<SearchWord> words = AnalyzeForSearch(ToNfc(node.text)).words;
    if (words.empty() || words.back().is_character) return absl::OkStatus();
    const std::string& begin = words.back().folded;
    if (xapian_schema::CountLetters(begin) < kMinWildcardLetters) {
      return ColumnError("query", text_, node.begin,
                         absl::StrCat("want at least ", kMinWildcardLetters, " letters before *"));
    }
    words_ += CountTerms(database_, begin, kMaxWildcardWords + 1 - words_);
    if (words_ <= kMaxWildcardWords) return absl::OkStatus();
    return ColumnError("query", text_, node.begin,
                       absl::StrCat("more than ", kMaxWildcardWords,
                                    " words begin as wildcards want; give more letters"));
  }

  const Xapian::Database& database_;
  const absl::string_view text_;
  size_t words_ = 0;
};

// The first letter of `word`.
absl::string_view FirstLetter(absl::string_view word) {
  size_t size = 1;
  while (size < word.size() && (static_cast<unsigned char>(word[size]) & 0xC0) == 0x80) ++size;
  return word.substr(0, size);
}

}  // namespace

absl::Status CheckWildcards(const Xapian::Database& database, absl::string_view text,
                            const QueryNode& query) {
  return WildcardCheck(database, text).Check(query);
}

std::vector<NearTerm> NearTerms(const Xapian::Database& database, absl::string_view prefix,
                                absl::string_view word, int max_edits) {
  const NearSpelling spelling(word, max_edits);
  const std::string begin = absl::StrCat(prefix, FirstLetter(word));
  std::vector<std::tuple<int, int64_t, std::string>> near;
  size_t looked_at = 0;
  for (auto at = database.allterms_begin(begin); at != database.allterms_end(begin); ++at) {
    if (++looked_at > kMaxLookedAt) break;
    std::string term = *at;
    const int edits = spelling.EditsTo(absl::string_view(term).substr(prefix.size()));
    if (edits == 0 || edits > max_edits) continue;
    near.emplace_back(edits, -static_cast<int64_t>(at.get_termfreq()), std::move(term));
  }
  std::sort(near.begin(), near.end());
  if (near.size() > kMaxNearTerms) near.resize(kMaxNearTerms);
  std::vector<NearTerm> terms;
  for (auto& [edits, frequency, term] : near) terms.push_back({std::move(term), edits});
  return terms;
}

}  // namespace akin

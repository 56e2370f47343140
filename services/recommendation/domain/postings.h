#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_POSTINGS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_POSTINGS_H_

#include <cstdint>
#include <functional>
#include <vector>

namespace akin {

// The inverted index of the first stage: for each term the articles that have it, each with the
// term's weight there relative to the whole article. Weights leave the corpus's frequencies out,
// so that a posting never changes while its article does not; the query brings them in.
//
// Thread-compatible: reads may run together while nobody writes.
class Postings {
 public:
  struct Entry {
    uint32_t term;
    uint8_t weight;
  };
  struct QueryTerm {
    uint32_t term;
    uint32_t weight;  // At most kMaxQueryWeight.
  };
  struct Match {
    uint32_t article;
    uint32_t score;  // Comparable within one query only.
  };

  static constexpr uint32_t kMaxArticles = 1u << 26;
  static constexpr uint32_t kMaxQueryWeight = 1u << 12;

  // `entries` without repeated terms. `article` must not be there already.
  void Add(uint32_t article, const std::vector<Entry>& entries);
  // Removes what Add(article, entries) added.
  void Remove(uint32_t article, const std::vector<Entry>& entries);

  // Calls `visit` with matches by falling score until it returns false, exact over all postings of
  // the query's terms. Among equal scores `before(a, b)` decides.
  void Search(const std::vector<QueryTerm>& query,
              const std::function<bool(uint32_t, uint32_t)>& before,
              const std::function<bool(const Match&)>& visit) const;

  size_t count() const { return count_; }
  size_t memory_bytes() const;

 private:
  // An article in the upper 26 bits, its weight's level in the lower 6.
  using Posting = uint32_t;

  std::vector<std::vector<Posting>> lists_;  // By term; each ascending.
  size_t count_ = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_POSTINGS_H_

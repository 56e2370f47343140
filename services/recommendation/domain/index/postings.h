#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_POSTINGS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_POSTINGS_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "services/recommendation/domain/index/posting_list.h"
#include "services/recommendation/domain/tables/paged_vector.h"

namespace akin {

// The inverted index of the first stage: for each term the articles that have it, each with the
// term's weight there relative to the whole article. Weights leave the corpus's frequencies out,
// so that a posting never changes while its article does not; the query brings them in.
//
// A term that many articles have keeps those where it weighs much apart from the others, so that a
// search reads the few postings that matter first and need not read the rest.
//
// Thread-compatible: reads may run together while nobody writes. What a search finds depends on
// which articles are in the index alone, not on the order of arrival or on what was removed.
class Postings {
 public:
  struct Entry {
    uint32_t term;
    uint8_t weight;
  };
  struct QueryTerm {
    uint32_t term;
    uint32_t weight;  // At most kMaxQueryWeight.
    uint64_t key;     // Decides between equal terms, as ids depend on the order of arrival.
  };
  struct Match {
    uint32_t article;
    uint32_t score;  // See kUnitScore.
  };

  // How far a search goes. Lists are read by falling weight, each whole or not at all.
  struct Effort {
    size_t postings = std::numeric_limits<size_t>::max();  // That are read, at most.
    // The first lists with about so many find articles; further ones only add to the scores of
    // those.
    size_t finding = std::numeric_limits<size_t>::max();
  };

  static constexpr uint32_t kMaxQueryWeight = 1u << 12;
  // The score of a query of unit length, times kMaxQueryWeight, with an article of unit length.
  static constexpr uint32_t kUnitScore = 1u << 20;

  // `entries` without repeated terms. `article` must be larger than all that were added before.
  void Add(uint32_t article, const std::vector<Entry>& entries);
  // The same for many articles, in pieces: see Builder. GrowTo says how many articles there are.
  static constexpr uint32_t kShards = 8;
  class Builder;
  void GrowTo(uint32_t articles) { gone_.resize(std::max<size_t>(gone_.size(), articles)); }
  // Removes what Add(article, entries) added; the article's number is not used again.
  void Remove(uint32_t article, const std::vector<Entry>& entries);

  // What a search found.
  class Matches {
   public:
    // The best of those that are left, about `count` of them or all, in no order: which are in
    // it does not depend on the order of arrival. Empty when none are left. Valid until the next
    // call.
    absl::Span<const Match> NextBest(size_t count);

    // Whether no match was left out for want of effort.
    bool complete() const { return complete_; }

   private:
    friend class Postings;
    std::vector<Match> matches_;
    size_t taken_ = 0;
    bool complete_ = true;
  };

  Matches Search(std::vector<QueryTerm> query, const Effort& effort) const;

  // Articles that have the term.
  uint32_t live(uint32_t term) const;
  size_t count() const;
  size_t memory_bytes() const;

 private:
  struct Term {
    PostingList list;
    uint32_t strong = 0;  // One past the place in strong_ where the list is split; else 0.
  };
  // A list to read.
  struct Unit {
    const PostingArena* arena;
    const PostingList* list;
    const PostingList* more;  // Of the same term, read with it; may be null.
    uint64_t impact;
    uint32_t weight;
    uint64_t key;

    size_t live() const { return list->live() + (more != nullptr ? more->live() : 0); }
  };

  // The terms whose number is the shard's, modulo kShards.
  struct Shard {
    PostingArena arena;
    PagedVector<Term> terms;
    std::vector<PostingList> strong;
    size_t count = 0;
  };

  Shard& ShardOf(uint32_t term) { return shards_[term % kShards]; }
  const Shard& ShardOf(uint32_t term) const { return shards_[term % kShards]; }
  void Append(Shard& shard, Term& term, uint32_t article, uint32_t level);
  void Split(Shard& shard, Term& term);
  void Drop(PostingArena& arena, PostingList& list);
  static PostingList& ListFor(Shard& shard, Term& term, uint32_t level);
  void AddUnits(const QueryTerm& query, std::vector<Unit>& units) const;

  std::array<Shard, kShards> shards_;
  std::vector<bool> gone_;  // By article.
};

// Adds many articles to the shards from `first` to before `end`; a term's shard is its number
// modulo kShards. Threads may build different shards side by side, each giving all articles. What a
// posting is written to is hardly ever near, so each waits in a queue while it is fetched: what was
// added is in place once the builder is gone. One thread.
class Postings::Builder {
 public:
  Builder(Postings& postings, uint32_t first_shard, uint32_t end_shard)
      : postings_(postings), first_shard_(first_shard), end_shard_(end_shard) {}
  ~Builder();
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;

  // As Postings::Add.
  void Add(uint32_t article, const std::vector<Entry>& entries);

 private:
  struct Waiting {
    Shard* shard;
    Term* term;
    uint32_t article;
    uint32_t level;
  };
  static constexpr size_t kAhead = 16;  // Postings between the steps of one.

  void Push(uint32_t article, uint32_t term, uint32_t level);
  void FetchList(const Waiting& posting);
  void Place(const Waiting& posting);
  Waiting& At(size_t number) { return queue_[number % queue_.size()]; }

  Postings& postings_;
  const uint32_t first_shard_, end_shard_;
  std::vector<Entry> own_;
  std::array<Waiting, 2 * kAhead> queue_;
  size_t pushed_ = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_POSTINGS_H_

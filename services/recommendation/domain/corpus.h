#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_CORPUS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_CORPUS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/recommendation/domain/analysis.h"
#include "services/recommendation/domain/document.h"
#include "services/recommendation/domain/postings.h"
#include "services/recommendation/domain/semantic_model.h"
#include "services/recommendation/domain/shingle_counts.h"
#include "services/recommendation/domain/vocabulary.h"

namespace akin {

// An article's place in a Corpus; not used again after its removal or replacement.
using ArticleIndex = uint32_t;
inline constexpr ArticleIndex kNoArticle = ~ArticleIndex{0};

// An article in the terms of one corpus.
struct IndexedArticle {
  struct Term {
    uint32_t id;
    uint8_t weight;
    bool in_title : 1;
    bool is_name : 1;
  };

  bool alive = false;
  bool stored = false;  // False for a seed that is only compared.
  uint64_t tie_break = 0;
  DocMeta meta;
  std::string headline;
  std::vector<Term> terms;       // Ascending by id.
  uint64_t unknown_squares = 0;  // Squared weights of words that no stored article has, summed.
  std::vector<std::string> names;
  std::vector<std::string> numbers;
  uint32_t title_numbers = 0;
  std::vector<uint32_t> shingles;  // Ascending.
  uint32_t words = 0;
  uint16_t language = 0;
  SemanticVector semantic;
};

// All live articles, the words they consist of and the index over them. Thread-compatible: reads
// may run together while nobody writes.
class Corpus {
 public:
  // Adds the article; in place of an earlier one of its id, whose story it takes over.
  ArticleIndex Put(const Analysis& analysis);
  void Remove(ArticleIndex article);

  // The analysed text as if it were stored; words that no stored article has are left out.
  IndexedArticle Transient(const Analysis& analysis) const;

  ArticleIndex Find(absl::string_view id) const;
  const IndexedArticle& article(ArticleIndex index) const { return *articles_[index]; }
  void SetStory(ArticleIndex index, absl::string_view story);

  // One past the largest index; some below may not be alive.
  ArticleIndex end() const { return static_cast<ArticleIndex>(articles_.size()); }
  size_t size() const { return ids_.size(); }

  // The order that decides between equals, free of arrival and indexes.
  bool Before(ArticleIndex a, ArticleIndex b) const;

  // A term's weight in scoring: frequency times idf, an integer below 2^20.
  uint32_t Weight(const IndexedArticle& article, const IndexedArticle::Term& term) const;

  // The weight if the article were compared with a seed that has the term too and is not stored.
  uint32_t WeightBesideSeed(const IndexedArticle::Term& term) const {
    return term.weight * vocabulary_.IdfWithOneMore(term.id);
  }
  // The weight that a word of this article alone would have.
  uint32_t UniqueWeight(const IndexedArticle& article, uint32_t weight) const {
    return weight * vocabulary_.IdfOfUnique(article.language);
  }

  // Live articles that share terms with `seed`, best first, until `visit` returns false. True if
  // none was left out for want of effort.
  bool Search(const IndexedArticle& seed, const Postings::Effort& effort,
              const std::function<bool(ArticleIndex)>& visit) const;

  const Vocabulary& vocabulary() const { return vocabulary_; }
  const ShingleCounts& shingle_counts() const { return shingle_counts_; }

  // What a model is learned from: (a fair sample of) the articles; a pure read.
  std::vector<SemanticModel::Sample> SampleForTraining() const;
  // An article's vector by `model`; a pure read.
  SemanticVector Project(const SemanticModel& model, ArticleIndex article) const;
  // Uses `model` from now on; `vectors` are Project(*model, …) of each, empty for the dead.
  void SetSemantics(std::shared_ptr<const SemanticModel> model,
                    std::vector<SemanticVector> vectors);
  const SemanticModel* semantics() const { return semantics_.get(); }

  const Postings& postings() const { return postings_; }
  size_t memory_bytes() const;

 private:
  std::vector<Postings::Entry> EntriesOf(const IndexedArticle& article) const;
  SemanticModel::Sample SampleOf(const IndexedArticle& article) const;
  void Forget(ArticleIndex article);
  void Count(const IndexedArticle& article);
  void Uncount(const IndexedArticle& article);
  void ResizeShingleCounts();

  Vocabulary vocabulary_;
  Postings postings_;
  ShingleCounts shingle_counts_;
  std::shared_ptr<const SemanticModel> semantics_;
  std::vector<std::unique_ptr<IndexedArticle>> articles_;
  absl::flat_hash_map<std::string, ArticleIndex> ids_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_CORPUS_H_

#include "services/recommendation/domain/vectors.h"

#include <algorithm>
#include <cmath>

namespace akin {
namespace {

double SquaredLength(double norm, const SemanticView& semantic, double semantic_share) {
  return (norm > 0 ? 1 - semantic_share : 0) + (semantic.empty() ? 0 : semantic_share);
}

double SquaredLength(const ArticleVector& v, double semantic_share) {
  return SquaredLength(v.norm, v.semantic, semantic_share);
}

double Joint(double lexical, double semantic, double lengths, double semantic_share) {
  if (lengths == 0) return 0;
  return ((1 - semantic_share) * lexical + semantic_share * semantic) / std::sqrt(lengths);
}

// What VectorOf makes, term by term in ascending order.
class VectorMaker {
 public:
  VectorMaker(const Corpus& corpus, size_t terms, const WeightTable* unstored_seed)
      : corpus_(corpus), unstored_seed_(unstored_seed) {
    vector_.entries.reserve(terms);
  }

  void Add(uint32_t term, uint32_t frequency_weight, uint32_t idf) {
    const bool in_seed = unstored_seed_ != nullptr && unstored_seed_->WeightOf(term) > 0;
    const uint32_t weight =
        in_seed ? corpus_.WeightBesideSeed(term, frequency_weight) : frequency_weight * idf;
    if (weight == 0) {
      unique_squares_ += uint64_t{frequency_weight} * frequency_weight;
      return;
    }
    vector_.entries.push_back({term, weight});
    squares_ += uint64_t{weight} * weight;
  }

  ArticleVector Finish(SemanticView semantic, uint64_t unknown_squares, uint16_t language) {
    const double squares = static_cast<double>(squares_);
    const double unique_squares = static_cast<double>(unique_squares_ + unknown_squares);
    const double unique_idf = corpus_.vocabulary().IdfOfUnique(language);
    vector_.norm = std::sqrt(squares);
    vector_.full_norm = std::sqrt(squares + unique_squares * unique_idf * unique_idf);
    vector_.semantic = semantic;
    return std::move(vector_);
  }

 private:
  const Corpus& corpus_;
  const WeightTable* unstored_seed_;
  ArticleVector vector_;
  uint64_t squares_ = 0;
  uint64_t unique_squares_ = 0;
};

}  // namespace

ArticleVector VectorOf(const Corpus& corpus, const IndexedArticle& article,
                       const WeightTable* unstored_seed) {
  VectorMaker maker(corpus, article.terms.size(), unstored_seed);
  for (const IndexedArticle::Term& term : article.terms) {
    const Vocabulary& words = corpus.vocabulary();
    maker.Add(term.id, term.weight,
              article.stored ? words.Idf(term.id) : words.IdfWithOneMore(term.id));
  }
  return maker.Finish(article.semantic, article.unknown_squares, article.language);
}

ArticleVector VectorOf(const Corpus& corpus, ArticleIndex article,
                       const WeightTable* unstored_seed) {
  const ArticleRecord record = corpus.record(article);
  const Vocabulary& words = corpus.vocabulary();
  const uint32_t base = words.IdfBase(record.language());
  VectorMaker maker(corpus, record.term_count(), unstored_seed);
  record.ForEachTerm(
      [&](uint32_t term, uint32_t weight) { maker.Add(term, weight, words.Idf(term, base)); });
  return maker.Finish(corpus.semantic(article), 0, record.language());
}

WeightTable::WeightTable(const ArticleVector& vector) {
  while (!Fill(vector)) --shift_;
}

// False if some bucket is too small.
bool WeightTable::Fill(const ArticleVector& vector) {
  buckets_.assign(size_t{1} << (32 - shift_), Bucket());
  for (const ArticleVector::Entry& entry : vector.entries) {
    Bucket& bucket = buckets_[(entry.term * kSpread) >> shift_];
    int place = 0;
    while (place < kPlaces && bucket.terms[place] != kNoTerm) ++place;
    if (place == kPlaces) return false;
    bucket.terms[place] = entry.term;
    bucket.weights[place] = entry.weight;
  }
  return true;
}

double JointCosine(const Corpus& corpus, const ArticleVector& a, const WeightTable& table,
                   ArticleIndex b, bool a_is_stored, double semantic_share) {
  const ArticleRecord record = corpus.record(b);
  const Vocabulary& words = corpus.vocabulary();
  const uint32_t base = words.IdfBase(record.language());
  uint64_t dot = 0;
  uint64_t squares = 0;
  record.ForEachTerm([&](uint32_t term, uint32_t frequency_weight) {
    const uint64_t of_a = table.WeightOf(term);
    const uint64_t weight = !a_is_stored && of_a > 0
                                ? corpus.WeightBesideSeed(term, frequency_weight)
                                : frequency_weight * words.Idf(term, base);
    squares += weight * weight;
    dot += weight * of_a;
  });
  const double norm = std::sqrt(static_cast<double>(squares));
  const double product = a.norm * norm;
  const double lexical = product > 0 ? std::min(1.0, static_cast<double>(dot) / product) : 0;
  const SemanticView semantic = corpus.semantic(b);
  return Joint(lexical, SemanticCosine(a.semantic, semantic),
               SquaredLength(a, semantic_share) * SquaredLength(norm, semantic, semantic_share),
               semantic_share);
}

}  // namespace akin

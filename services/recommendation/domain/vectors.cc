#include "services/recommendation/domain/vectors.h"

#include <algorithm>
#include <cmath>

namespace akin {
namespace {

// A unit vector's length in the integers of SmoothedVector: sums of a thousand products of two such
// stay below 2^53, where doubles are exact.
constexpr double kUnit = 1 << 18;
constexpr size_t kMinSlots = 2048;

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

double LexicalCosine(const ArticleVector& a, const ArticleVector& b) {
  if (a.norm == 0 || b.norm == 0) return 0;
  uint64_t dot = 0;
  for (size_t i = 0, j = 0; i < a.entries.size() && j < b.entries.size();) {
    const uint32_t x = a.entries[i].term;
    const uint32_t y = b.entries[j].term;
    if (x == y) dot += uint64_t{a.entries[i].weight} * b.entries[j].weight;
    i += x <= y;
    j += y <= x;
  }
  return std::min(1.0, static_cast<double>(dot) / (a.norm * b.norm));
}

double TextCosine(const ArticleVector& a, const ArticleVector& b) {
  if (a.norm == 0 || b.norm == 0) return 0;
  return LexicalCosine(a, b) * (a.norm / a.full_norm) * (b.norm / b.full_norm);
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

SmoothedVector::SmoothedVector(double semantic_share) : semantic_share_(semantic_share) {}

void SmoothedVector::Clear() {
  for (const uint32_t slot : used_) slots_[slot] = {kNoTerm, 0};
  used_.clear();
  semantic_.clear();
}

void SmoothedVector::Add(const ArticleVector& vector, double coefficient) {
  const double length = SquaredLength(vector, semantic_share_);
  if (length == 0) return;
  const double unit = coefficient / std::sqrt(length);
  if (vector.norm > 0) {
    const double scale = unit * std::sqrt(1 - semantic_share_) * kUnit / vector.norm;
    for (const ArticleVector::Entry& entry : vector.entries) {
      SlotOf(entry.term).weight += static_cast<int32_t>(entry.weight * scale + 0.5);
    }
  }
  const SemanticView& semantic = vector.semantic;
  if (semantic.empty()) return;
  semantic_.resize(semantic.size);
  const double scale = unit * std::sqrt(semantic_share_) * kUnit / semantic.norm;
  for (size_t i = 0; i < semantic.size; ++i) semantic_[i] += semantic.values[i] * scale;
}

double SmoothedVector::Cosine(const SmoothedVector& a, const SmoothedVector& b) {
  const double squares = a.SquaredNorm() * b.SquaredNorm();
  if (squares == 0) return 0;
  const SmoothedVector& fewer = a.used_.size() < b.used_.size() ? a : b;
  const SmoothedVector& more = &fewer == &a ? b : a;
  int64_t words = 0;
  for (const uint32_t slot : fewer.used_) {
    words += int64_t{fewer.slots_[slot].weight} * more.WeightOf(fewer.slots_[slot].term);
  }
  double dot = static_cast<double>(words);
  const size_t dimensions = std::min(a.semantic_.size(), b.semantic_.size());
  for (size_t i = 0; i < dimensions; ++i) dot += a.semantic_[i] * b.semantic_[i];
  return std::clamp(dot / std::sqrt(squares), 0.0, 1.0);
}

SmoothedVector::Slot& SmoothedVector::SlotOf(uint32_t term) {
  if (2 * used_.size() >= slots_.size()) Grow();
  const uint32_t mask = static_cast<uint32_t>(slots_.size() - 1);
  uint32_t at = (term * 0x9e3779b1u) & mask;
  while (slots_[at].term != term && slots_[at].term != kNoTerm) at = (at + 1) & mask;
  if (slots_[at].term == kNoTerm) {
    slots_[at].term = term;
    used_.push_back(at);
  }
  return slots_[at];
}

int32_t SmoothedVector::WeightOf(uint32_t term) const {
  if (slots_.empty()) return 0;
  const uint32_t mask = static_cast<uint32_t>(slots_.size() - 1);
  uint32_t at = (term * 0x9e3779b1u) & mask;
  while (slots_[at].term != term && slots_[at].term != kNoTerm) at = (at + 1) & mask;
  return slots_[at].weight;
}

void SmoothedVector::Grow() {
  std::vector<Slot> old(std::max(kMinSlots, 2 * slots_.size()), {kNoTerm, 0});
  old.swap(slots_);
  used_.clear();
  for (const Slot& slot : old) {
    if (slot.term != kNoTerm) SlotOf(slot.term).weight = slot.weight;
  }
}

double SmoothedVector::SquaredNorm() const {
  int64_t words = 0;
  for (const uint32_t slot : used_) words += int64_t{slots_[slot].weight} * slots_[slot].weight;
  double sum = static_cast<double>(words);
  for (const double value : semantic_) sum += value * value;
  return sum;
}

}  // namespace akin

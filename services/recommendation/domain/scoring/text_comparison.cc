#include "services/recommendation/domain/scoring/text_comparison.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "services/recommendation/domain/scoring/score.h"
#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

double ShingleWeight(const ShingleCounts& counts, uint32_t shingle) {
  const double ratio = counts.Count(shingle) / kCommonShingle;
  return 1 / (1 + ratio * ratio);
}

using Shingles = absl::Span<const uint32_t>;

Shingles Below(const ShingleSketch& sketch, uint32_t limit) {
  return Shingles(sketch.shingles).subspan(0, sketch.CountBelow(limit));
}

// The shingles of two articles as far as both sketches can tell.
class ShinglePair {
 public:
  ShinglePair(const ShingleSketch& a, const ShingleSketch& b)
      : a_(Below(a, std::min(a.limit, b.limit))), b_(Below(b, std::min(a.limit, b.limit))) {
    for (size_t i = 0, j = 0; i < a_.size() && j < b_.size();) {
      const uint32_t x = a_[i];
      const uint32_t y = b_[j];
      shared_[count_] = x;
      count_ += x == y;
      i += x <= y;
      j += y <= x;
    }
  }

  Shingles shared() const { return Shingles(shared_.data(), count_); }
  // Of the smaller one.
  double SharedPart() const {
    return count_ == 0 ? 0 : static_cast<double>(count_) / std::min(a_.size(), b_.size());
  }

  // The same by weight.
  template <typename Weight>
  double Containment(const Weight& weight) const {
    if (count_ == 0) return 0;  // As most have: weights are far apart in memory.
    const auto sum = [&weight](Shingles shingles) {
      double weights = 0;
      for (const uint32_t shingle : shingles) weights += weight(shingle);
      return weights;
    };
    const double smaller = std::min(sum(a_), sum(b_));
    return smaller > 0 ? std::min(1.0, sum(shared()) / smaller) : 0;
  }

 private:
  const Shingles a_, b_;
  // One more is written than counts.
  std::array<uint32_t, ShingleSketch::kMaxShingles + 1> shared_;
  size_t count_ = 0;
};

}  // namespace

// What the words of two articles add up to: of both, the square of the length, and with the words
// that no other article has.
struct TextComparison::WordSums {
  double dot = 0;
  double of_seed = 0, of_other = 0;
  double all_of_seed = 0, all_of_other = 0;

  double Cosine() const { return CosineWith(of_seed * of_other); }
  double FullCosine() const { return CosineWith(all_of_seed * all_of_other); }

 private:
  double CosineWith(double squares) const {
    return squares > 0 ? std::min(1.0, dot / std::sqrt(squares)) : 0;
  }
};

TextComparison::TextComparison(const Corpus& corpus, const IndexedArticle& article)
    : corpus_(corpus), article_(article), vector_(VectorOf(corpus, article)), table_(vector_) {}

template <typename LeftOut>
TextComparison::WordSums TextComparison::SumWords(ArticleIndex other,
                                                  const LeftOut& left_out) const {
  const ArticleRecord record = corpus_.record(other);
  const Vocabulary& words = corpus_.vocabulary();
  const uint32_t base = words.IdfBase(record.language());
  uint64_t dot = 0, squares = 0, unique_squares = 0;
  record.ForEachTerm([&](uint32_t term, uint32_t frequency_weight) {
    if (left_out(term)) return;
    const uint64_t of_seed = table_.WeightOf(term);
    const uint64_t weight = !article_.stored && of_seed > 0
                                ? corpus_.WeightBesideSeed(term, frequency_weight)
                                : frequency_weight * words.Idf(term, base);
    dot += weight * of_seed;
    squares += weight * weight;
    unique_squares += weight == 0 ? uint64_t{frequency_weight} * frequency_weight : 0;
  });
  const double unique_idf = words.IdfOfUnique(record.language());
  const double of_other = static_cast<double>(squares);
  return {.dot = static_cast<double>(dot),
          .of_seed = vector_.norm * vector_.norm,
          .of_other = of_other,
          .all_of_seed = vector_.full_norm * vector_.full_norm,
          .all_of_other = of_other + static_cast<double>(unique_squares) * unique_idf * unique_idf};
}

void TextComparison::CompareWords(ArticleIndex other, PairFeatures& features) const {
  const WordSums sums = SumWords(other, [](uint32_t) { return false; });
  features.lexical_cosine = sums.Cosine();
  features.text_cosine = features.own_cosine = sums.FullCosine();
}

// False if hardly anything is left of either: then they are copies of one another.
bool TextComparison::CompareWordsWithout(const SharedForm& form, ArticleIndex other,
                                         PairFeatures& features) const {
  const WordSums all = SumWords(other, [](uint32_t) { return false; });
  WordSums own = SumWords(other, [&form](uint32_t term) { return form.HasTerm(term); });
  double of_form = 0;
  for (const ArticleVector::Entry& entry : vector_.entries) {
    if (form.HasTerm(entry.term)) of_form += static_cast<double>(entry.weight) * entry.weight;
  }
  own.of_seed = std::max(0.0, own.of_seed - of_form);
  own.all_of_seed = std::max(0.0, own.all_of_seed - of_form);
  if (own.all_of_seed < kLeastOwnShare * all.all_of_seed &&
      own.all_of_other < kLeastOwnShare * all.all_of_other) {
    return false;
  }
  features.own_cosine = std::min(features.text_cosine, own.FullCosine());
  return true;
}

absl::optional<SharedForm> TextComparison::ComparePhrases(ArticleIndex other,
                                                          const ShingleSketch& shingles,
                                                          PairFeatures& features,
                                                          bool heed_forms) const {
  const ShinglePair pair(article_.shingles, shingles);
  const ShingleCounts& counts = corpus_.counts().shingles;
  const auto weight = [&counts](uint32_t shingle) { return ShingleWeight(counts, shingle); };
  features.shingle_containment = pair.Containment(weight);
  features.shared_phrases = pair.SharedPart();
  if (!heed_forms || features.shared_phrases < kLeastFormShare) return absl::nullopt;
  const SharedForm form(corpus_, article_.meta, corpus_.meta(other), pair.shared());
  if (!form.exists() || !CompareWordsWithout(form, other, features)) return absl::nullopt;
  features.shingle_containment = pair.Containment(
      [&](uint32_t shingle) { return form.HasShingle(shingle) ? 0 : weight(shingle); });
  return form;
}

double TextComparison::DuplicateScore(ArticleIndex other, const ShingleSketch& shingles) const {
  PairFeatures features;
  Compare(other, shingles, features);
  return DuplicateScoreOf(features);
}

}  // namespace akin

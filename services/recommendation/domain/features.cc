#include "services/recommendation/domain/features.h"

#include <algorithm>
#include <cmath>

#include "services/recommendation/domain/score.h"
#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

struct Overlap {
  double a = 0;       // Weight of a's things,
  double b = 0;       // of b's,
  double shared = 0;  // and of those in both.

  void Add(double weight, bool is_shared) {
    b += weight;
    if (is_shared) shared += weight;
  }
  double OfSmaller() const {
    const double smaller = std::min(a, b);
    return smaller > 0 ? std::min(1.0, shared / smaller) : 0;
  }
};

double TitleCosine(const Overlap& titles) {
  const double product = titles.a * titles.b;
  return product > 0 ? std::min(1.0, titles.shared / std::sqrt(product)) : 0;
}

bool Contains(const std::vector<absl::string_view>& values, absl::string_view value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

double NumberOverlap(const IndexedArticle& a, const IndexedArticle& b) {
  Overlap overlap{.a = static_cast<double>(a.numbers.size()),
                  .b = static_cast<double>(b.numbers.size())};
  for (const absl::string_view number : a.numbers) overlap.shared += Contains(b.numbers, number);
  return overlap.OfSmaller();
}

// Share of the numbers in one title that the other text, which has numbers too, does not mention.
double NumberConflict(const IndexedArticle& a, const IndexedArticle& b) {
  if (a.numbers.empty() || b.numbers.empty()) return 0;
  int numbers = 0;
  int missing = 0;
  const auto count = [&](const IndexedArticle& title, const IndexedArticle& text) {
    for (uint32_t i = 0; i < title.title_numbers; ++i) {
      ++numbers;
      missing += !Contains(text.numbers, title.numbers[i]);
    }
  };
  count(a, b);
  count(b, a);
  return numbers == 0 ? 0 : static_cast<double>(missing) / numbers;
}

double ShingleWeight(const ShingleCounts& counts, uint32_t shingle) {
  const double ratio = counts.Count(shingle) / kCommonShingle;
  return 1 / (1 + ratio * ratio);
}

double ShingleWeights(const ShingleCounts& counts, const uint32_t* begin, const uint32_t* end) {
  double sum = 0;
  for (; begin != end; ++begin) sum += ShingleWeight(counts, *begin);
  return sum;
}

// Of the smaller of what both sketches can tell.
double ShingleContainment(const ShingleCounts& counts, const ShingleSketch& a,
                          const ShingleSketch& b) {
  const uint32_t limit = std::min(a.limit, b.limit);
  const size_t a_end = a.CountBelow(limit);
  const size_t b_end = b.CountBelow(limit);
  Overlap overlap;
  for (size_t i = 0, j = 0; i < a_end && j < b_end;) {
    const uint32_t x = a.shingles[i];
    const uint32_t y = b.shingles[j];
    if (x == y) overlap.shared += ShingleWeight(counts, x);
    i += x <= y;
    j += y <= x;
  }
  if (overlap.shared == 0) return 0;  // As most have: counts are far apart in memory.
  overlap.a = ShingleWeights(counts, a.shingles.data(), a.shingles.data() + a_end);
  overlap.b = ShingleWeights(counts, b.shingles.data(), b.shingles.data() + b_end);
  return overlap.OfSmaller();
}

double LengthRatio(const IndexedArticle& a, const IndexedArticle& b) {
  const uint32_t longer = std::max(a.words, b.words);
  return longer == 0 ? 0 : static_cast<double>(std::min(a.words, b.words)) / longer;
}

// Nearer ones weigh more. A copy would only add what is there already, and leave less room for
// others.
std::vector<SmoothingPart> PartsOf(const std::vector<Neighbour>& neighbours, double smoothing) {
  std::vector<SmoothingPart> parts;
  double sum = kLeastNearness;
  for (const Neighbour& n : neighbours) {
    if (parts.size() == kSmoothingNeighbours) break;
    if (n.similarity >= kCopyAmongNeighbours) continue;
    parts.push_back({n.article, std::pow(std::max(n.similarity, 0.0), kNearnessPower)});
    sum += parts.back().share;
  }
  for (SmoothingPart& part : parts) part.share *= smoothing / sum;
  return parts;
}

// Of a handful of articles the nearest are simply all there are.
double SmoothingAmong(size_t articles) {
  return kSmoothing * std::min(1.0, static_cast<double>(articles) / kArticlesToSmooth);
}

double HoursApart(const MetaView& a, const MetaView& b) {
  const absl::Time x = a.EventTime();
  const absl::Time y = b.EventTime();
  if (x == absl::InfinitePast() || y == absl::InfinitePast()) return -1;
  return absl::ToDoubleHours(x > y ? x - y : y - x);
}

}  // namespace

Comparison::Comparison(const Corpus& corpus, const Neighbours& neighbours,
                       const IndexedArticle& article)
    : corpus_(corpus),
      neighbours_(neighbours),
      article_(article),
      vector_(VectorOf(corpus, article)),
      table_(vector_),
      smoothing_(SmoothingAmong(corpus.vocabulary().articles(article.language))) {
  for (const IndexedArticle::Term& term : article.terms) {
    const uint32_t idf = corpus.vocabulary().IdfWithOneMore(term.id);
    if (term.in_title) title_idfs_ += idf;
    if (term.is_name) name_idfs_ += idf;
    if (term.in_title || term.is_name) marked_.emplace(term.id, term);
  }
}

double Comparison::Joint(ArticleIndex other) const {
  return JointCosine(corpus_, vector_, table_, other, article_.stored, kSemanticShare);
}

void Comparison::Smooth(const std::vector<Neighbour>& candidates) {
  const ArticleIndex self = article_.stored ? corpus_.Find(article_.meta.id) : kNoArticle;
  smoothed_ = std::make_unique<SmoothedComparison>(corpus_, kSemanticShare);
  smoothed_->SetSeed(vector_,
                     PartsOf(self == kNoArticle ? candidates : neighbours_.Of(self), smoothing_));
}

double Comparison::Smoothed(ArticleIndex other) {
  const std::vector<SmoothingPart> parts = PartsOf(neighbours_.Of(other), smoothing_);
  if (article_.stored) return smoothed_->Cosine(other, nullptr, parts);
  const ArticleVector beside_seed = VectorOf(corpus_, other, &table_);
  return smoothed_->Cosine(other, &beside_seed, parts);
}

void Comparison::CompareWords(const IndexedArticle& other, PairFeatures& f) const {
  const Vocabulary& words = corpus_.vocabulary();
  const uint32_t base = words.IdfBase(other.language);
  uint64_t dot = 0, squares = 0, unique_squares = 0;
  Overlap titles{.a = title_idfs_}, names{.a = name_idfs_};
  for (const IndexedArticle::Term& term : other.terms) {
    const uint64_t of_seed = table_.WeightOf(term.id);
    const uint64_t weight = !article_.stored && of_seed > 0
                                ? corpus_.WeightBesideSeed(term.id, term.weight)
                                : term.weight * words.Idf(term.id, base);
    dot += weight * of_seed;
    squares += weight * weight;
    if (weight == 0) unique_squares += uint64_t{term.weight} * term.weight;
    if (!term.in_title && !term.is_name) continue;
    const double idf = words.IdfWithOneMore(term.id, other.language);
    const auto marked = of_seed > 0 ? marked_.find(term.id) : marked_.end();
    const bool is_marked = marked != marked_.end();
    if (term.in_title) titles.Add(idf, is_marked && marked->second.in_title);
    if (term.is_name) names.Add(idf, is_marked && marked->second.is_name);
  }
  const double norm = std::sqrt(static_cast<double>(squares));
  const double unique = words.IdfOfUnique(other.language);
  const double full_norm = std::sqrt(static_cast<double>(squares) +
                                     static_cast<double>(unique_squares) * unique * unique);
  const double product = vector_.norm * norm;
  f.lexical_cosine = product > 0 ? std::min(1.0, static_cast<double>(dot) / product) : 0;
  f.text_cosine =
      product > 0 ? f.lexical_cosine * (vector_.norm / vector_.full_norm) * (norm / full_norm) : 0;
  f.title_cosine = TitleCosine(titles);
  f.name_overlap = names.OfSmaller();
}

double Comparison::DuplicateScore(const IndexedArticle& other) const {
  PairFeatures f;
  CompareWords(other, f);
  f.shingle_containment =
      ShingleContainment(corpus_.shingle_counts(), article_.shingles, other.shingles);
  return DuplicateScoreOf(f);
}

PairFeatures Comparison::Features(const IndexedArticle& other) const {
  PairFeatures f;
  CompareWords(other, f);
  f.semantic_cosine = SemanticCosine(article_.semantic, other.semantic);
  f.number_overlap = NumberOverlap(article_, other);
  f.number_conflict = NumberConflict(article_, other);
  f.shingle_containment =
      ShingleContainment(corpus_.shingle_counts(), article_.shingles, other.shingles);
  f.length_ratio = LengthRatio(article_, other);
  f.hours_apart = HoursApart(article_.meta, other.meta);
  f.same_language = article_.meta.language == other.meta.language;
  f.same_source = article_.meta.source == other.meta.source;
  f.same_story = !article_.meta.story.empty() && article_.meta.story == other.meta.story;
  return f;
}

}  // namespace akin

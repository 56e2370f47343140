#include "services/recommendation/domain/features.h"

#include <algorithm>
#include <cmath>

#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

struct Overlap {
  double a = 0;       // Weight of a's things,
  double b = 0;       // of b's,
  double shared = 0;  // and of those in both.

  double OfSmaller() const {
    const double smaller = std::min(a, b);
    return smaller > 0 ? std::min(1.0, shared / smaller) : 0;
  }
};

// Over the terms that `has` accepts, by idf alone: how often a name is repeated says little.
template <typename Has>
Overlap TermOverlap(const Corpus& corpus, const IndexedArticle& a, const IndexedArticle& b,
                    const Has& has) {
  const auto idf = [&corpus](uint32_t term) {
    return static_cast<double>(corpus.vocabulary().IdfWithOneMore(term));
  };
  Overlap overlap;
  for (const auto& term : a.terms) overlap.a += has(term) ? idf(term.id) : 0;
  for (const auto& term : b.terms) overlap.b += has(term) ? idf(term.id) : 0;
  for (size_t i = 0, j = 0; i < a.terms.size() && j < b.terms.size();) {
    const uint32_t x = a.terms[i].id;
    const uint32_t y = b.terms[j].id;
    if (x == y && has(a.terms[i]) && has(b.terms[j])) overlap.shared += idf(x);
    i += x <= y;
    j += y <= x;
  }
  return overlap;
}

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

// Of the smaller of what both sketches can tell.
double ShingleContainment(const ShingleCounts& counts, const ShingleSketch& a,
                          const ShingleSketch& b) {
  const uint32_t limit = std::min(a.limit, b.limit);
  const size_t a_end = a.CountBelow(limit);
  const size_t b_end = b.CountBelow(limit);
  Overlap overlap;
  size_t i = 0, j = 0;
  while (i < a_end || j < b_end) {
    const bool from_a = j == b_end || (i < a_end && a.shingles[i] <= b.shingles[j]);
    const bool from_b = i == a_end || (j < b_end && b.shingles[j] <= a.shingles[i]);
    const double weight = ShingleWeight(counts, from_a ? a.shingles[i] : b.shingles[j]);
    overlap.a += from_a ? weight : 0;
    overlap.b += from_b ? weight : 0;
    overlap.shared += from_a && from_b ? weight : 0;
    i += from_a;
    j += from_b;
  }
  return overlap.OfSmaller();
}

double LengthRatio(const IndexedArticle& a, const IndexedArticle& b) {
  const uint32_t longer = std::max(a.words, b.words);
  return longer == 0 ? 0 : static_cast<double>(std::min(a.words, b.words)) / longer;
}

// With their weights in place of similarities. A copy would only add what is there already, and
// leave less room for others.
std::vector<Neighbour> NeighboursThatSmooth(const std::vector<Neighbour>& neighbours) {
  std::vector<Neighbour> used;
  for (const Neighbour& n : neighbours) {
    if (used.size() == kSmoothingNeighbours) break;
    if (n.similarity < kCopyAmongNeighbours) {
      used.push_back({n.article, std::pow(std::max(n.similarity, 0.0), kNearnessPower)});
    }
  }
  return used;
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
      smoothed_(kSemanticShare),
      scratch_(kSemanticShare) {}

double Comparison::Joint(ArticleIndex other) const {
  return JointCosine(corpus_, vector_, table_, other, article_.stored, kSemanticShare);
}

void Comparison::Smooth(const std::vector<Neighbour>& candidates) {
  const ArticleIndex self = article_.stored ? corpus_.Find(article_.meta.id) : kNoArticle;
  smoothed_.Clear();
  smoothed_.Add(vector_, 1);
  AddNeighbours(self == kNoArticle ? candidates : neighbours_.Of(self), smoothed_);
}

double Comparison::Smoothed(ArticleIndex other) {
  scratch_.Clear();
  scratch_.Add(VectorOf(corpus_, other, article_.stored ? nullptr : &table_), 1);
  AddNeighbours(neighbours_.Of(other), scratch_);
  return SmoothedVector::Cosine(smoothed_, scratch_);
}

void Comparison::AddNeighbours(const std::vector<Neighbour>& neighbours,
                               SmoothedVector& into) const {
  const std::vector<Neighbour> used = NeighboursThatSmooth(neighbours);
  double sum = 0;
  for (const Neighbour& n : used) sum += n.similarity;
  if (sum <= 0) return;
  for (const Neighbour& n : used) {
    into.Add(VectorOf(corpus_, n.article), kSmoothing * n.similarity / sum);
  }
}

PairFeatures Comparison::Features(const IndexedArticle& other) const {
  const ArticleVector vector = VectorOf(corpus_, other, article_.stored ? nullptr : &table_);
  const auto is_name = [](const IndexedArticle::Term& term) { return bool{term.is_name}; };
  const auto in_title = [](const IndexedArticle::Term& term) { return bool{term.in_title}; };
  PairFeatures f;
  f.lexical_cosine = LexicalCosine(vector_, vector);
  f.text_cosine = TextCosine(vector_, vector);
  f.semantic_cosine = SemanticCosine(article_.semantic, other.semantic);
  f.title_cosine = TitleCosine(TermOverlap(corpus_, article_, other, in_title));
  f.name_overlap = TermOverlap(corpus_, article_, other, is_name).OfSmaller();
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

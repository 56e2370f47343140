#include "services/recommendation/domain/scoring/features.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/types/span.h"
#include "services/recommendation/domain/scoring/marked_words.h"
#include "services/recommendation/domain/scoring/overlap.h"
#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

struct Numbers {
  absl::Span<const absl::string_view> all;  // The title's first.
  uint32_t in_title;
};

bool Contains(absl::Span<const absl::string_view> values, absl::string_view value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// Share of the numbers in one title that the other text, which has numbers too, does not mention.
double NumberConflict(Numbers a, Numbers b) {
  if (a.all.empty() || b.all.empty()) return 0;
  int numbers = 0;
  int missing = 0;
  const auto count = [&](Numbers title, Numbers text) {
    for (uint32_t i = 0; i < title.in_title; ++i) {
      ++numbers;
      missing += !Contains(text.all, title.all[i]);
    }
  };
  count(a, b);
  count(b, a);
  return numbers == 0 ? 0 : static_cast<double>(missing) / numbers;
}

void CompareNumbers(Numbers a, Numbers b, PairFeatures& features) {
  Overlap overlap{.a = static_cast<double>(a.all.size()), .b = static_cast<double>(b.all.size())};
  for (const absl::string_view number : a.all) overlap.shared += Contains(b.all, number);
  features.number_overlap = overlap.OfSmaller();
  features.number_conflict = NumberConflict(a, b);
  const bool both = !a.all.empty() && !b.all.empty();
  features.strange_numbers = both ? 1 - features.number_overlap : 0;
}

// Those that are not of a form.
class OwnNumbers {
 public:
  OwnNumbers(const std::vector<absl::string_view>& all, uint32_t in_title, const SharedForm& form,
             absl::string_view language) {
    for (size_t i = 0; i < all.size(); ++i) {
      if (form.HasNumber(language, all[i])) continue;
      all_.push_back(all[i]);
      in_title_ += i < in_title;
    }
  }
  Numbers numbers() const { return {all_, in_title_}; }

 private:
  std::vector<absl::string_view> all_;
  uint32_t in_title_ = 0;
};

double LengthRatio(const IndexedArticle& a, const IndexedArticle& b) {
  const uint32_t longer = std::max(a.words, b.words);
  return longer == 0 ? 0 : static_cast<double>(std::min(a.words, b.words)) / longer;
}

// A part of a smoothed vector: how much of which article.
struct Part {
  ArticleIndex article;
  double share;
  double similarity;
};

// Nearer ones weigh more. A copy would only add what is there already, and leave less room for
// others.
class PartsMaker {
 public:
  void Add(ArticleIndex article, double similarity) {
    if (count_ == kSmoothingNeighbours || similarity >= kCopyAmongNeighbours) return;
    const double nearness = std::pow(std::max(similarity, 0.0), kNearnessPower);
    parts_[count_++] = {article, nearness, similarity};
    sum_ += parts_[count_ - 1].share;
  }
  absl::Span<const Part> Finish(double smoothing) {
    for (size_t i = 0; i < count_; ++i) parts_[i].share *= smoothing / sum_;
    return {parts_.data(), count_};
  }

 private:
  std::array<Part, kSmoothingNeighbours> parts_;
  size_t count_ = 0;
  double sum_ = kLeastNearness;
};

void AddNeighboursOf(ArticleIndex article, const Neighbours& neighbours, PartsMaker& maker) {
  neighbours.ForEach(article, [&maker](ArticleIndex neighbour, double similarity) {
    maker.Add(neighbour, similarity);
  });
}

// Of a handful of articles the nearest are simply all there are.
double SmoothingAmong(size_t articles) {
  return kSmoothing * std::min(1.0, static_cast<double>(articles) / kArticlesToSmooth);
}

double SmoothingOf(const Corpus& corpus, ArticleIndex article) {
  return SmoothingAmong(corpus.vocabulary().articles(corpus.record(article).language()));
}

// Of an article, stored or as its vector, and the parts that smoothing adds.
template <typename Article>
JointSum SumOf(const Corpus& corpus, const Neighbours& neighbours, const Article& article,
               absl::Span<const Part> parts) {
  JointSum sum(corpus, neighbours, 1 + parts.size());
  sum.Add(article, 1);
  for (const Part& part : parts) sum.Add(part.article, part.share);
  return sum;
}

}  // namespace

Comparison::Comparison(const Corpus& corpus, const Neighbours& neighbours,
                       const IndexedArticle& article)
    : corpus_(corpus),
      neighbours_(neighbours),
      text_(corpus, article),
      joint_(corpus, neighbours, SumOf(corpus, neighbours, text_.vector(), {}),
             article.stored ? nullptr : &text_.table()),
      smoothing_(SmoothingAmong(corpus.vocabulary().articles(article.language))) {}

void Comparison::Smooth(const std::vector<Neighbour>& candidates) {
  PartsMaker maker;
  if (candidates.empty() && article().stored) {
    AddNeighboursOf(article().index, neighbours_, maker);
  } else {
    for (const Neighbour& n : candidates) maker.Add(n.article, n.similarity);
  }
  const JointSum sum = SumOf(corpus_, neighbours_, text_.vector(), maker.Finish(smoothing_));
  smoothed_length_ = sum.Length();
  smoothed_ = std::make_unique<JointProbe>(corpus_, neighbours_, sum,
                                           article().stored ? nullptr : &text_.table());
}

double Comparison::ProductWithSmoothed(ArticleIndex article) {
  const auto [it, is_new] = products_.try_emplace(article, 0);
  if (is_new) it->second = smoothed_->Product(article);
  return it->second;
}

double Comparison::Smoothed(ArticleIndex other, const std::vector<Neighbour>& nearest) {
  PartsMaker maker;
  for (const Neighbour& n : nearest) maker.Add(n.article, n.similarity);
  if (nearest.empty()) AddNeighboursOf(other, neighbours_, maker);
  const absl::Span<const Part> parts = maker.Finish(smoothing_);
  double product = ProductWithSmoothed(other);
  for (const Part& part : parts) product += part.share * ProductWithSmoothed(part.article);
  double length = neighbours_.SmoothedLengthOf(other);
  if (length == 0) length = SumOf(corpus_, neighbours_, other, parts).Length();
  const double lengths = smoothed_length_ * length;
  return lengths > 0 ? std::clamp(product / lengths, 0.0, 1.0) : 0;
}

absl::optional<SharedForm> Comparison::SetEssentials(ArticleIndex other,
                                                     const ShingleSketch& shingles,
                                                     PairFeatures& features) const {
  features.semantic_cosine = SemanticCosine(article().semantic, corpus_.semantic(other));
  text_.CompareWords(other, features);
  return text_.ComparePhrases(other, shingles, features);
}

void CompareNumbers(const IndexedArticle& a, const std::vector<absl::string_view>& b,
                    uint32_t in_title_of_b, const absl::optional<SharedForm>& form,
                    PairFeatures& features) {
  if (form) {
    const OwnNumbers of_a(a.numbers, a.title_numbers, *form, a.meta.language);
    const OwnNumbers of_b(b, in_title_of_b, *form, a.meta.language);
    CompareNumbers(of_a.numbers(), of_b.numbers(), features);
  } else {
    CompareNumbers({a.numbers, a.title_numbers}, {b, in_title_of_b}, features);
  }
}

double HoursApart(const MetaView& a, const MetaView& b) {
  const absl::Time x = a.EventTime();
  const absl::Time y = b.EventTime();
  if (x == absl::InfinitePast() || y == absl::InfinitePast()) return -1;
  return absl::ToDoubleHours(x > y ? x - y : y - x);
}

double Brevity(uint32_t words_of_a, uint32_t words_of_b) {
  return std::clamp((kNotBrief - std::max(words_of_a, words_of_b)) / (kNotBrief - kBrief), 0.0,
                    1.0);
}

PairFeatures Comparison::Features(const IndexedArticle& other) const {
  const IndexedArticle& seed = article();
  PairFeatures f;
  const absl::optional<SharedForm> form = SetEssentials(other.index, other.shingles, f);
  const MarkedWords marked(corpus_, seed);
  form ? marked.CompareWithout(*form, other.index, f) : marked.Compare(other.index, f);
  CompareNumbers(seed, other.numbers, other.title_numbers, form, f);
  f.brevity = Brevity(seed.words, other.words);
  f.length_ratio = LengthRatio(seed, other);
  f.hours_apart = HoursApart(seed.meta, other.meta);
  f.same_language = seed.meta.language == other.meta.language;
  f.same_source = seed.meta.source == other.meta.source;
  f.same_story = !seed.meta.story.empty() && seed.meta.story == other.meta.story;
  return f;
}

namespace {

// The square of a smoothed vector's length, as far as similarities to the article itself tell it;
// the rest is how alike its parts are to each other.
struct SquaredLength {
  double known = 1;     // Of the article and each part by itself, and of it with each part.
  double of_pairs = 0;  // Of parts with one another, if all were copies of one another.

  explicit SquaredLength(absl::Span<const Part> parts) {
    double shares = 0;
    for (const Part& part : parts) {
      known += part.share * (2 * part.similarity + part.share);
      of_pairs += 2 * part.share * shares;
      shares += part.share;
    }
  }
};

}  // namespace

double SmoothedLength(const Corpus& corpus, const Neighbours& neighbours, ArticleIndex article) {
  PartsMaker maker;
  AddNeighboursOf(article, neighbours, maker);
  return SumOf(corpus, neighbours, article, maker.Finish(SmoothingOf(corpus, article))).Length();
}

bool IsSettled(const Corpus& corpus, ArticleIndex article) {
  return corpus.vocabulary().articles(corpus.record(article).language()) >= kArticlesToSmooth;
}

bool OfferNeighbour(const Corpus& corpus, Neighbours& neighbours, ArticleIndex article,
                    Neighbour offered) {
  if (!neighbours.Wants(article, offered)) return false;
  const double length = neighbours.SmoothedLengthOf(article);
  const double smoothing = SmoothingOf(corpus, article);
  PartsMaker before, after;
  AddNeighboursOf(article, neighbours, before);
  if (!neighbours.Offer(article, offered)) return false;
  AddNeighboursOf(article, neighbours, after);
  const SquaredLength was(before.Finish(smoothing));
  const SquaredLength is(after.Finish(smoothing));
  if (length == 0 || was.of_pairs == 0) return true;
  const double likeness = (length * length - was.known) / was.of_pairs;
  neighbours.SetSmoothedLength(article,
                               std::sqrt(is.known + std::clamp(likeness, 0.0, 1.0) * is.of_pairs));
  return true;
}

double MissingSmoothedLength(const Corpus& corpus, const Neighbours& neighbours,
                             ArticleIndex article) {
  if (!IsSettled(corpus, article) || neighbours.SmoothedLengthOf(article) > 0) return 0;
  return SmoothedLength(corpus, neighbours, article);
}

}  // namespace akin

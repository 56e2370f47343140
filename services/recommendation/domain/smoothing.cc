#include "services/recommendation/domain/smoothing.h"

#include <algorithm>
#include <cmath>

namespace akin {
namespace {

// Length of a unit vector, and of a whole share. Sums of products stay below 2^60.
constexpr double kUnit = 1 << 15;
constexpr double kWhole = 1 << 12;

int32_t Share(double share) { return static_cast<int32_t>(std::lround(share * kWhole)); }

}  // namespace

void SmoothedComparison::SetSeed(const ArticleVector& own,
                                 const std::vector<SmoothingPart>& parts) {
  const Unit unit = MakeUnit(own);
  for (const SmoothingPart& part : parts) UnitOf(part.article);
  seed_.words.resize(words_);
  Add(unit, Share(1), seed_);
  for (const SmoothingPart& part : parts) Add(UnitOf(part.article), Share(part.share), seed_);
  seed_squared_ = Squared(seed_);
  has_seed_ = true;
  for (auto& [article, known] : units_) CompareWithSeed(known);
}

double SmoothedComparison::Cosine(ArticleIndex article, const ArticleVector* own,
                                  const std::vector<SmoothingPart>& parts) {
  Unit changed;
  if (own != nullptr) {
    changed = MakeUnit(*own);
    CompareWithSeed(changed);
  } else {
    UnitOf(article);
  }
  for (const SmoothingPart& part : parts) UnitOf(part.article);
  other_.words.resize(words_);

  int64_t words = 0;
  double semantic = 0;
  const auto add = [&](const Unit& unit, int32_t share) {
    Add(unit, share, other_);
    words += share * unit.words_with_seed;
    semantic += share * unit.semantic_with_seed;
  };
  const Unit& first = own != nullptr ? changed : units_.at(article);
  add(first, Share(1));
  for (const SmoothingPart& part : parts) add(units_.at(part.article), Share(part.share));
  const double squares = seed_squared_ * Squared(other_);

  Remove(first, other_);
  for (const SmoothingPart& part : parts) Remove(units_.at(part.article), other_);
  other_.semantic.clear();
  other_.words_squared = 0;
  if (squares == 0) return 0;
  return std::clamp((static_cast<double>(words) + semantic) / std::sqrt(squares), 0.0, 1.0);
}

uint32_t SmoothedComparison::NumberOf(uint32_t term) {
  if (2 * words_ >= numbers_.size()) GrowNumbers();
  const size_t mask = numbers_.size() - 1;
  size_t at = (term * 0x9e3779b1u) & mask;
  while (numbers_[at].first != term && numbers_[at].first != kNoTerm) at = (at + 1) & mask;
  if (numbers_[at].first == kNoTerm) numbers_[at] = {term, words_++};
  return numbers_[at].second;
}

void SmoothedComparison::GrowNumbers() {
  std::vector<std::pair<uint32_t, uint32_t>> old(std::max<size_t>(4096, 2 * numbers_.size()),
                                                 {kNoTerm, 0});
  old.swap(numbers_);
  const size_t mask = numbers_.size() - 1;
  for (const auto& entry : old) {
    if (entry.first == kNoTerm) continue;
    size_t at = (entry.first * 0x9e3779b1u) & mask;
    while (numbers_[at].first != kNoTerm) at = (at + 1) & mask;
    numbers_[at] = entry;
  }
}

SmoothedComparison::Unit SmoothedComparison::MakeUnit(const ArticleVector& vector) {
  Unit unit;
  unit.begin = unit.end = cells_.size();
  const double length =
      (vector.norm > 0 ? 1 - semantic_share_ : 0) + (vector.semantic.empty() ? 0 : semantic_share_);
  if (length == 0) return unit;
  if (vector.norm > 0) {
    const double scale = std::sqrt((1 - semantic_share_) / length) * kUnit / vector.norm;
    for (const ArticleVector::Entry& entry : vector.entries) {
      cells_.push_back({NumberOf(entry.term), static_cast<int32_t>(entry.weight * scale + 0.5)});
    }
    unit.end = cells_.size();
  }
  if (!vector.semantic.empty()) {
    unit.semantic = vector.semantic;
    unit.semantic_scale = std::sqrt(semantic_share_ / length) * kUnit / vector.semantic.norm;
  }
  return unit;
}

const SmoothedComparison::Unit& SmoothedComparison::UnitOf(ArticleIndex article) {
  const auto [it, is_new] = units_.try_emplace(article);
  if (is_new) {
    it->second = MakeUnit(VectorOf(corpus_, article));
    if (has_seed_) CompareWithSeed(it->second);
  }
  return it->second;
}

void SmoothedComparison::Add(const Unit& unit, int32_t share, Sum& sum) const {
  int64_t squared = 0;
  for (size_t i = unit.begin; i < unit.end; ++i) {
    int32_t& word = sum.words[cells_[i].word];
    const int32_t more = share * cells_[i].weight;
    squared += int64_t{more} * (2 * int64_t{word} + more);
    word += more;
  }
  sum.words_squared += squared;
  sum.semantic.resize(std::max(sum.semantic.size(), unit.semantic.size));
  const double scale = share * unit.semantic_scale;
  for (size_t i = 0; i < unit.semantic.size; ++i) {
    sum.semantic[i] += unit.semantic.values[i] * scale;
  }
}

void SmoothedComparison::Remove(const Unit& unit, Sum& sum) const {
  for (size_t i = unit.begin; i < unit.end; ++i) sum.words[cells_[i].word] = 0;
}

void SmoothedComparison::CompareWithSeed(Unit& unit) const {
  for (size_t i = unit.begin; i < unit.end; ++i) {
    if (cells_[i].word >= seed_.words.size()) continue;
    unit.words_with_seed += int64_t{cells_[i].weight} * seed_.words[cells_[i].word];
  }
  const size_t dimensions = std::min(unit.semantic.size, seed_.semantic.size());
  for (size_t i = 0; i < dimensions; ++i) {
    unit.semantic_with_seed += unit.semantic.values[i] * seed_.semantic[i];
  }
  unit.semantic_with_seed *= unit.semantic_scale;
}

double SmoothedComparison::Squared(const Sum& sum) {
  double squares = static_cast<double>(sum.words_squared);
  for (const double value : sum.semantic) squares += value * value;
  return squares;
}

}  // namespace akin

#include "services/recommendation/domain/scoring/joint_vector.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

constexpr uint32_t kSpread = 0x9e3779b1u;
constexpr size_t kFewestCells = 512;   // Of one article,
constexpr size_t kCellsOfMany = 2048;  // of one and its neighbours.
// The largest of a probe's subject; 160 products with 127 fit into 31 bits.
constexpr double kSubjectLimit = 1 << 13;
// A probe's words are divided by so much, so that sums with an idf fit into 31 bits.
constexpr double kWordDivisor = 1 << 12;

// What makes an article's vector one of unit length.
struct Scales {
  double words = 0;
  double subject = 0;
};

Scales ScalesOf(double word_length, const SemanticView& subject) {
  const double squared =
      (word_length > 0 ? 1 - kSemanticShare : 0) + (subject.empty() ? 0 : kSemanticShare);
  Scales scales;
  if (word_length > 0) scales.words = std::sqrt((1 - kSemanticShare) / squared) / word_length;
  if (!subject.empty()) scales.subject = std::sqrt(kSemanticShare / squared) / subject.norm;
  return scales;
}

int32_t Rounded(double value) { return static_cast<int32_t>(value + 0.5); }

size_t PowerOfTwoAbove(size_t size) {
  size_t power = 1;
  while (power < size) power *= 2;
  return power;
}

}  // namespace

double CurrentWordLength(const Corpus& corpus, ArticleIndex article) {
  const ArticleRecord record = corpus.record(article);
  const Vocabulary& words = corpus.vocabulary();
  const uint32_t base = words.IdfBase(record.language());
  uint64_t squares = 0;
  record.ForEachTerm([&](uint32_t term, uint32_t weight) {
    const uint64_t value = weight * words.Idf(term, base);
    squares += value * value;
  });
  return std::sqrt(static_cast<double>(squares));
}

double WordLength(const Corpus& corpus, const Neighbours& neighbours, ArticleIndex article) {
  const double known = neighbours.WordLengthOf(article);
  return known > 0 ? known : CurrentWordLength(corpus, article);
}

// --- JointSum

JointSum::JointSum(const Corpus& corpus, const Neighbours& neighbours, size_t parts)
    : corpus_(corpus), neighbours_(neighbours), cells_(parts == 1 ? kFewestCells : kCellsOfMany) {}

void JointSum::Add(ArticleIndex article, double share) {
  const SemanticView subject = corpus_.semantic(article);
  const Scales scales = ScalesOf(WordLength(corpus_, neighbours_, article), subject);
  if (scales.words > 0) {
    const ArticleRecord record = corpus_.record(article);
    const Vocabulary& words = corpus_.vocabulary();
    const uint32_t base = words.IdfBase(record.language());
    const double scale = share * scales.words * kUnit;
    record.ForEachTerm([&](uint32_t term, uint32_t weight) {
      AddWord(term, Rounded(weight * words.Idf(term, base) * scale));
    });
  }
  AddSubject(subject, share * scales.subject);
}

void JointSum::Add(const ArticleVector& vector, double share) {
  const Scales scales = ScalesOf(vector.norm, vector.semantic);
  const double scale = share * scales.words * kUnit;
  for (const ArticleVector::Entry& entry : vector.entries) {
    AddWord(entry.term, Rounded(entry.weight * scale));
  }
  AddSubject(vector.semantic, share * scales.subject);
}

void JointSum::Clear() {
  for (const uint32_t at : used_) cells_[at] = Cell();
  used_.clear();
  words_squared_ = 0;
  subject_.clear();
}

double JointSum::Length() const {
  double squares = static_cast<double>(words_squared_) / (kUnit * kUnit);
  for (const float value : subject_) squares += double{value} * value;
  return std::sqrt(squares);
}

void JointSum::AddWord(uint32_t term, int32_t value) {
  if (value == 0) return;
  const size_t mask = cells_.size() - 1;
  size_t at = term * kSpread >> 8 & mask;
  while (cells_[at].term != term && cells_[at].term != kNoTerm) at = (at + 1) & mask;
  Cell& cell = cells_[at];
  if (cell.term == kNoTerm) {
    cell.term = term;
    used_.push_back(static_cast<uint32_t>(at));
  }
  words_squared_ += int64_t{value} * (2 * int64_t{cell.value} + value);
  cell.value += value;
  if (2 * used_.size() > cells_.size()) Grow();
}

void JointSum::AddSubject(const SemanticView& subject, double scale) {
  if (subject.empty()) return;
  subject_.resize(std::max(subject_.size(), subject.size));
  const float factor = static_cast<float>(scale);
  for (size_t i = 0; i < subject.size; ++i) subject_[i] += factor * subject.values[i];
}

void JointSum::Grow() {
  std::vector<Cell> old(2 * cells_.size());
  old.swap(cells_);
  const size_t mask = cells_.size() - 1;
  for (uint32_t& used : used_) {
    size_t at = old[used].term * kSpread >> 8 & mask;
    while (cells_[at].term != kNoTerm) at = (at + 1) & mask;
    cells_[at] = old[used];
    used = static_cast<uint32_t>(at);
  }
}

// --- JointProbe

JointProbe::JointProbe(const Corpus& corpus, const Neighbours& neighbours, const JointSum& sum,
                       const WeightTable* unstored_seed)
    : corpus_(corpus), neighbours_(neighbours) {
  constexpr size_t kBitsOfWord = 16;
  const size_t words = std::max<size_t>(sum.word_count(), 16);
  slots_.resize(PowerOfTwoAbove(2 * words));
  filter_.resize(PowerOfTwoAbove(kBitsOfWord * words) / 64);
  while (filter_.size() << 6 << filter_shift_ < size_t{1} << 32) ++filter_shift_;
  const Vocabulary& vocabulary = corpus.vocabulary();
  sum.ForEachWord([&](uint32_t term, int32_t value) {
    const bool in_seed = unstored_seed != nullptr && unstored_seed->WeightOf(term) > 0;
    const int32_t stored = static_cast<int32_t>(vocabulary.Idf(term));
    const int32_t idf = in_seed ? static_cast<int32_t>(vocabulary.IdfWithOneMore(term)) : stored;
    Insert({.term = term,
            .value = Rounded(value / kWordDivisor * idf),
            .more_squares = idf * idf - stored * stored});
  });
  TakeSubject(sum.subject());
}

void JointProbe::Insert(const Slot& slot) {
  const uint32_t hash = slot.term * kSpread;
  const uint32_t bit = hash >> filter_shift_;
  filter_[bit / 64] |= uint64_t{1} << bit % 64;
  const size_t mask = slots_.size() - 1;
  size_t at = hash >> 8 & mask;
  while (slots_[at].term != kNoTerm) at = (at + 1) & mask;
  slots_[at] = slot;
}

const JointProbe::Slot& JointProbe::Find(uint32_t term) const {
  const size_t mask = slots_.size() - 1;
  size_t at = term * kSpread >> 8 & mask;
  while (slots_[at].term != term && slots_[at].term != kNoTerm) at = (at + 1) & mask;
  return slots_[at];
}

void JointProbe::TakeSubject(const std::vector<float>& subject) {
  float largest = 0;
  for (const float value : subject) largest = std::max(largest, std::abs(value));
  if (largest == 0) return;
  subject_scale_ = largest / kSubjectLimit;
  for (const float value : subject) {
    subject_.push_back(static_cast<int16_t>(std::lround(value / subject_scale_)));
  }
}

double JointProbe::Product(ArticleIndex article) const {
  // Which terms may be shared is found out first, without branches: few are, and none can be
  // foretold.
  struct Word {
    uint32_t term;
    uint32_t weight;
  };
  std::array<Word, ArticleRecord::kMaxTerms + 1> shared;
  size_t count = 0;
  corpus_.record(article).ForEachTerm([&](uint32_t term, uint32_t weight) {
    shared[count] = {term, weight};
    const uint32_t bit = term * kSpread >> filter_shift_;
    count += filter_[bit / 64] >> bit % 64 & 1;
  });
  int64_t product = 0;
  int64_t more_squares = 0;
  for (size_t i = 0; i < count; ++i) {
    const Slot& slot = Find(shared[i].term);
    const int64_t weight = shared[i].weight;
    product += weight * slot.value;
    more_squares += weight * weight * slot.more_squares;
  }
  double length = WordLength(corpus_, neighbours_, article);
  if (more_squares != 0) {
    length = std::sqrt(std::max(0.0, length * length + static_cast<double>(more_squares)));
  }
  const SemanticView subject = corpus_.semantic(article);
  const Scales scales = ScalesOf(length, subject);
  double sum = static_cast<double>(product) * scales.words * (kWordDivisor / JointSum::kUnit);
  if (subject.size == subject_.size() && !subject.empty()) {
    sum +=
        DotProduct(subject_.data(), subject.values, subject.size) * subject_scale_ * scales.subject;
  }
  return sum;
}

}  // namespace akin

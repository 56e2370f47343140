#include "services/recommendation/domain/model/semantic_model.h"

#include <algorithm>
#include <cmath>

#include "services/recommendation/domain/model/singular_vectors.h"
#include "services/recommendation/domain/model/weighted_rows.h"
#include "services/recommendation/domain/model/word_associations.h"
#include "services/recommendation/domain/tables/codec.h"
#include "services/recommendation/domain/text/analysis.h"
#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

// Fewer articles than this say nothing about words.
constexpr size_t kMinSamples = 100;
constexpr size_t kSamplesPerDimension = 8;

// Words of subjects are in so many samples, those of associations, which tell less about a rare
// word and cost the square of their number, in so many.
constexpr uint32_t kMinDocuments = 2;
constexpr uint32_t kMinDocumentsToAssociate = 3;
constexpr size_t kMaxWords = 40'000;
constexpr size_t kMaxWordsToAssociate = 8'000;

constexpr size_t kMinSubjects = 32;
constexpr size_t kMaxSubjects = 96;
constexpr size_t kAssociationDimensions = 16;

constexpr int kPowerIterations = 50;
constexpr double kRowLimit = 32767;
constexpr uint64_t kModelVersion = 2;

double Frequency(uint32_t weight) { return static_cast<double>(weight) / kTermWeightUnit; }

struct Word {
  uint64_t key;
  uint32_t documents;
};

// The most frequent first, then by key.
std::vector<Word> WordsOf(const std::vector<SemanticModel::Sample>& samples) {
  absl::flat_hash_map<uint64_t, uint32_t> counts;
  for (const auto& sample : samples) {
    for (const auto& term : sample) ++counts[term.key];
  }
  std::vector<Word> words;
  for (const auto& [key, documents] : counts) {
    if (documents >= kMinDocuments) words.push_back({key, documents});
  }
  std::sort(words.begin(), words.end(), [](const Word& a, const Word& b) {
    return a.documents != b.documents ? a.documents > b.documents : a.key < b.key;
  });
  if (words.size() > kMaxWords) words.resize(kMaxWords);
  return words;
}

double Length(const std::vector<double>& values) {
  double squares = 0;
  for (const double value : values) squares += value * value;
  return std::sqrt(squares);
}

double Dot(const std::vector<double>& a, const std::vector<float>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// The direction that unit vectors agree on most, by power iteration from their mean.
std::vector<float> CommonDirection(const std::vector<std::vector<double>>& vectors, size_t size) {
  std::vector<double> direction(size);
  const auto add = [&direction](const std::vector<double>& v, double factor) {
    for (size_t j = 0; j < direction.size(); ++j) direction[j] += factor * v[j];
  };
  for (const auto& v : vectors) add(v, 1);
  std::vector<float> common(size);
  for (int i = 0; i <= kPowerIterations; ++i) {
    const double length = Length(direction);
    if (length == 0) return common;
    for (size_t j = 0; j < size; ++j) common[j] = static_cast<float>(direction[j] / length);
    std::fill(direction.begin(), direction.end(), 0.0);
    for (const auto& v : vectors) add(v, Dot(v, common));
  }
  return common;
}

// Adds `part` at the given share of the squared length of what `whole` becomes.
void Append(const std::vector<double>& part, double share, std::vector<double>& whole) {
  const double length = Length(part);
  const double scale = length > 0 ? std::sqrt(share) / length : 0;
  const size_t before = whole.size();
  whole.resize(before + part.size());
  for (size_t i = 0; i < part.size(); ++i) whole[before + i] = part[i] * scale;
}

// What std::lround says of small numbers, in a form that compilers do many of at once.
int32_t Rounded(double value) {
  const auto whole = static_cast<int32_t>(value);
  const double rest = value - whole;
  return whole + (rest >= 0.5) - (rest <= -0.5);
}

SemanticVector Quantized(const std::vector<double>& values) {
  SemanticVector vector;
  double largest = 0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  if (largest == 0) return vector;
  int32_t squares = 0;
  vector.values.resize(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const int32_t rounded = Rounded(127 * values[i] / largest);
    vector.values[i] = static_cast<int8_t>(rounded);
    squares += rounded * rounded;
  }
  vector.norm = static_cast<float>(std::sqrt(static_cast<double>(squares)));
  return vector;
}

}  // namespace

// The words that a model is about, while it is being made.
struct SemanticModel::Lexicon {
  explicit Lexicon(const std::vector<Sample>& samples) {
    for (const Word& word : WordsOf(samples)) {
      numbers[word.key] = static_cast<uint32_t>(keys.size());
      keys.push_back(word.key);
      idfs.push_back(1 + std::log((1.0 + samples.size()) / (1.0 + word.documents)));
      if (word.documents >= kMinDocumentsToAssociate && keys.size() <= kMaxWordsToAssociate) {
        associated = keys.size();
      }
    }
  }

  std::vector<uint64_t> AssociatedKeys() const { return {keys.begin(), keys.begin() + associated}; }

  // Articles by words, each of unit length.
  SparseRows RowsOf(const std::vector<Sample>& samples) const {
    SparseRows matrix;
    for (const Sample& sample : samples) {
      std::vector<SparseRows::Cell> row;
      double sum = 0;
      for (const TermWeight& term : sample) {
        const auto it = numbers.find(term.key);
        if (it == numbers.end()) continue;
        const double value = Frequency(term.weight) * idfs[it->second];
        row.push_back({it->second, static_cast<float>(value)});
        sum += value * value;
      }
      const float scale = sum > 0 ? static_cast<float>(1 / std::sqrt(sum)) : 0;
      for (auto& cell : row) cell.value *= scale;
      matrix.rows.push_back(std::move(row));
    }
    return matrix;
  }

  std::vector<std::vector<uint32_t>> AssociatedWordsOf(const std::vector<Sample>& samples) const {
    std::vector<std::vector<uint32_t>> documents;
    for (const Sample& sample : samples) {
      std::vector<uint32_t> document;
      for (const TermWeight& term : sample) {
        const auto it = numbers.find(term.key);
        if (it != numbers.end() && it->second < associated) document.push_back(it->second);
      }
      documents.push_back(std::move(document));
    }
    return documents;
  }

  // `vectors`, one row for each of the first words, times their idf.
  Space SpaceOf(const Matrix& vectors) const {
    double largest = 1e-9;
    for (size_t i = 0; i < vectors.rows(); ++i) {
      for (size_t j = 0; j < vectors.columns; ++j) {
        largest = std::max(largest, std::abs(vectors.row(i)[j] * idfs[i]));
      }
    }
    Space space{.dimensions = vectors.columns, .rows = {}};
    space.rows.reserve(vectors.values.size());
    for (size_t i = 0; i < vectors.rows(); ++i) {
      for (size_t j = 0; j < vectors.columns; ++j) {
        const double value = vectors.row(i)[j] * idfs[i] / largest;
        space.rows.push_back(static_cast<int16_t>(std::lround(kRowLimit * value)));
      }
    }
    return space;
  }

  absl::flat_hash_map<uint64_t, uint32_t> numbers;
  std::vector<uint64_t> keys;
  std::vector<double> idfs;
  size_t associated = 0;  // The first so many have associations.
};

SemanticModel SemanticModel::Train(const std::vector<Sample>& samples) {
  SemanticModel model;
  if (samples.size() < kMinSamples) return model;
  const Lexicon lexicon(samples);
  if (lexicon.keys.size() >= 2 * kMinSubjects) model.Learn(lexicon, samples);
  return model;
}

void SemanticModel::Learn(const Lexicon& lexicon, const std::vector<Sample>& samples) {
  words_ = lexicon.numbers;
  const size_t subjects = std::min(
      lexicon.keys.size() / 2,
      std::clamp<size_t>(samples.size() / kSamplesPerDimension, kMinSubjects, kMaxSubjects));
  subjects_ = lexicon.SpaceOf(
      LeadingSingularVectors(lexicon.RowsOf(samples), lexicon.keys, subjects).vectors);

  if (lexicon.associated < 2 * kAssociationDimensions) return;
  associations_ = lexicon.SpaceOf(WordAssociations(
      lexicon.AssociatedWordsOf(samples), lexicon.AssociatedKeys(), kAssociationDimensions));
  common_.assign(kAssociationDimensions, 0);
  std::vector<std::vector<double>> of_samples;
  for (const Sample& sample : samples) {
    std::vector<double> unit;
    Append(AssociationsOf(WordWeightsOf(sample)), 1, unit);
    of_samples.push_back(std::move(unit));
  }
  common_ = CommonDirection(of_samples, kAssociationDimensions);
}

uint32_t SemanticModel::WordOf(uint64_t key) const {
  const auto it = words_.find(key);
  return it == words_.end() ? kNoWord : it->second;
}

std::vector<SemanticModel::WordWeight> SemanticModel::WordWeightsOf(
    const std::vector<TermWeight>& terms) const {
  std::vector<WordWeight> words;
  words.reserve(terms.size());
  for (const TermWeight& term : terms) {
    const uint32_t word = WordOf(term.key);
    if (word != kNoWord) words.push_back({word, term.weight});
  }
  return words;
}

std::vector<double> SemanticModel::In(const Space& space, const std::vector<WordWeight>& words) {
  std::vector<WeightedRow> rows;
  rows.reserve(words.size());
  for (const WordWeight& word : words) {
    const size_t begin = word.word * space.dimensions;
    if (begin >= space.rows.size()) continue;
    rows.push_back({&space.rows[begin], static_cast<int16_t>(word.weight)});
    for (size_t i = 0; i < space.dimensions; i += 32) __builtin_prefetch(rows.back().values + i);
  }
  // 160 terms of at most 255 times 2^15: below 2^31.
  std::vector<int32_t> sums(space.dimensions);
  SumWeightedRows(rows, sums.size(), sums.data());
  return std::vector<double>(sums.begin(), sums.end());
}

std::vector<double> SemanticModel::AssociationsOf(const std::vector<WordWeight>& words) const {
  std::vector<double> vector = In(associations_, words);
  const double along = Dot(vector, common_);
  for (size_t j = 0; j < vector.size(); ++j) vector[j] -= along * common_[j];
  return vector;
}

SemanticVector SemanticModel::Project(const std::vector<TermWeight>& terms) const {
  return ProjectWords(WordWeightsOf(terms));
}

SemanticVector SemanticModel::ProjectWords(const std::vector<WordWeight>& words) const {
  std::vector<double> whole;
  Append(In(subjects_, words), 1 - kAssociationShare, whole);
  Append(AssociationsOf(words), kAssociationShare, whole);
  return Quantized(whole);
}

std::string SemanticModel::Encode() const {
  std::vector<uint64_t> keys(words_.size());
  for (const auto& [key, number] : words_) keys[number] = key;
  ByteWriter out;
  out.Number(kModelVersion);
  out.Number(keys.size());
  for (const uint64_t key : keys) out.Number(key);
  for (const Space* space : {&subjects_, &associations_}) {
    out.Number(space->dimensions);
    out.Number(space->rows.size());
    for (const int16_t value : space->rows) {
      out.Byte(static_cast<uint8_t>(value));
      out.Byte(static_cast<uint8_t>(static_cast<uint16_t>(value) >> 8));
    }
  }
  for (const float value : common_) out.Float(value);
  return out.Take();
}

absl::StatusOr<SemanticModel> SemanticModel::Decode(absl::string_view bytes) {
  ByteReader in(bytes);
  if (in.Number() != kModelVersion) return absl::DataLossError("semantic model: other version");
  SemanticModel model;
  const size_t words = in.Count();
  for (size_t i = 0; i < words && in.ok(); ++i) {
    model.words_[in.Number()] = static_cast<uint32_t>(i);
  }
  for (Space* space : {&model.subjects_, &model.associations_}) {
    space->dimensions = in.Count();
    const size_t values = in.Count();
    for (size_t i = 0; i < values && in.ok(); ++i) {
      const uint16_t low = in.Byte();
      space->rows.push_back(static_cast<int16_t>(low | (uint16_t{in.Byte()} << 8)));
    }
  }
  for (size_t j = 0; j < model.associations_.dimensions && in.ok(); ++j) {
    model.common_.push_back(in.Float());
  }
  const bool fits = model.words_.size() == words &&
                    model.subjects_.rows.size() <= words * model.subjects_.dimensions &&
                    model.associations_.rows.size() <= words * model.associations_.dimensions;
  if (!in.done() || !fits) return absl::DataLossError("semantic model: malformed");
  return model;
}

}  // namespace akin

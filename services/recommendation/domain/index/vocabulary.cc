#include "services/recommendation/domain/index/vocabulary.h"

#include <algorithm>
#include <cmath>

#include "common/text/fingerprint.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

// kIdfUnit * ln(n), from a table for small n: scoring asks tens of thousands of times an answer.
int32_t ScaledLog(uint32_t n) {
  const auto compute = [](uint32_t value) {
    return static_cast<int32_t>(std::lround(kIdfUnit * std::log(static_cast<double>(value))));
  };
  static const std::vector<int32_t> table = [&compute] {
    std::vector<int32_t> logs(1 << 16);
    for (size_t i = 1; i < logs.size(); ++i) logs[i] = compute(static_cast<uint32_t>(i));
    return logs;
  }();
  return n < table.size() ? table[n] : compute(n);
}

// One less than what was kept once, so that a character cut then is cut off whole now.
constexpr size_t kMaxSurface = 254;
// Above every base, so that the idf is 0.
constexpr uint16_t kNoWeight = 0xffff;

}  // namespace

uint64_t Vocabulary::KeyOf(absl::string_view language, absl::string_view stem) {
  return FingerprintText(stem, FingerprintText(language));
}

uint32_t Vocabulary::Intern(absl::string_view language, absl::string_view stem,
                            absl::string_view surface) {
  const uint64_t key = KeyOf(language, stem);
  const uint32_t known = FindKey(key);
  if (known != kNoTerm) {
    UseSurface(known, TruncateUtf8(surface, kMaxSurface));
    return known;
  }
  RestoreTerm(key, InternLanguage(language), surface);
  ids_.insert(size() - 1);
  return size() - 1;
}

void Vocabulary::RestoreTerm(uint64_t key, uint16_t language, absl::string_view surface) {
  keys_.push_back(key);
  texts_.push_back(surfaces_.Add(TruncateUtf8(surface, kMaxSurface)));
  term_languages_.push_back(language);
  documents_.push_back(0);
  log_documents_.push_back(kNoWeight);
}

void Vocabulary::SetSurface(uint32_t term, absl::string_view surface) {
  texts_[term] = surfaces_.Add(TruncateUtf8(surface, kMaxSurface));
}

void Vocabulary::FinishRestore() {
  constexpr uint32_t kAhead = 16;
  ids_.reserve(size());
  for (uint32_t term = 0; term < size(); ++term) {
    if (term + kAhead < size()) ids_.prefetch(term + kAhead);
    ids_.insert(term);
  }
}

// The shortest way of writing it, then the first in order: not the first to arrive, which would
// show in answers.
void Vocabulary::UseSurface(uint32_t term, absl::string_view surface) {
  const absl::string_view before = this->surface(term);
  if (std::make_pair(before.size(), before) <= std::make_pair(surface.size(), surface)) return;
  SetSurface(term, surface);
  resurfaced_.push_back(term);
}

uint32_t Vocabulary::Find(absl::string_view language, absl::string_view stem) const {
  return FindKey(KeyOf(language, stem));
}

uint32_t Vocabulary::FindKey(uint64_t key) const {
  const auto it = ids_.find(key);
  return it == ids_.end() ? kNoTerm : *it;
}

void Vocabulary::SetDocuments(uint32_t term, uint32_t documents) {
  documents_[term] = documents;
  log_documents_[term] = documents < 2 ? kNoWeight : ScaledLog(1 + documents);
}

uint16_t Vocabulary::InternLanguage(absl::string_view language) {
  const uint64_t key = FingerprintText(language);
  for (size_t i = 0; i < languages_.size(); ++i) {
    if (languages_[i].key == key) return static_cast<uint16_t>(i);
  }
  languages_.push_back({.key = key});
  return static_cast<uint16_t>(languages_.size() - 1);
}

uint32_t Vocabulary::IdfBase(uint16_t language) const {
  const uint32_t articles = language < languages_.size() ? languages_[language].articles : 0;
  return kIdfUnit + ScaledLog(1 + articles);
}

uint32_t Vocabulary::IdfBaseWithOneMore(uint16_t language) const {
  return kIdfUnit + ScaledLog(2 + languages_[language].articles);
}

uint32_t Vocabulary::IdfWithOneMore(uint32_t term, uint32_t base) const {
  const uint32_t documents = documents_[term] + 1;
  if (documents < 2) return 0;
  const uint32_t less = ScaledLog(1 + documents);
  return base > less ? base - less : 0;
}

uint32_t Vocabulary::IdfOfUnique(uint16_t language) const {
  return IdfBase(language) - std::min<uint32_t>(IdfBase(language), ScaledLog(2));
}

uint16_t Vocabulary::FindLanguage(absl::string_view language) const {
  const uint64_t key = FingerprintText(language);
  for (size_t i = 0; i < languages_.size(); ++i) {
    if (languages_[i].key == key) return static_cast<uint16_t>(i);
  }
  return 0;
}

size_t Vocabulary::memory_bytes() const {
  return ids_.capacity() * (sizeof(uint32_t) + 1) + keys_.memory_bytes() + texts_.memory_bytes() +
         term_languages_.memory_bytes() + documents_.memory_bytes() +
         log_documents_.memory_bytes() + surfaces_.memory_bytes();
}

}  // namespace akin

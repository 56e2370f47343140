#include "services/recommendation/domain/vocabulary.h"

#include <algorithm>
#include <cmath>

#include "common/text/fingerprint.h"

namespace akin {
namespace {

uint64_t KeyOf(absl::string_view language, absl::string_view stem) {
  return FingerprintText(stem, FingerprintText(language));
}

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

}  // namespace

uint32_t Vocabulary::Intern(absl::string_view language, absl::string_view stem,
                            absl::string_view surface) {
  const uint64_t key = KeyOf(language, stem);
  auto [it, is_new] = ids_.try_emplace(key, terms_.size());
  surface = surface.substr(0, 255);
  if (!is_new) {
    UseSurface(terms_[it->second], surface);
    return it->second;
  }
  terms_.push_back({.key = key,
                    .surface_begin = static_cast<uint32_t>(surfaces_.size()),
                    .language = InternLanguage(language),
                    .surface_size = static_cast<uint8_t>(surface.size())});
  documents_.push_back(0);
  surfaces_.append(surface.data(), surface.size());
  return it->second;
}

// The shortest way of writing it, then the first in order: not the first to arrive, which would
// show in answers.
void Vocabulary::UseSurface(Term& term, absl::string_view surface) {
  const absl::string_view before =
      absl::string_view(surfaces_).substr(term.surface_begin, term.surface_size);
  if (std::make_pair(before.size(), before) <= std::make_pair(surface.size(), surface)) return;
  std::copy(surface.begin(), surface.end(), surfaces_.begin() + term.surface_begin);
  term.surface_size = static_cast<uint8_t>(surface.size());
}

uint32_t Vocabulary::Find(absl::string_view language, absl::string_view stem) const {
  return FindKey(KeyOf(language, stem));
}

uint32_t Vocabulary::FindKey(uint64_t key) const {
  const auto it = ids_.find(key);
  return it == ids_.end() ? kNoTerm : it->second;
}

absl::string_view Vocabulary::surface(uint32_t term) const {
  return absl::string_view(surfaces_).substr(terms_[term].surface_begin, terms_[term].surface_size);
}

uint16_t Vocabulary::InternLanguage(absl::string_view language) {
  const uint64_t key = FingerprintText(language);
  for (size_t i = 0; i < languages_.size(); ++i) {
    if (languages_[i].key == key) return static_cast<uint16_t>(i);
  }
  languages_.push_back({.key = key});
  return static_cast<uint16_t>(languages_.size() - 1);
}

uint32_t Vocabulary::IdfOf(uint32_t term, uint32_t documents, uint32_t extra) const {
  if (documents < 2) return 0;
  const uint32_t articles = languages_[terms_[term].language].articles + extra;
  return static_cast<uint32_t>(
      std::max(0, kIdfUnit + ScaledLog(1 + articles) - ScaledLog(1 + documents)));
}

uint32_t Vocabulary::IdfOfUnique(uint16_t language) const {
  const uint32_t articles = language < languages_.size() ? languages_[language].articles : 0;
  return static_cast<uint32_t>(std::max(0, kIdfUnit + ScaledLog(1 + articles) - ScaledLog(2)));
}

uint16_t Vocabulary::FindLanguage(absl::string_view language) const {
  const uint64_t key = FingerprintText(language);
  for (size_t i = 0; i < languages_.size(); ++i) {
    if (languages_[i].key == key) return static_cast<uint16_t>(i);
  }
  return 0;
}

size_t Vocabulary::memory_bytes() const {
  return ids_.capacity() * (sizeof(std::pair<uint64_t, uint32_t>) + 1) +
         terms_.capacity() * (sizeof(Term) + sizeof(documents_[0])) + surfaces_.capacity();
}

}  // namespace akin

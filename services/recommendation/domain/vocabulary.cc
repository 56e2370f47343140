#include "services/recommendation/domain/vocabulary.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "services/recommendation/domain/fingerprint.h"

namespace akin {
namespace {

uint64_t KeyOf(absl::string_view language, absl::string_view stem) {
  return Fingerprint(stem, Fingerprint(language));
}

// ln of small numbers from a table: scoring asks tens of thousands of times for one answer.
double Log(uint32_t n) {
  static const auto* const table = [] {
    auto* logs = new std::array<float, 1 << 14>();
    for (size_t i = 1; i < logs->size(); ++i) (*logs)[i] = std::log(static_cast<double>(i));
    return logs;
  }();
  return n < table->size() ? (*table)[n] : std::log(static_cast<double>(n));
}

}  // namespace

uint32_t Vocabulary::Intern(absl::string_view language, absl::string_view stem,
                            absl::string_view surface) {
  const uint64_t key = KeyOf(language, stem);
  auto [it, is_new] = ids_.try_emplace(key, terms_.size());
  if (!is_new) return it->second;
  surface = surface.substr(0, 255);
  terms_.push_back({.key = key,
                    .surface_begin = static_cast<uint32_t>(surfaces_.size()),
                    .documents = 0,
                    .language = InternLanguage(language),
                    .surface_size = static_cast<uint8_t>(surface.size())});
  surfaces_.append(surface.data(), surface.size());
  return it->second;
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
  const uint64_t key = Fingerprint(language);
  for (size_t i = 0; i < languages_.size(); ++i) {
    if (languages_[i].key == key) return static_cast<uint16_t>(i);
  }
  languages_.push_back({.key = key});
  return static_cast<uint16_t>(languages_.size() - 1);
}

uint32_t Vocabulary::IdfOf(uint32_t term, uint32_t documents, uint32_t extra) const {
  if (documents < 2) return 0;
  const uint32_t articles = languages_[terms_[term].language].articles + extra;
  const double idf = 1 + Log(1 + articles) - Log(1 + documents);
  return static_cast<uint32_t>(std::lround(kIdfUnit * std::max(idf, 0.0)));
}

size_t Vocabulary::memory_bytes() const {
  return ids_.capacity() * (sizeof(std::pair<uint64_t, uint32_t>) + 1) +
         terms_.capacity() * sizeof(Term) + surfaces_.capacity();
}

}  // namespace akin

#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_VOCABULARY_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_VOCABULARY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace akin {

inline constexpr uint32_t kNoTerm = ~uint32_t{0};

// The terms of all live articles with their document frequencies, exact at every moment. A term
// belongs to one language, so that the words of one do not count in another; each language also
// counts its articles. Thread-compatible.
class Vocabulary {
 public:
  // Ids are dense and stay; they depend on the order of arrival, so nothing may be sorted by them
  // that shows in an answer.
  uint32_t Intern(absl::string_view language, absl::string_view stem, absl::string_view surface);
  // kNoTerm if no article ever had it.
  uint32_t Find(absl::string_view language, absl::string_view stem) const;
  // The same by key, which is what is stored of a term outside.
  uint32_t FindKey(uint64_t key) const;
  uint64_t key(uint32_t term) const { return terms_[term].key; }
  // As written in some article: the shortest way, then the first in order.
  absl::string_view surface(uint32_t term) const;

  uint32_t document_frequency(uint32_t term) const { return documents_[term]; }
  void AddUse(uint32_t term) { ++documents_[term]; }
  void RemoveUse(uint32_t term) { --documents_[term]; }

  uint16_t InternLanguage(absl::string_view language);
  // 0 for one that no article was ever in.
  uint16_t FindLanguage(absl::string_view language) const;
  void AddArticle(uint16_t language) { ++languages_[language].articles; }
  void RemoveArticle(uint16_t language) { --languages_[language].articles; }

  // kIdfUnit * (1 + ln((1 + articles of the language) / (1 + documents))), in integers so that sums
  // do not depend on their order; 0 below two documents, where a term connects nothing.
  uint32_t Idf(uint32_t term) const { return IdfOf(term, documents_[term], 0); }
  // As if one more article had the term: for a seed that is not stored.
  uint32_t IdfWithOneMore(uint32_t term) const { return IdfOf(term, documents_[term] + 1, 1); }

  // The idf of a term that one article has; Idf says 0 there, since such a term connects nothing.
  uint32_t IdfOfUnique(uint16_t language) const;

  size_t size() const { return terms_.size(); }
  size_t memory_bytes() const;

 private:
  struct Term {
    uint64_t key;
    uint32_t surface_begin;
    uint16_t language;
    uint8_t surface_size;
  };
  struct Language {
    uint64_t key;
    uint32_t articles = 0;
  };

  void UseSurface(Term& term, absl::string_view surface);
  uint32_t IdfOf(uint32_t term, uint32_t documents, uint32_t extra) const;

  absl::flat_hash_map<uint64_t, uint32_t> ids_;
  std::vector<Term> terms_;
  std::vector<uint32_t> documents_;  // By term; apart from terms_, since scoring reads only these.
  std::vector<Language> languages_;
  std::string surfaces_;
};

inline constexpr int kIdfUnit = 64;

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_VOCABULARY_H_

#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_VOCABULARY_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_VOCABULARY_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "services/recommendation/domain/tables/paged_vector.h"
#include "services/recommendation/domain/tables/string_pool.h"

namespace akin {

inline constexpr uint32_t kNoTerm = ~uint32_t{0};

// The terms of all live articles with their document frequencies, exact at every moment. A term
// belongs to one language, so that the words of one do not count in another; each language also
// counts its articles. Thread-compatible.
class Vocabulary {
 public:
  Vocabulary() : ids_(0, KeyHash{this}, SameKey{this}) {}
  Vocabulary(const Vocabulary&) = delete;  // The hash functions point here.
  Vocabulary& operator=(const Vocabulary&) = delete;

  // Ids are dense and stay; they depend on the order of arrival, so nothing may be sorted by them
  // that shows in an answer.
  uint32_t Intern(absl::string_view language, absl::string_view stem, absl::string_view surface);
  // kNoTerm if no article ever had it.
  uint32_t Find(absl::string_view language, absl::string_view stem) const;
  // The same by key, which is what is stored of a term outside.
  static uint64_t KeyOf(absl::string_view language, absl::string_view stem);
  uint32_t FindKey(uint64_t key) const;
  uint64_t key(uint32_t term) const { return keys_[term]; }
  // As written in some article: the shortest way, then the first in order.
  absl::string_view surface(uint32_t term) const { return surfaces_[texts_[term]]; }

  uint32_t document_frequency(uint32_t term) const { return documents_[term]; }
  void AddUse(uint32_t term) { SetDocuments(term, documents_[term] + 1); }
  void RemoveUse(uint32_t term) { SetDocuments(term, documents_[term] - 1); }

  uint16_t InternLanguage(absl::string_view language);
  // 0 for one that no article was ever in.
  uint16_t FindLanguage(absl::string_view language) const;
  void AddArticle(uint16_t language) { ++languages_[language].articles; }
  void RemoveArticle(uint16_t language) { --languages_[language].articles; }
  size_t articles(uint16_t language) const {
    return language < languages_.size() ? languages_[language].articles : 0;
  }

  // kIdfUnit * (1 + ln((1 + articles of the language) / (1 + documents))), in integers so that sums
  // do not depend on their order; 0 below two documents, where a term connects nothing.
  uint32_t Idf(uint32_t term) const { return Idf(term, IdfBase(language(term))); }
  // The same where many terms of one language are asked for.
  uint32_t IdfBase(uint16_t language) const;
  uint32_t Idf(uint32_t term, uint32_t base) const {
    const uint32_t less = log_documents_[term];
    return base > less ? base - less : 0;
  }
  // As if one more article had the term: for a seed that is not stored.
  uint32_t IdfWithOneMore(uint32_t term) const {
    return IdfWithOneMore(term, IdfBaseWithOneMore(language(term)));
  }
  uint32_t IdfBaseWithOneMore(uint16_t language) const;
  uint32_t IdfWithOneMore(uint32_t term, uint32_t base) const;

  // The idf of a term that one article has; Idf says 0 there, since such a term connects nothing.
  uint32_t IdfOfUnique(uint16_t language) const;

  // --- A restart gives every term its number again.

  uint32_t size() const { return static_cast<uint32_t>(keys_.size()); }
  // Terms whose surface has changed since the last call, new ones not counted.
  std::vector<uint32_t> TakeResurfaced() { return std::exchange(resurfaced_, {}); }
  uint16_t language_count() const { return static_cast<uint16_t>(languages_.size()); }
  uint64_t language_key(uint16_t language) const { return languages_[language].key; }
  uint16_t language(uint32_t term) const { return term_languages_[term]; }
  void AddLanguage(uint64_t key) { languages_.push_back({.key = key}); }
  // Terms are found by key after FinishRestore().
  void RestoreTerm(uint64_t key, uint16_t language, absl::string_view surface);
  void FinishRestore();
  void SetSurface(uint32_t term, absl::string_view surface);
  // How many articles have each term, in the order of terms; threads may set different ones.
  void SetDocuments(uint32_t term, uint32_t documents);
  size_t memory_bytes() const;

 private:
  struct Language {
    uint64_t key;
    uint32_t articles = 0;
  };

  struct KeyHash {
    using is_transparent = void;
    const Vocabulary* of;
    size_t operator()(uint32_t term) const { return of->keys_[term]; }
    size_t operator()(uint64_t key) const { return key; }
  };
  struct SameKey {
    using is_transparent = void;
    const Vocabulary* of;
    uint64_t KeyOf(uint32_t term) const { return of->keys_[term]; }
    uint64_t KeyOf(uint64_t key) const { return key; }
    template <typename A, typename B>
    bool operator()(A a, B b) const {
      return KeyOf(a) == KeyOf(b);
    }
  };

  void UseSurface(uint32_t term, absl::string_view surface);

  absl::flat_hash_set<uint32_t, KeyHash, SameKey> ids_;
  // By term, each by itself: most of a million articles' words are in one article, and nobody asks.
  PagedVector<uint64_t> keys_;
  PagedVector<StringArena::Ref> texts_;  // Surfaces.
  PagedVector<uint16_t> term_languages_;
  PagedVector<uint32_t> documents_;
  // kIdfUnit * ln(1 + documents), which is all that scoring reads; too large below two documents.
  PagedVector<uint16_t> log_documents_;
  std::vector<Language> languages_;
  StringArena surfaces_;
  std::vector<uint32_t> resurfaced_;
};

inline constexpr int kIdfUnit = 64;

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_VOCABULARY_H_

#ifndef AKIN_COMMON_TEXT_STEMMER_H_
#define AKIN_COMMON_TEXT_STEMMER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

struct sb_stemmer;

namespace akin {

// What a language makes of one word.
struct WordForms {
  std::string folded;
  std::string stem;
  bool is_stop = false;
};

// The words of one language: stems, stop words, and how its apostrophe works. One thread.
class WordAnalyzer {
 public:
  // The calling thread's analyzer for a BCP-47 tag; lives as long as the thread.
  static WordAnalyzer& ForThread(absl::string_view language);

  // `primary_language` is a primary subtag.
  explicit WordAnalyzer(absl::string_view primary_language);

  // Whether words of a language have stems.
  static bool HasStemmer(absl::string_view primary_language);

  // The forms of a word in any case. The reference is good until the next call.
  const WordForms& Forms(absl::string_view word);

  // The stems by which search finds a word that is in small letters: the same whether it is written
  // with its accents or without. Empty if the language has no stemmer.
  const std::vector<std::string>& SearchStems(absl::string_view lower);

  bool splits_at_apostrophe() const { return splits_at_apostrophe_; }

 private:
  WordForms Compute(const std::string& lower) const;
  std::string Stem(const std::string& lower, const std::string& folded) const;
  std::vector<std::string> ComputeSearchStems(const std::string& lower) const;

  struct StemmerDeleter {
    void operator()(sb_stemmer* stemmer) const;
  };

  const std::string language_;
  const std::unique_ptr<sb_stemmer, StemmerDeleter> stemmer_;  // null: no stemming
  const absl::flat_hash_set<std::string>& stop_words_;
  const bool splits_at_apostrophe_;
  const bool stems_folded_;
  absl::flat_hash_map<std::string, WordForms> cache_;
  absl::flat_hash_map<std::string, std::vector<std::string>> search_stems_;
  std::string lower_;  // scratch
};

}  // namespace akin

#endif  // AKIN_COMMON_TEXT_STEMMER_H_

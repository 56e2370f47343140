#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_TEXT_ANALYSIS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_TEXT_ANALYSIS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/recommendation/domain/text/document.h"

namespace akin {

// What similarity needs of one article, from its words alone: no corpus, no internal ids, so it can
// be made on any thread and stored for a restart.
struct Analysis {
  struct Term {
    std::string stem;
    std::string surface;  // As written where it came first.
    uint8_t weight = 0;   // kTermWeightUnit * (1 + ln of its frequency, the title counting more).
    bool in_title = false;
    bool is_name = false;  // Written with a capital inside sentences.
  };

  DocMeta meta;                      // `story` is never set here.
  std::string headline;              // Or what stands in for it; at most 300 bytes.
  std::vector<Term> terms;           // Most frequent first, then by position; at most kMaxTerms.
  std::vector<std::string> names;    // Capitalised phrases as written, most frequent first.
  std::vector<std::string> numbers;  // Distinct, the title's first.
  uint32_t title_numbers = 0;        // How many of `numbers` stand in the title.
  // Hashes of neighbouring content words, ascending, distinct; at most kMaxShingles, the smallest.
  std::vector<uint32_t> shingles;
  uint32_t words = 0;
};

inline constexpr int kTermWeightUnit = 24;
inline constexpr size_t kMaxTerms = 160;
inline constexpr size_t kMaxNames = 24;
inline constexpr size_t kMaxNumbers = 32;
inline constexpr size_t kMaxShingles = 1024;

Analysis AnalyzeDocument(const Document& document);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_TEXT_ANALYSIS_H_

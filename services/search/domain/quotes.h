#ifndef AKIN_SERVICES_SEARCH_DOMAIN_QUOTES_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_QUOTES_H_

#include <cstddef>

#include "absl/strings/string_view.h"

// Quotation marks as keyboards and phones of all countries write them.
namespace akin {

// What stands in quotes at some place.
struct Quotation {
  absl::string_view text;
  // Behind the closing mark, or the end of all if there is none; 0 for no quotation.
  size_t end = 0;
};

// The quotation that opens at `at`. Single marks, which are apostrophes too, open one only where
// another closes it at the end of a word.
Quotation QuotationAt(absl::string_view query, size_t at);

// Whether a word that goes on until `at` ends there for a quotation mark. One between Hebrew
// letters is a part of an acronym.
bool EndsWordAt(absl::string_view query, size_t at);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_QUOTES_H_

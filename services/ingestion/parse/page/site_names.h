#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_SITE_NAMES_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_SITE_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace akin {

// What is left of a text when case, accents, spaces and punctuation do not count.
std::string Essence(absl::string_view text);

// What a site calls itself, and what its host does. Thread-compatible.
class SiteNames {
 public:
  SiteNames(absl::string_view site, absl::string_view url);

  // Whether `text` is one of the names, or as good as ("The Daily Wire - UK" of "Daily Wire").
  bool IsName(absl::string_view text) const;

 private:
  std::string site_;
  std::string host_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_SITE_NAMES_H_

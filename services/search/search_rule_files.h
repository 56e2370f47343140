#ifndef AKIN_SERVICES_SEARCH_SEARCH_RULE_FILES_H_
#define AKIN_SERVICES_SEARCH_SEARCH_RULE_FILES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/file/watched_files.h"
#include "common/sync/mutex.h"
#include "services/search/domain/search_rules.h"

namespace akin {

// The rules for queries as their files last had them. Thread-safe.
class SearchRuleFiles {
 public:
  // Paths; empty: no such rules.
  struct Options {
    std::string synonyms;
    std::string protected_words;
    std::string picks;
    // How often files are looked at.
    absl::Duration poll = absl::Seconds(1);
  };

  // INVALID_ARGUMENT naming flag, file and line if a file is wrong. Later, what is wrong is logged,
  // and the rules stay.
  static absl::StatusOr<std::unique_ptr<SearchRuleFiles>> Open(const Options& options);

  // Never null.
  std::shared_ptr<const SearchRules> current() const;

 private:
  SearchRuleFiles() = default;
  template <typename Part>
  WatchedFiles::File Watch(absl::string_view flag, const std::string& path,
                           Part SearchRules::*part);
  template <typename Part>
  absl::Status Take(absl::string_view flag, absl::string_view text, Part SearchRules::*part);

  mutable Mutex mu_;
  std::shared_ptr<const SearchRules> current_ ABSL_GUARDED_BY(mu_) =
      std::make_shared<const SearchRules>();
  // Fingerprints of what was taken, by flag; of the thread that reads.
  std::map<std::string, uint64_t> taken_;
  std::unique_ptr<WatchedFiles> files_;  // last: its thread uses the rest
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_SEARCH_RULE_FILES_H_

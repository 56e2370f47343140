#include "services/search/search_rule_files.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/text/fingerprint.h"

namespace akin {

absl::StatusOr<std::unique_ptr<SearchRuleFiles>> SearchRuleFiles::Open(const Options& options) {
  std::unique_ptr<SearchRuleFiles> rules(new SearchRuleFiles());
  ASSIGN_OR_RETURN(
      rules->files_,
      WatchedFiles::Open({rules->Watch("--synonyms", options.synonyms, &SearchRules::synonyms),
                          rules->Watch("--protected_words", options.protected_words,
                                       &SearchRules::protected_words),
                          rules->Watch("--picks", options.picks, &SearchRules::picks)},
                         {.poll = options.poll}));
  return rules;
}

std::shared_ptr<const SearchRules> SearchRuleFiles::current() const {
  MutexLock lock(mu_);
  return current_;
}

template <typename Part>
WatchedFiles::File SearchRuleFiles::Watch(absl::string_view flag, const std::string& path,
                                          Part SearchRules::*part) {
  const std::string name(flag);
  return {name, path,
          [this, name, part](absl::string_view text) { return Take(name, text, part); }};
}

template <typename Part>
absl::Status SearchRuleFiles::Take(absl::string_view flag, absl::string_view text,
                                   Part SearchRules::*part) {
  ASSIGN_OR_RETURN(Part parsed, Part::Parse(text));
  taken_[std::string(flag)] = FingerprintText(text);
  auto next = std::make_shared<SearchRules>(*current());
  (*next).*part = std::move(parsed);
  next->version.clear();
  for (const auto& [name, fingerprint] : taken_) {
    absl::StrAppend(&next->version, name, " ", absl::Hex(fingerprint), " ");
  }
  MutexLock lock(mu_);
  current_ = std::move(next);
  return absl::OkStatus();
}

}  // namespace akin

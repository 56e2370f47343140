#include "common/access/access_files.h"

#include <utility>

#include "common/access/policy_json.h"
#include "common/status/status_macros.h"

namespace akin {

absl::Status AccessFiles::TakePolicy(absl::string_view text) {
  ASSIGN_OR_RETURN(AccessPolicy policy, ParsePolicy(text));
  MutexLock lock(mu_);
  policy_ = std::make_shared<const AccessPolicy>(std::move(policy));
  return absl::OkStatus();
}

absl::Status AccessFiles::TakeTokens(absl::string_view text) {
  ASSIGN_OR_RETURN(Tokens tokens, Tokens::Parse(text));
  MutexLock lock(mu_);
  tokens_ = std::make_shared<const Tokens>(std::move(tokens));
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<AccessFiles>> AccessFiles::Open(Paths paths, OnChange on_change) {
  std::unique_ptr<AccessFiles> access(new AccessFiles());
  AccessFiles* const self = access.get();
  ASSIGN_OR_RETURN(
      access->files_,
      WatchedFiles::Open({{"--policy_file", std::move(paths.policy),
                           [self](absl::string_view text) { return self->TakePolicy(text); }},
                          {"--tokens_file", std::move(paths.tokens),
                           [self](absl::string_view text) { return self->TakeTokens(text); }}},
                         {.on_change = std::move(on_change)}));
  return access;
}

std::shared_ptr<const AccessPolicy> AccessFiles::policy() const {
  MutexLock lock(mu_);
  return policy_;
}

std::shared_ptr<const Tokens> AccessFiles::tokens() const {
  MutexLock lock(mu_);
  return tokens_;
}

}  // namespace akin

#include "common/access/access_files.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/access/policy_json.h"
#include "common/file/config_file.h"
#include "common/log/log.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

constexpr absl::Duration kInterval = absl::Seconds(1);

// What `parse` makes of the file; errors name it.
template <typename Parse>
auto ReadParsed(absl::string_view flag, const std::string& path, Parse parse)
    -> decltype(parse("")) {
  const absl::StatusOr<std::string> text = ReadConfigFile(path);
  if (!text.ok()) return InvalidField(flag, text.status().message());
  auto parsed = parse(*text);
  if (!parsed.ok()) return InvalidField(flag, absl::StrCat(path, ": ", parsed.status().message()));
  return parsed;
}

}  // namespace

absl::Status AccessFiles::ReadPolicy() {
  ASSIGN_OR_RETURN(AccessPolicy policy, ReadParsed("--policy_file", paths_.policy, ParsePolicy));
  MutexLock lock(mu_);
  policy_ = std::make_shared<const AccessPolicy>(std::move(policy));
  return absl::OkStatus();
}

absl::Status AccessFiles::ReadTokens() {
  ASSIGN_OR_RETURN(Tokens tokens, ReadParsed("--tokens_file", paths_.tokens, Tokens::Parse));
  MutexLock lock(mu_);
  tokens_ = std::make_shared<const Tokens>(std::move(tokens));
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<AccessFiles>> AccessFiles::Open(Paths paths, OnChange on_change) {
  std::unique_ptr<AccessFiles> files(new AccessFiles(std::move(paths), std::move(on_change)));
  // In this order a change in between is seen later.
  files->policy_stamp_ = FileStamps({files->paths_.policy});
  files->tokens_stamp_ = FileStamps({files->paths_.tokens});
  if (!files->paths_.policy.empty()) RETURN_IF_ERROR(files->ReadPolicy());
  if (!files->paths_.tokens.empty()) RETURN_IF_ERROR(files->ReadTokens());
  if (files->paths_.policy.empty() && files->paths_.tokens.empty()) return files;
  files->watcher_ =
      std::make_unique<PeriodicTask>(kInterval, [self = files.get()] { self->RefreshAll(); });
  return files;
}

std::shared_ptr<const AccessPolicy> AccessFiles::policy() const {
  MutexLock lock(mu_);
  return policy_;
}

std::shared_ptr<const Tokens> AccessFiles::tokens() const {
  MutexLock lock(mu_);
  return tokens_;
}

void AccessFiles::Refresh(const std::string& path, std::string& stamp,
                          absl::Status (AccessFiles::*read)()) {
  std::string now = FileStamps({path});
  if (path.empty() || now == stamp) return;
  stamp = std::move(now);
  const absl::Status status = (this->*read)();
  if (status.ok()) {
    Log(Severity::kInfo, "access file changed", {{"file", path}});
  } else {
    Log(Severity::kError, "access file is wrong; what it said before stays",
        {{"error", status.message()}});
  }
  on_change_(path, status);
}

void AccessFiles::RefreshAll() {
  Refresh(paths_.policy, policy_stamp_, &AccessFiles::ReadPolicy);
  Refresh(paths_.tokens, tokens_stamp_, &AccessFiles::ReadTokens);
}

}  // namespace akin

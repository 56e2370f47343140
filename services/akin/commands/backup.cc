#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/status_macros.h"
#include "services/akin/commands/commands.h"

namespace akin {
namespace {

class BackupCommand : public Command {
 public:
  absl::Status Run(Session& session, const std::vector<std::string>& arguments) override {
    storage::v1::CreateBackupRequest request;
    if (!arguments.empty()) request.set_name(arguments[0]);
    ASSIGN_OR_RETURN(
        const auto response,
        session.Call<storage::v1::CreateBackupResponse>(
            *session.backups(), &storage::v1::BackupService::Stub::CreateBackup, request));
    Print(session.out(), response);
    return absl::OkStatus();
  }

 private:
  static void Print(Output& out, const storage::v1::CreateBackupResponse& response) {
    if (out.json()) return out.PrintJson(response);
    const storage::v1::Backup& backup = response.backup();
    out.Line(absl::StrFormat("%s on storage's machine: %d articles, up to revision %d, %.1f MiB",
                             backup.path(), backup.article_count(), backup.revision(),
                             static_cast<double>(backup.size_bytes()) / (1 << 20)));
  }
};

}  // namespace

std::unique_ptr<Command> NewBackupCommand() { return std::make_unique<BackupCommand>(); }

}  // namespace akin

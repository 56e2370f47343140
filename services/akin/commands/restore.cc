#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "services/akin/commands/commands.h"
#include "services/storage/rocks/backup.h"

namespace akin {
namespace {

// Asks no service: storage must not run.
class RestoreCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    flags.Text("data_dir", "DIR", "--data_dir of akin-storage, without articles yet (wanted)",
               &data_dir_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>& arguments) override {
    if (data_dir_.empty()) return UsageError("--data_dir is missing (see: akin help restore)");
    ASSIGN_OR_RETURN(const BackupManifest restored, RestoreBackup(arguments[0], data_dir_));
    Print(session.out(), restored);
    return absl::OkStatus();
  }

 private:
  void Print(Output& out, const BackupManifest& restored) const {
    if (out.json()) return out.PrintJson(restored);
    out.Line(absl::StrCat(data_dir_, ": ", restored.article_count(), " articles, up to revision ",
                          restored.revision(), ", as log ", restored.log_id()));
  }

  std::string data_dir_;
};

}  // namespace

std::unique_ptr<Command> NewRestoreCommand() { return std::make_unique<RestoreCommand>(); }

}  // namespace akin

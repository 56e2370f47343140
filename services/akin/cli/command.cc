#include "services/akin/cli/command.h"

#include "absl/strings/cord.h"

namespace akin {
namespace {

constexpr absl::string_view kUsage = "akin/usage";

}  // namespace

absl::Status UsageError(absl::string_view message) {
  absl::Status status = absl::InvalidArgumentError(message);
  status.SetPayload(kUsage, absl::Cord());
  return status;
}

bool IsUsageError(const absl::Status& status) { return status.GetPayload(kUsage).has_value(); }

const CommandEntry* FindCommand(absl::string_view name) {
  for (const CommandEntry& entry : Commands()) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

}  // namespace akin

#include "services/web/http/message.h"

#include "absl/strings/match.h"

namespace akin {

absl::string_view FieldOf(const HttpFields& fields, absl::string_view name) {
  for (const auto& [key, value] : fields) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return "";
}

}  // namespace akin

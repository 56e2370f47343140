#ifndef AKIN_TESTS_CONFORMANCE_DRIVER_H_
#define AKIN_TESTS_CONFORMANCE_DRIVER_H_

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {

using Json = nlohmann::ordered_json;

// RFC 3339 in UTC.
Json TimeOrNull(const absl::optional<absl::Time>& time);

// Parses the file, and adds to `out` how long that took ("ms", "cpu_ms") and in "error" why it
// failed, or null.
absl::StatusOr<ParsedDocument> ParseFile(const std::string& path, const DocumentHints& hints,
                                         Json& out);

// A driver's main: writes what `convert` makes of each line of a file of JSON lines. argv names the
// folder that holds `list`, or where `list` is "" that file itself, and the file to write.
int RunDriver(int argc, char** argv, const std::string& list,
              const std::function<Json(const std::string& folder, const Json& record)>& convert);

}  // namespace akin

#endif  // AKIN_TESTS_CONFORMANCE_DRIVER_H_

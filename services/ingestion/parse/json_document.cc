#include "services/ingestion/parse/json_document.h"

#include <string>

#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/ingestion/parse/json.h"
#include "services/ingestion/parse/json_feed.h"
#include "services/ingestion/parse/json_repair.h"
#include "services/ingestion/parse/ninjs.h"

namespace akin {

absl::StatusOr<ParsedDocument> ReadJson(absl::string_view text, absl::string_view document_url) {
  ASSIGN_OR_RETURN(const std::string repaired, RepairJson(text));
  const Json root = Json::parse(repaired, /*cb=*/nullptr, /*allow_exceptions=*/false);
  if (root.is_discarded()) return InvalidField("content", "JSON that cannot be read");
  if (IsJsonFeed(root)) return ReadJsonFeed(root, document_url);
  if (IsNinjs(root)) return ReadNinjs(root, document_url);
  return InvalidField("content", "JSON that is neither a JSON Feed nor ninjs");
}

}  // namespace akin

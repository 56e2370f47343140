#include "services/ingestion/parse/parsed_document.h"

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"

namespace akin {

bool HasRoom(ParsedDocument& document) {
  if (document.items.size() < kMaxItems) return true;
  if (document.items.size() > kMaxItems) return false;
  document.items.emplace_back().error = InvalidField(
      "content", absl::StrCat("more than ", kMaxItems, " items, the rest is left out"));
  return false;
}

}  // namespace akin

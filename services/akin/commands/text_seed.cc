#include "services/akin/commands/text_seed.h"

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "services/akin/cli/files.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {

using recommendation::v1::TextSeed;

absl::StatusOr<TextSeed> ReadTextSeed(const std::string& path,
                                      absl::optional<absl::Time> published) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  auto document = ParseDocument(bytes, {});
  if (!document.ok())
    return absl::Status(document.status().code(),
                        absl::StrCat(path, ": ", document.status().message()));
  if (document->items.empty())
    return absl::InvalidArgumentError(absl::StrCat(path, ": no article in it"));
  const ParsedItem& item = document->items.front();
  TextSeed seed;
  seed.set_headline(item.title);
  seed.set_summary(item.summary);
  seed.set_body(item.content);
  seed.set_language(item.language);
  if (!published) published = item.published ? item.published : item.updated;
  if (published) *seed.mutable_publish_time() = ToProto(*published);
  return seed;
}

}  // namespace akin

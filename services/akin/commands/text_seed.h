#ifndef AKIN_SERVICES_AKIN_COMMANDS_TEXT_SEED_H_
#define AKIN_SERVICES_AKIN_COMMANDS_TEXT_SEED_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"

namespace akin {

// The first article of the document at `path` ("-": standard input), read as ingestion reads it.
// `published` overrides the document's stamp.
absl::StatusOr<recommendation::v1::TextSeed> ReadTextSeed(const std::string& path,
                                                          absl::optional<absl::Time> published);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_COMMANDS_TEXT_SEED_H_

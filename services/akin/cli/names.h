#ifndef AKIN_SERVICES_AKIN_CLI_NAMES_H_
#define AKIN_SERVICES_AKIN_CLI_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"

// Resource names as people type them: with or without their collection.
namespace akin {

std::string ArticleName(absl::string_view id);  // "x" or "articles/x" → "articles/x"
std::string StoryName(absl::string_view id);
std::string SourceName(absl::string_view id);
// "articles/x" → "x".
std::string BareId(absl::string_view name);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_CLI_NAMES_H_

#include "services/akin/cli/names.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace akin {
namespace {

std::string InCollection(absl::string_view collection, absl::string_view id) {
  return absl::StartsWith(id, collection) ? std::string(id) : absl::StrCat(collection, id);
}

}  // namespace

std::string ArticleName(absl::string_view id) { return InCollection("articles/", id); }
std::string StoryName(absl::string_view id) { return InCollection("stories/", id); }
std::string SourceName(absl::string_view id) { return InCollection("sources/", id); }

std::string BareId(absl::string_view name) {
  const size_t slash = name.find('/');
  return std::string(slash == absl::string_view::npos ? name : name.substr(slash + 1));
}

}  // namespace akin

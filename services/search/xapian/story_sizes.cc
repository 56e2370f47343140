#include "services/search/xapian/story_sizes.h"

#include "absl/strings/str_cat.h"
#include "services/search/xapian/schema.h"

namespace akin {

void StorySizes::operator()(const Xapian::Document& document, double) {
  const std::string story = document.get_value(xapian_schema::kStory);
  if (!story.empty()) ++sizes_[story];
}

uint32_t StorySizes::SizeOf(absl::string_view story) const {
  const auto found = sizes_.find(story);
  return found == sizes_.end() ? 1 : found->second;
}

std::string StorySizeOrder::operator()(const Xapian::Document& document) const {
  const std::string story = document.get_value(xapian_schema::kStory);
  // In hexadecimal digits of one length, numbers sort as texts do.
  return absl::StrCat(absl::Hex(sizes_.SizeOf(story), absl::kZeroPad8), story);
}

}  // namespace akin

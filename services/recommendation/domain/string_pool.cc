#include "services/recommendation/domain/string_pool.h"

#include <algorithm>
#include <cstring>

namespace akin {

absl::string_view StringArena::Add(absl::string_view text) {
  if (text.empty()) return text;
  if (text.size() > left_) {
    left_ = std::max(kPage, text.size());
    memory_bytes_ += left_;
    pages_.push_back(std::make_unique<char[]>(left_));
  }
  // From the end, so that one number says where.
  left_ -= text.size();
  char* at = pages_.back().get() + left_;
  std::memcpy(at, text.data(), text.size());
  return absl::string_view(at, text.size());
}

uint32_t StringPool::Intern(absl::string_view text) {
  if (text.empty()) return 0;
  const auto found = ids_.find(text);
  if (found != ids_.end()) return *found;
  const uint32_t id = static_cast<uint32_t>(texts_.size());
  texts_.push_back(arena_.Add(text));
  ids_.insert(id);
  return id;
}

}  // namespace akin

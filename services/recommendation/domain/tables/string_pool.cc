#include "services/recommendation/domain/tables/string_pool.h"

#include <algorithm>

#include "services/recommendation/domain/tables/codec.h"

namespace akin {

StringArena::Ref StringArena::Add(absl::string_view text) {
  if (text.empty()) return 0;
  ByteWriter out;
  out.String(text);
  const std::string bytes = out.Take();
  if (pages_.empty() || used_ + bytes.size() > kPage) {
    used_ = pages_.empty() ? 1 : 0;
    const size_t size = std::max(kPage, used_ + bytes.size());
    pages_.push_back(std::make_unique<char[]>(size));
    memory_bytes_ += size;
  }
  const size_t ref = (pages_.size() - 1) * kPage + used_;
  std::memcpy(&pages_.back()[used_], bytes.data(), bytes.size());
  used_ += bytes.size();
  return static_cast<Ref>(ref);
}

absl::string_view StringArena::operator[](Ref ref) const {
  if (ref == 0) return {};
  const char* at = &pages_[ref / kPage][ref % kPage];
  size_t size = 0;
  for (int shift = 0;; shift += 7) {
    const auto byte = static_cast<uint8_t>(*at++);
    size |= static_cast<size_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return absl::string_view(at, size);
  }
}

uint32_t StringPool::Intern(absl::string_view text) {
  if (text.empty()) return 0;
  const auto found = ids_.find(text);
  if (found != ids_.end()) return *found;
  const uint32_t id = size();
  refs_.push_back(arena_.Add(text));
  ids_.insert(id);
  return id;
}

uint32_t StringPool::Find(absl::string_view text) const {
  const auto found = ids_.find(text);
  return found == ids_.end() ? 0 : *found;
}

}  // namespace akin

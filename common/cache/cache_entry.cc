#include "common/cache/cache_entry.h"

namespace akin {
namespace {

// Change it with the layout: version, the integers below, the tags' number, tags, value.
constexpr uint64_t kVersion = 0x414b'494e'0000'0001;
constexpr uint64_t kIntegers = 6;
constexpr size_t kBytes = 8;

void Append(uint64_t number, std::string& bytes) {
  for (size_t i = 0; i < kBytes; ++i) bytes.push_back(static_cast<char>(number >> (8 * i)));
}

// Removes a number from the front; there must be one.
uint64_t Take(absl::string_view& bytes) {
  uint64_t number = 0;
  for (size_t i = 0; i < kBytes; ++i) {
    number |= uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  bytes.remove_prefix(kBytes);
  return number;
}

uint64_t Micros(absl::Time time) { return static_cast<uint64_t>(absl::ToUnixMicros(time)); }
absl::Time FromMicros(uint64_t micros) {
  return absl::FromUnixMicros(static_cast<int64_t>(micros));
}

}  // namespace

CacheTag MakeCacheTag(absl::string_view name) {
  // FNV-1a, since absl::Hash differs between processes.
  uint64_t hash = 14695981039346656037u;
  for (char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash;
}

CacheEntry::CacheEntry(const CacheEntry& other)
    : value(other.value),
      revision(other.revision),
      tags(other.tags),
      computed_at(other.computed_at),
      fresh_until(other.fresh_until),
      refresh_at(other.refresh_at),
      usable_until(other.usable_until),
      valid_at_epoch(other.valid_at_epoch.load()) {}

std::string EncodeCacheEntry(const CacheEntry& entry) {
  std::string bytes;
  bytes.reserve((kIntegers + entry.tags.size()) * kBytes + entry.value.size());
  Append(kVersion, bytes);
  Append(static_cast<uint64_t>(entry.revision), bytes);
  Append(Micros(entry.computed_at), bytes);
  Append(Micros(entry.fresh_until), bytes);
  Append(Micros(entry.usable_until), bytes);
  Append(entry.tags.size(), bytes);
  for (CacheTag tag : entry.tags) Append(tag, bytes);
  Append(entry.value.size(), bytes);
  return bytes + entry.value;
}

absl::StatusOr<CacheEntryPtr> DecodeCacheEntry(absl::string_view bytes) {
  const absl::Status broken = absl::DataLossError("not a cache entry of this version");
  if (bytes.size() < (kIntegers + 1) * kBytes || Take(bytes) != kVersion) return broken;
  auto entry = std::make_shared<CacheEntry>();
  entry->revision = static_cast<int64_t>(Take(bytes));
  entry->computed_at = FromMicros(Take(bytes));
  entry->fresh_until = entry->refresh_at = FromMicros(Take(bytes));
  entry->usable_until = FromMicros(Take(bytes));
  const uint64_t tags = Take(bytes);
  if (tags > bytes.size() / kBytes - 1) return broken;
  for (uint64_t i = 0; i < tags; ++i) entry->tags.push_back(Take(bytes));
  if (Take(bytes) != bytes.size()) return broken;
  entry->value = std::string(bytes);
  return CacheEntryPtr(std::move(entry));
}

}  // namespace akin

#include "common/cache/memory_cache.h"

#include <iterator>

namespace akin {
namespace {

// List and map nodes, the entry's own fields, allocators' rounding.
constexpr size_t kOverheadBytes = 320;

size_t BytesOf(absl::string_view key, const CacheEntry& entry) {
  return kOverheadBytes + key.size() + entry.value.size() + entry.tags.size() * sizeof(CacheTag);
}

}  // namespace

MemoryCache::MemoryCache(size_t max_bytes) : max_shard_bytes_(max_bytes / kShards) {}

CacheEntryPtr MemoryCache::Find(absl::string_view key) {
  Shard& shard = ShardOf(key);
  MutexLock lock(shard.mu);
  const auto found = shard.positions.find(key);
  if (found == shard.positions.end()) return nullptr;
  shard.order.splice(shard.order.begin(), shard.order, found->second);
  return found->second->second;
}

void MemoryCache::Put(absl::string_view key, CacheEntryPtr entry) {
  const size_t bytes = BytesOf(key, *entry);
  Shard& shard = ShardOf(key);
  MutexLock lock(shard.mu);
  const auto found = shard.positions.find(key);
  if (found != shard.positions.end()) {
    if (found->second->second->computed_at > entry->computed_at) return;
    shard.Erase(found->second);
  }
  if (bytes > max_shard_bytes_) return;
  while (shard.bytes + bytes > max_shard_bytes_) shard.Erase(std::prev(shard.order.end()));
  shard.order.emplace_front(std::string(key), std::move(entry));
  shard.positions[shard.order.front().first] = shard.order.begin();
  shard.bytes += bytes;
}

void MemoryCache::Erase(absl::string_view key) {
  Shard& shard = ShardOf(key);
  MutexLock lock(shard.mu);
  const auto found = shard.positions.find(key);
  if (found != shard.positions.end()) shard.Erase(found->second);
}

void MemoryCache::Clear() {
  for (Shard& shard : shards_) {
    Shard::Order dropped;  // after the lock, since it takes long
    MutexLock lock(shard.mu);
    shard.positions.clear();
    shard.order.swap(dropped);
    shard.bytes = 0;
  }
}

size_t MemoryCache::Bytes() const {
  size_t bytes = 0;
  for (const Shard& shard : shards_) {
    MutexLock lock(shard.mu);
    bytes += shard.bytes;
  }
  return bytes;
}

size_t MemoryCache::Entries() const {
  size_t entries = 0;
  for (const Shard& shard : shards_) {
    MutexLock lock(shard.mu);
    entries += shard.order.size();
  }
  return entries;
}

MemoryCache::Shard& MemoryCache::ShardOf(absl::string_view key) {
  return shards_[absl::Hash<absl::string_view>()(key) % kShards];
}

void MemoryCache::Shard::Erase(Order::iterator position) {
  bytes -= BytesOf(position->first, *position->second);
  positions.erase(position->first);
  order.erase(position);
}

}  // namespace akin

#include "services/search/domain/match_pins.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/search/domain/match_codec.h"

namespace akin {
namespace {

size_t BytesOf(const MatchResult& result) {
  size_t bytes = sizeof(MatchResult) + result.corrected_query.size();
  for (const Match& match : result.matches) bytes += sizeof(Match) + match.name.capacity();
  for (const search::v1::Facet& facet : result.facets) bytes += facet.SpaceUsedLong();
  return bytes;
}

std::string SharedKey(const std::string& key) { return absl::StrCat("akin:search_pin:", key); }

}  // namespace

void MatchPins::Pin(const std::string& key, Pinned result) {
  if (FindHere(key) != nullptr) return;
  if (options_.shared != nullptr) {
    // Best effort: without it this replica still turns the page.
    options_.shared->Set(SharedKey(key), EncodeMatchResult(*result), options_.ttl).IgnoreError();
  }
  Insert(key, std::move(result));
}

MatchPins::Pinned MatchPins::Find(const std::string& key) {
  if (Pinned here = FindHere(key)) return here;
  if (options_.shared == nullptr) return nullptr;
  const auto bytes = options_.shared->Get(SharedKey(key));
  if (!bytes.ok() || !bytes->has_value()) return nullptr;
  auto result = DecodeMatchResult(**bytes);
  if (!result.ok()) return nullptr;
  auto pinned = std::make_shared<const MatchResult>(*std::move(result));
  Insert(key, pinned);
  return pinned;
}

void MatchPins::Insert(const std::string& key, Pinned result) {
  const size_t bytes = sizeof(Entry) + key.size() + BytesOf(*result);
  MutexLock lock(mu_);
  if (const auto found = by_key_.find(key); found != by_key_.end()) Erase(found->second);
  entries_.push_front({key, std::move(result), bytes, clock_.Now() + options_.ttl});
  by_key_[key] = entries_.begin();
  bytes_ += bytes;
  while (bytes_ > options_.max_bytes && !entries_.empty()) Erase(std::prev(entries_.end()));
}

MatchPins::Pinned MatchPins::FindHere(const std::string& key) {
  MutexLock lock(mu_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  if (found->second->expires <= clock_.Now()) {
    Erase(found->second);
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->result;
}

void MatchPins::Erase(Entries::iterator entry) {
  bytes_ -= entry->bytes;
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

}  // namespace akin

#include "services/search/domain/caching_article_index.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/cache/through_cache.h"
#include "common/status/status_macros.h"
#include "services/search/domain/match_codec.h"

namespace akin {

template <>
struct CacheCodec<MatchResult> {
  static std::string Encode(const MatchResult& result) { return EncodeMatchResult(result); }
  static absl::StatusOr<MatchResult> Decode(absl::string_view bytes) {
    return DecodeMatchResult(bytes);
  }
};

namespace {

// A change of one of the first matches makes a result worthless; later ones are seldom looked at,
// and are read anew when they are.
constexpr size_t kMaxTags = 100;

// Raised when the same request comes to find otherwise: programs of two versions share one cache.
constexpr absl::string_view kMeaning = "5";

std::string KeyOf(const MatchRequest& request) {
  return JoinCacheKey({kMeaning, request.query_text, request.filter_text,
                       absl::StrCat(request.order), absl::StrCat(request.collapse_stories),
                       absl::StrJoin(request.facets, ","), absl::StrCat(request.facet_size),
                       absl::StrCat(request.time_facet_size), request.time_zone, request.language,
                       request.rules->version, absl::FormatDuration(request.recency.half_life),
                       absl::StrCat(request.recency.floor), absl::StrCat(request.max_matches)});
}

FreshValue<MatchResult> ToFresh(MatchResult result) {
  FreshValue<MatchResult> fresh;
  fresh.revision = result.position.revision;
  const size_t tags = std::min(result.matches.size(), kMaxTags);
  for (size_t i = 0; i < tags; ++i) fresh.tags.push_back(result.matches[i].name);
  fresh.value = std::move(result);
  return fresh;
}

void Invalidate(const storage::v1::Change& change, Cache& cache) {
  if (change.has_article()) cache.Invalidate(change.article().name(), change.revision());
  if (change.has_withdrawn()) cache.Invalidate(change.withdrawn(), change.revision());
  if (change.has_assignment()) cache.Invalidate(change.assignment().article(), change.revision());
}

}  // namespace

absl::StatusOr<MatchResult> CachingArticleIndex::FindMatches(const MatchRequest& request) const {
  CacheQuery query;
  query.key = KeyOf(request);
  query.min_revision = request.min_revision;
  query.max_staleness = request.max_staleness;
  query.deadline = request.deadline;
  const auto compute = [this, request](absl::Time) -> absl::StatusOr<FreshValue<MatchResult>> {
    ASSIGN_OR_RETURN(MatchResult result, index_.FindMatches(request));
    return ToFresh(std::move(result));
  };
  ASSIGN_OR_RETURN(CachedValue<MatchResult> cached,
                   GetThrough<MatchResult>(cache_, query, compute));
  cached.value.cache = cached.info;
  return std::move(cached.value);
}

InvalidatingLogView::InvalidatingLogView(LogView& view, Cache& cache) : view_(view), cache_(cache) {
  const LogPosition position = view.position();
  cache_.FollowLog(position.log_id, position.revision);
}

absl::Status InvalidatingLogView::Reset(absl::string_view log_id) {
  RETURN_IF_ERROR(view_.Reset(log_id));
  cache_.FollowLog(log_id, 0);
  return absl::OkStatus();
}

absl::Status InvalidatingLogView::Apply(const LogBatch& batch) {
  RETURN_IF_ERROR(view_.Apply(batch));
  for (const storage::v1::Change& change : batch.changes) Invalidate(change, cache_);
  return absl::OkStatus();
}

}  // namespace akin

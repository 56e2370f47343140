#include "services/recommendation/service/similar_lister.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/cache/cache_report.h"
#include "common/cache/through_cache.h"
#include "common/status/status_macros.h"
#include "services/recommendation/service/engine_request.h"
#include "services/recommendation/view/to_document.h"

namespace akin {
namespace {

using recommendation::v1::ListSimilarArticlesRequest;
using recommendation::v1::ListSimilarArticlesResponse;

// Near-duplicates are among the most similar: so many of those are ranked by duplicate score.
constexpr int kRankedByDuplicateScore = 100;

// Moves the names of stored seeds that are not there from `seeds` to `missing`. The view knows why
// they are not; the engine does not. That is the status, of the first of them.
absl::Status TakeMissing(const SimilarityView& view,
                         google::protobuf::RepeatedPtrField<recommendation::v1::Seed>& seeds,
                         google::protobuf::RepeatedPtrField<std::string>& missing) {
  absl::Status why;
  const auto engine = view.engine();
  const auto taken = std::remove_if(seeds.begin(), seeds.end(), [&](const auto& seed) {
    const std::string id = ArticleIdOf(seed.article());
    if (seed.has_text() || engine->Find(id).has_value()) return false;
    const absl::Status found = view.Card(id).status();
    why.Update(found);
    if (!found.ok()) *missing.Add() = seed.article();
    return !found.ok();
  });
  seeds.erase(taken, seeds.end());
  return why;
}

void RankByDuplicateScore(SimilarResult& result, int k) {
  std::stable_sort(result.hits.begin(), result.hits.end(), [](const Hit& a, const Hit& b) {
    return a.duplicate_score > b.duplicate_score;
  });
  if (result.hits.size() > static_cast<size_t>(k)) result.hits.resize(k);
  for (Hit& hit : result.hits) hit.similarity = hit.duplicate_score;
}

std::vector<std::string> TagsOf(const ListSimilarArticlesRequest& request,
                                const ListSimilarArticlesResponse& response) {
  std::vector<std::string> tags;
  for (const auto* seeds : {&request.seeds(), &request.negative_seeds()}) {
    for (const auto& seed : *seeds) {
      if (!seed.has_text()) tags.push_back(SeedTag(ArticleIdOf(seed.article())));
    }
  }
  for (const auto& hit : response.hits()) tags.push_back(HitTag(ArticleIdOf(hit.article().name())));
  return tags;
}

}  // namespace

absl::StatusOr<SimilarList> EngineLister::List(const SimilarQuestion& question) {
  // Read first: what comes in while the engine computes may or may not be in the answer.
  const LogPosition position = gate_.position();
  ListSimilarArticlesRequest asked = question.request;
  google::protobuf::RepeatedPtrField<std::string> missing;
  const absl::Status why = TakeMissing(view_, *asked.mutable_seeds(), missing);
  if (asked.seeds().empty()) return why;
  (void)TakeMissing(view_, *asked.mutable_negative_seeds(), missing);
  SimilarRequest request = ToEngineRequest(asked, question.filter, view_);
  request.proposals = question.proposals;
  request.only_proposals = !question.proposals.empty();
  const bool by_duplicates = question.request.arrange().rank_by_duplicate_score();
  if (by_duplicates) request.options.k = std::max(request.options.k, kRankedByDuplicateScore);
  ASSIGN_OR_RETURN(SimilarResult result, view_.engine()->Similar(request));
  if (by_duplicates) RankByDuplicateScore(result, question.request.page_size());
  SimilarList list;
  list.response = FromEngineResult(result, question.request.include_features());
  list.response.mutable_missing_seeds()->Swap(&missing);
  list.response.mutable_info()->set_log_id(position.log_id);
  list.response.mutable_info()->set_revision(position.revision);
  list.response.mutable_info()->set_cache_status(news::v1::CACHE_STATUS_MISS);
  return list;
}

absl::StatusOr<SimilarList> CachingLister::List(const SimilarQuestion& question) {
  CacheQuery query;
  query.key = Key(question);
  query.min_revision = question.min_revision;
  query.max_staleness = question.max_staleness;
  query.deadline = question.deadline;
  const auto compute =
      [this,
       question](absl::Time deadline) -> absl::StatusOr<FreshValue<ListSimilarArticlesResponse>> {
    SimilarQuestion asked = question;
    asked.deadline = deadline;
    ASSIGN_OR_RETURN(SimilarList list, slow_.List(asked));
    FreshValue<ListSimilarArticlesResponse> fresh;
    fresh.revision = list.response.info().revision();
    fresh.tags = TagsOf(asked.request, list.response);
    // Revisions of another log mean nothing in this one; and a seed that is missing may come.
    fresh.cacheable = list.response.info().log_id() == cache_.log_id() &&
                      list.response.missing_seeds().empty() &&
                      list.response.info().degradations().empty();
    fresh.max_ttl = list.max_ttl;
    fresh.value = std::move(list.response);
    return fresh;
  };
  ASSIGN_OR_RETURN(auto found, GetThrough<ListSimilarArticlesResponse>(cache_, query, compute));
  ReportCache(found.info, *found.value.mutable_info());
  return SimilarList{std::move(found.value), {found.entry, found.info}};
}

// A seed that is not stored has no revision; List will say so, and such answers are not cached.
std::string CachingLister::Key(const SimilarQuestion& question) const {
  std::string revisions;
  const auto engine = view_.engine();
  for (const auto* seeds : {&question.request.seeds(), &question.request.negative_seeds()}) {
    for (const auto& seed : *seeds) {
      const auto meta = engine->Find(ArticleIdOf(seed.article()));
      absl::StrAppend(&revisions, meta ? meta->revision : 0, ",");
    }
  }
  const std::string request = question.request.SerializeAsString();
  if (question.plan == nullptr || question.plan->active.empty()) {
    return JoinCacheKey({engine->ModelVersion(), revisions, request});
  }
  return JoinCacheKey({engine->ModelVersion(), revisions, request, question.plan->key});
}

}  // namespace akin

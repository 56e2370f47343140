#include "services/recommendation/service/ready_answers.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/cache/cache_report.h"
#include "common/time/proto_time.h"

namespace akin {
namespace {

using recommendation::v1::ListSimilarArticlesRequest;
using recommendation::v1::ListSimilarArticlesResponse;

// A request with such a text is not worth a copy.
constexpr size_t kMaxRequestBytes = 4'096;

// All of the request but how fresh it wants its answer; of its experiment_key what the plan has
// made of it. It cannot be the key of a list, which begins with a length.
std::string KeyOf(const ListSimilarArticlesRequest& request, const PipelinePlan* plan) {
  ListSimilarArticlesRequest asked = request;
  asked.clear_min_revision();
  asked.clear_max_staleness();
  asked.clear_experiment_key();
  const std::string bytes = asked.SerializeAsString();
  return plan == nullptr ? absl::StrCat("ready:", bytes)
                         : absl::StrCat("ready:", JoinCacheKey({plan->key, bytes}));
}

// What is said of this answer alone.
std::string InfoOf(const CacheInfo& info) {
  ListSimilarArticlesResponse response;
  response.mutable_info()->set_log_id(info.log_id);
  ReportCache(info, *response.mutable_info());
  return response.SerializeAsString();
}

}  // namespace

absl::optional<ReadyAnswer> ReadyAnswers::Find(const ListSimilarArticlesRequest& request,
                                               const Caller* caller) const {
  if (request.ByteSizeLong() > kMaxRequestBytes) return absl::nullopt;
  PipelinePlanPtr plan;
  if (pipelines_ != nullptr) {
    auto chosen = pipelines_->current()->Choose(request, caller);
    if (!chosen.ok()) return absl::nullopt;
    plan = *std::move(chosen);
  }
  CacheQuery query;
  query.key = KeyOf(request, plan.get());
  query.min_revision = request.min_revision();
  // A negative one is for the handler to refuse.
  if (request.has_max_staleness()) query.max_staleness = FromProto(request.max_staleness());
  const absl::optional<CacheAnswer> found = cache_.FindFresh(query);
  if (!found) return absl::nullopt;
  return ReadyAnswer{std::shared_ptr<const std::string>(found->entry, &found->entry->value),
                     InfoOf(found->info)};
}

void ReadyAnswers::Keep(const ListSimilarArticlesRequest& request, const PipelinePlan* plan,
                        const CacheAnswer& list,
                        const ListSimilarArticlesResponse& response) const {
  if (request.view() == news::v1::ARTICLE_VIEW_FULL) return;
  if (list.info.outcome != CacheOutcome::kHit) return;
  ListSimilarArticlesResponse whole = response;
  whole.clear_info();
  cache_.KeepForm(KeyOf(request, plan), list, whole.SerializeAsString());
}

}  // namespace akin

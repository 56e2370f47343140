#include "services/recommendation/service/recommendation_service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/filter/article_filter.h"
#include "common/log/log.h"
#include "common/page/answer_budget.h"
#include "common/page/page_token.h"
#include "common/rpc/status_conversion.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "common/status/status_macros.h"
#include "common/text/fingerprint.h"
#include "common/time/proto_time.h"
#include "services/recommendation/events/event_features.h"
#include "services/recommendation/service/engine_request.h"
#include "services/recommendation/view/to_document.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;

constexpr int kDefaultHits = 10;
constexpr int kMaxHits = 1000;
constexpr int kMaxBatch = 100;
constexpr int kExplainedRanks = 1000;
constexpr int kDefaultStories = 50;
constexpr int kMaxStories = 1000;
constexpr size_t kMaxStoryArticles = 1000;
constexpr size_t kMaxStorySources = 100;
constexpr absl::string_view kStories = "stories/";

absl::Status ValidateView(news::v1::ArticleView view) {
  if (news::v1::ArticleView_IsValid(view)) return absl::OkStatus();
  return InvalidField("view", absl::StrCat(view, ", no such view"));
}

absl::Status ValidateArticleName(absl::string_view field, absl::string_view name) {
  if (absl::StartsWith(name, "articles/")) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("\"", Shown(name), "\", want articles/{id}"));
}

absl::StatusOr<SimilarQuestion> ToQuestion(const CallContext& call,
                                           const v1::ListSimilarArticlesRequest& request,
                                           PipelinePlanPtr plan) {
  RETURN_IF_ERROR(ValidateSimilarRequest(request));
  RETURN_IF_ERROR(ValidateView(request.view()));
  SimilarQuestion question;
  ASSIGN_OR_RETURN(question.filter, ParseArticleFilter(request.filter()));
  question.request = request;
  question.request.clear_view();
  question.request.clear_min_revision();
  question.request.clear_max_staleness();
  question.request.clear_pipeline();
  question.request.clear_experiment_key();
  if (plan != nullptr && plan->pipeline->has_arrange() && !request.has_arrange()) {
    *question.request.mutable_arrange() = plan->pipeline->arrange();
  }
  question.plan = std::move(plan);
  ASSIGN_OR_RETURN(const int k, PageSize(request.page_size(), kDefaultHits, kMaxHits));
  question.request.set_page_size(k);
  question.min_revision = request.min_revision();
  if (request.has_max_staleness()) question.max_staleness = FromProto(request.max_staleness());
  if (question.max_staleness < absl::ZeroDuration()) {
    return InvalidField("max_staleness", "negative, want >= 0");
  }
  question.deadline = call.deadline;
  question.traceparent = call.traceparent;
  return question;
}

// Says what the list was made by, in the answer and, at the level "debug", in the log.
void TellPlan(const CallContext& call, const PipelinePlan& plan,
              v1::ListSimilarArticlesResponse& response) {
  response.set_pipeline(plan.asked->name());
  response.set_pipeline_version(plan.set->version());
  response.set_arm(std::string(plan.arm));
  if (!LogEnabled(Severity::kDebug)) return;
  Log(Severity::kDebug, "list made",
      {{"pipeline", plan.asked->name()},
       {"arm", plan.arm},
       {"made_by", plan.pipeline->name()},
       {"pipeline_version", plan.set->version()},
       {"plugins", plan.active.size()},
       {"traceparent", call.traceparent}});
}

// Where a page of stories ends: after this time and id.
std::string StoryCursor(const Story& last) {
  return absl::StrCat(absl::ToUnixNanos(last.last_time), " ", last.id);
}

absl::Status GoOnAfter(absl::string_view cursor, StoryQuery& query) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(cursor, absl::MaxSplits(' ', 1));
  int64_t nanos = 0;
  if (!absl::SimpleAtoi(parts.first, &nanos)) {
    return InvalidField("page_token", "not a token of this service");
  }
  query.after_time = nanos == absl::ToUnixNanos(absl::InfinitePast()) ? absl::InfinitePast()
                                                                      : absl::FromUnixNanos(nanos);
  query.after_id = std::string(parts.second);
  return absl::OkStatus();
}

// Says so if not all of the articles fit into the answer.
void ReportCut(const ArticleReader::Articles& articles, size_t wanted,
               news::v1::ResponseInfo& info) {
  if (articles.read == wanted) return;
  news::v1::Degradation& degradation = *info.add_degradations();
  degradation.set_component("answer");
  degradation.set_reason(absl::StrCat("the first ", articles.read, " of ", wanted,
                                      " articles fit into it; ask for a smaller view"));
}

// A list of a batch that has no room left for it.
absl::Status NoRoom() {
  return ErrorWithReason(absl::StatusCode::kResourceExhausted, "ANSWER_TOO_LARGE",
                         "the batch's answer has no room left; ask for this list by itself");
}

std::vector<std::string> NewestFirst(const Story& story) {
  std::vector<std::string> names;
  for (auto id = story.members.rbegin();
       id != story.members.rend() && names.size() < kMaxStoryArticles; ++id) {
    names.push_back(absl::StrCat("articles/", *id));
  }
  return names;
}

}  // namespace

RecommendationService::RecommendationService(const SimilarityView& view, SimilarLister& lister,
                                             const ReadyAnswers& ready, const ArticleReader& reader,
                                             const Pipelines& pipelines, EventRecorder& events,
                                             ServiceHost::Options host)
    : RpcService("akin.recommendation.v1.RecommendationService", host),
      view_(view),
      lister_(lister),
      ready_(ready),
      reader_(reader),
      pipelines_(pipelines),
      events_(events),
      gate_(*host.gate),
      // Waiting for plug-ins they take places of those that may wait, of which others need some.
      batch_crew_(pipelines.file == nullptr ? 0 : static_cast<size_t>(host.threads) / 4) {
  Unary("ListSimilarArticles", &RecommendationService::ListSimilarArticles,
        [this](const CallContext& call, const ListRequest& request) {
          return ready_.Find(request, call.caller.get());
        });
  Unary("BatchListSimilarArticles", &RecommendationService::BatchListSimilarArticles);
  Unary("ExplainSimilarity", &RecommendationService::ExplainSimilarity);
  Unary("GetStory", &RecommendationService::GetStory);
  Unary("ListStories", &RecommendationService::ListStories);
  Unary("ListPlugins", &RecommendationService::ListPlugins);
  Unary("RecordEvents", &RecommendationService::RecordEvents);
  RpcService::host().SetCheap({"GetStory", "ListPlugins", "RecordEvents"});
}

absl::StatusOr<v1::ListSimilarArticlesResponse> RecommendationService::ListSimilarArticles(
    const CallContext& call, const ListRequest& request) {
  ASSIGN_OR_RETURN(const PipelinePlanPtr plan, PlanOf(call, request));
  ASSIGN_OR_RETURN(SimilarQuestion question, ToQuestion(call, request, plan));
  ASSIGN_OR_RETURN(SimilarList list, lister_.List(question));
  ASSIGN_OR_RETURN(const bool complete, FillHits(call, request.view(), list.response));
  if (!complete) {
    // Some were withdrawn since it was cached: others take their places.
    question.max_staleness = absl::ZeroDuration();
    ASSIGN_OR_RETURN(list, lister_.List(question));
    RETURN_IF_ERROR(FillHits(call, request.view(), list.response).status());
  }
  if (plan != nullptr) TellPlan(call, *plan, list.response);
  if (complete) ready_.Keep(request, plan.get(), list.cached, list.response);
  return std::move(list.response);
}

// Null: no pipelines are configured.
absl::StatusOr<PipelinePlanPtr> RecommendationService::PlanOf(const CallContext& call,
                                                              const ListRequest& request) const {
  if (pipelines_.file != nullptr)
    return pipelines_.file->current()->Choose(request, call.caller.get());
  if (request.pipeline().empty()) return PipelinePlanPtr();
  return InvalidField(
      "pipeline", absl::StrCat("\"", Shown(request.pipeline()), "\", the server has no pipelines"));
}

absl::StatusOr<v1::ListPluginsResponse> RecommendationService::ListPlugins(
    const CallContext&, const v1::ListPluginsRequest&) {
  v1::ListPluginsResponse response;
  if (pipelines_.file == nullptr) return response;
  const auto set = pipelines_.file->current();
  response.set_pipeline_version(set->version());
  response.set_default_pipeline(set->config().default_pipeline());
  response.set_refused_configuration(pipelines_.file->refused());
  pipelines_.fleet->List(response);
  return response;
}

absl::Status RecommendationService::CheckReached(int64_t min_revision) const {
  if (min_revision < 0) return InvalidField("min_revision", "negative, want >= 0");
  return gate_.CheckReached(min_revision);
}

// Puts the articles into the hits, and drops hits whose article is gone: then it is not complete.
absl::StatusOr<bool> RecommendationService::FillHits(const CallContext& call,
                                                     news::v1::ArticleView view,
                                                     ListResponse& response) const {
  std::vector<std::string> names;
  for (const auto& hit : response.hits()) names.push_back(hit.article().name());
  ASSIGN_OR_RETURN(ArticleReader::Articles articles, reader_.Read(call, names, view));
  auto& hits = *response.mutable_hits();
  ReportCut(articles, names.size(), *response.mutable_info());
  hits.erase(hits.begin() + static_cast<ptrdiff_t>(articles.read), hits.end());
  const auto gone = std::remove_if(hits.begin(), hits.end(), [&](v1::SimilarHit& hit) {
    const auto article = articles.by_name.find(hit.article().name());
    if (article == articles.by_name.end()) return true;
    *hit.mutable_article() = std::move(article->second);
    return false;
  });
  const bool complete = gone == hits.end();
  hits.erase(gone, hits.end());
  return complete;
}

absl::StatusOr<v1::BatchListSimilarArticlesResponse>
RecommendationService::BatchListSimilarArticles(
    const CallContext& call, const v1::BatchListSimilarArticlesRequest& request) {
  if (request.requests().empty() || request.requests_size() > kMaxBatch) {
    return InvalidField("requests",
                        absl::StrCat(request.requests_size(), ", want 1 to ", kMaxBatch));
  }
  Batch response;
  for (int i = 0; i < request.requests_size(); ++i) response.add_results();
  AnswerBudget budget;
  Mutex mu;  // Of the budget.
  batch_crew_.ForEach(static_cast<size_t>(request.requests_size()), [&](size_t i) {
    ListRequest one = request.requests(static_cast<int>(i));
    one.set_min_revision(std::max(one.min_revision(), request.min_revision()));
    absl::StatusOr<ListResponse> list = ListOfBatch(call, one);
    if (list.ok()) {
      MutexLock lock(mu);
      if (!budget.Take(list->ByteSizeLong())) list = NoRoom();
    }
    v1::BatchSimilarResult& result = *response.mutable_results(static_cast<int>(i));
    if (list.ok()) {
      *result.mutable_response() = *std::move(list);
    } else {
      *result.mutable_error() = ToRpcStatus(list.status());
    }
  });
  if (call.cancelled()) return absl::CancelledError("call cancelled");
  return response;
}

absl::StatusOr<v1::ListSimilarArticlesResponse> RecommendationService::ListOfBatch(
    const CallContext& call, const ListRequest& request) {
  if (call.cancelled()) return absl::CancelledError("call cancelled");
  // The adapter waits for the batch's min_revision, not for each request's.
  RETURN_IF_ERROR(CheckReached(request.min_revision()));
  return ListSimilarArticles(call, request);
}

absl::StatusOr<v1::ExplainSimilarityResponse> RecommendationService::ExplainSimilarity(
    const CallContext&, const v1::ExplainSimilarityRequest& request) {
  RETURN_IF_ERROR(ValidateArticleName("article", request.article()));
  RETURN_IF_ERROR(ValidateArticleName("other", request.other()));
  const news::v1::ResponseInfo info = Info();
  RETURN_IF_ERROR(view_.Card(ArticleIdOf(request.article())).status());
  RETURN_IF_ERROR(view_.Card(ArticleIdOf(request.other())).status());
  ASSIGN_OR_RETURN(
      const Explanation explanation,
      view_.engine()->Explain(ArticleIdOf(request.article()), ArticleIdOf(request.other()),
                              ToEngineOptions(request.arrange(), kExplainedRanks, view_.now())));
  v1::ExplainSimilarityResponse response = FromEngineExplanation(explanation);
  for (const auto& [name, value] :
       EventFeatures(events_.counts(), {request.article()}, request.other(), view_.now())) {
    v1::Feature& feature = *response.add_features();
    feature.set_name(std::string(name));
    feature.set_value(value);
  }
  *response.mutable_info() = info;
  return response;
}

absl::StatusOr<v1::RecordEventsResponse> RecommendationService::RecordEvents(
    const CallContext&, const v1::RecordEventsRequest& request) {
  ASSIGN_OR_RETURN(const EventRecorder::Recorded recorded, events_.Record(request.events()));
  v1::RecordEventsResponse response;
  response.set_recorded_count(recorded.new_events);
  response.set_repeated_count(recorded.repeated_events);
  for (const auto& [index, status] : recorded.refused) {
    v1::RefusedEvent& refused = *response.add_refused();
    refused.set_index(index);
    *refused.mutable_error() = ToRpcStatus(status);
  }
  return response;
}

absl::StatusOr<v1::GetStoryResponse> RecommendationService::GetStory(
    const CallContext& call, const v1::GetStoryRequest& request) {
  RETURN_IF_ERROR(ValidateView(request.view()));
  absl::string_view id = request.name();
  if (!absl::ConsumePrefix(&id, kStories)) {
    return InvalidField("name", absl::StrCat("\"", Shown(request.name()), "\", want stories/{id}"));
  }
  v1::GetStoryResponse response;
  *response.mutable_info() = Info();
  const absl::optional<Story> story = view_.engine()->FindStory(id);
  if (!story) {
    return ErrorWithReason(absl::StatusCode::kNotFound, "STORY_NOT_FOUND",
                           absl::StrCat("name: ", Shown(request.name()), " does not exist"));
  }
  *response.mutable_story() = Describe(*story);
  const std::vector<std::string> names = NewestFirst(*story);
  ASSIGN_OR_RETURN(ArticleReader::Articles articles, reader_.Read(call, names, request.view()));
  ReportCut(articles, names.size(), *response.mutable_info());
  for (const std::string& name : names) {
    const auto article = articles.by_name.find(name);
    if (article != articles.by_name.end()) *response.add_articles() = std::move(article->second);
  }
  return response;
}

absl::StatusOr<v1::ListStoriesResponse> RecommendationService::ListStories(
    const CallContext&, const v1::ListStoriesRequest& request) {
  if (request.min_article_count() < 0) {
    return InvalidField("min_article_count",
                        absl::StrCat(request.min_article_count(), ", want >= 0"));
  }
  StoryQuery query;
  query.min_members = request.min_article_count() == 0 ? 2 : request.min_article_count();
  ASSIGN_OR_RETURN(query.limit, PageSize(request.page_size(), kDefaultStories, kMaxStories));
  const uint64_t arguments = FingerprintText(absl::StrCat("ListStories ", query.min_members));
  v1::ListStoriesResponse response;
  *response.mutable_info() = Info();
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(const PageToken token, DecodePageToken(request.page_token(), arguments));
    if (token.position.log_id != response.info().log_id()) {
      return ErrorWithReason(absl::StatusCode::kAborted, "PAGE_EXPIRED",
                             "page_token: of another log, list again");
    }
    RETURN_IF_ERROR(GoOnAfter(token.cursor, query));
  }
  const std::vector<Story> stories = view_.engine()->ListStories(query);
  for (const Story& story : stories) *response.add_stories() = Describe(story);
  if (stories.size() == static_cast<size_t>(query.limit)) {
    response.set_next_page_token(
        EncodePageToken({arguments, gate_.position(), StoryCursor(stories.back())}));
  }
  return response;
}

// The headline is that of the story's newest article.
v1::Story RecommendationService::Describe(const Story& story) const {
  v1::Story out = FromEngineStory(story);
  absl::btree_set<std::string> sources;
  for (auto id = story.members.rbegin(); id != story.members.rend(); ++id) {
    const absl::StatusOr<news::v1::Article> card = view_.Card(*id);
    if (!card.ok()) continue;
    if (out.headline().empty()) out.set_headline(card->headline());
    if (sources.size() < kMaxStorySources) sources.insert(card->source());
  }
  for (const std::string& source : sources) out.add_sources(source);
  return out;
}

news::v1::ResponseInfo RecommendationService::Info() const {
  const LogPosition position = gate_.position();
  news::v1::ResponseInfo info;
  info.set_log_id(position.log_id);
  info.set_revision(position.revision);
  return info;
}

}  // namespace akin

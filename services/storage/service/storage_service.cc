#include "services/storage/service/storage_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/access/source_grant.h"
#include "common/article/article_view.h"
#include "common/page/answer_budget.h"
#include "common/rpc/status_conversion.h"
#include "common/status/error_metadata.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/text/fingerprint.h"
#include "common/time/proto_time.h"
#include "services/storage/domain/due_feeds.h"
#include "services/storage/service/requests.h"

namespace akin {

using news::v1::Article;
using news::v1::ArticleView;
using news::v1::ResponseInfo;
using namespace storage::v1;  // NOLINT: this file is about these messages

namespace {

constexpr int kDefaultPageSize = 50;
constexpr int kMaxPageSize = 1'000;

ServiceHost::Options WithGate(ServiceHost::Options options, RevisionGate& gate) {
  options.gate = &gate;
  return options;
}

ArticleView OrFull(ArticleView view) {
  return view == news::v1::ARTICLE_VIEW_UNSPECIFIED ? news::v1::ARTICLE_VIEW_FULL : view;
}

Article InView(Article article, ArticleView view) {
  KeepView(view, article);
  return article;
}

// What a page token is tied to: everything but where and how far to read.
template <typename Request>
uint64_t ArgumentsOf(Request request) {
  request.clear_page_size();
  request.clear_page_token();
  if constexpr (requires { request.clear_min_revision(); }) request.clear_min_revision();
  return FingerprintText(absl::StrCat(request.GetTypeName(), " ", request.SerializeAsString()));
}

// The valid articles, and errors for the others in `response`.
std::vector<Article> SortOutInvalid(const PutArticlesRequest& request,
                                    const StoredArticleLimits& limits,
                                    PutArticlesResponse& response) {
  std::vector<Article> valid;
  valid.reserve(request.articles_size());
  for (int i = 0; i < request.articles_size(); ++i) {
    PutResult& result = *response.add_results();
    result.set_name(request.articles(i).name());
    const absl::Status status =
        ValidateArticle(request.articles(i), limits, absl::StrCat("articles[", i, "]"));
    if (status.ok()) {
      valid.push_back(request.articles(i));
    } else {
      *result.mutable_error() = ToRpcStatus(status);
    }
  }
  return valid;
}

// The items belong to the results that have no error, in order.
void FillResults(const std::vector<PutItem>& items, PutArticlesResponse& response) {
  auto item = items.begin();
  for (PutResult& result : *response.mutable_results()) {
    if (result.has_error()) continue;
    result.set_outcome(item->outcome);
    result.set_revision(item->revision);
    if (item->release_time) *result.mutable_release_time() = ToProto(*item->release_time);
    ++item;
  }
}

absl::StatusOr<Article> Find(const ArticleSnapshot& snapshot, const LookupArticleRequest& request) {
  if (request.has_canonical_url()) return snapshot.FindByUrl(request.canonical_url());
  return snapshot.FindByExternalId(request.external().source(), request.external().external_id());
}

absl::StatusOr<ArticleListQuery> QueryOf(const ListArticlesRequest& request) {
  ArticleListQuery query;
  ASSIGN_OR_RETURN(query.limit, PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize));
  ASSIGN_OR_RETURN(query.filter, ParseArticleFilter(request.filter()));
  ASSIGN_OR_RETURN(query.order, ParseArticleOrder(request.order_by()));
  return query;
}

absl::Status BadCursor() { return InvalidField("page_token", "not a token of this service"); }

template <typename Request>
absl::Duration LeaseDuration(const Request& request) {
  return request.has_duration() ? FromProto(request.duration()) : absl::Seconds(10);
}

// Where a page of what is not in the log begins: behind a place, without what got its place after
// the first page was served. "1700000000000000000 feeds/x".
struct TimedCursor {
  absl::Time placed_by;
  std::string after;
};

std::string EncodeTimedCursor(const TimedCursor& cursor) {
  return absl::StrCat(absl::ToUnixNanos(cursor.placed_by), " ", cursor.after);
}

absl::StatusOr<TimedCursor> DecodeTimedCursor(absl::string_view text, absl::Time now) {
  if (text.empty()) return TimedCursor{now, ""};
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits(' ', 1));
  int64_t nanos;
  if (!absl::SimpleAtoi(parts.first, &nanos)) return BadCursor();
  return TimedCursor{absl::FromUnixNanos(nanos), std::string(parts.second)};
}

EmbargoedArticle HeldInView(EmbargoRecord record, ArticleView view) {
  EmbargoedArticle shown;
  *shown.mutable_release_time() = record.release_time();
  *shown.mutable_hold_time() = record.hold_time();
  *shown.mutable_article() = InView(std::move(*record.mutable_article()), view);
  return shown;
}

// Whose a withdrawn article was; "" of one that there never was.
absl::StatusOr<std::string> SourceOfMissing(const absl::Status& status) {
  if (!absl::IsNotFound(status)) return status;
  return ErrorMetadata(status)["source"];
}

// Whose article it is, public, held back or withdrawn; "" if nobody knows.
absl::StatusOr<std::string> SourceOf(const ArticleStore& store, const std::string& name) {
  ASSIGN_OR_RETURN(const auto snapshot, store.Snapshot());
  const absl::StatusOr<Article> article = snapshot->Get(name);
  if (article.ok()) return article->source();
  if (!IsUnknownArticle(article.status())) return SourceOfMissing(article.status());
  const absl::StatusOr<EmbargoRecord> held = snapshot->GetEmbargoed(name);
  return held.ok() ? held->article().source() : SourceOfMissing(held.status());
}

// Whoever may change some sources' articles only learns of no other whether it is there.
absl::Status CheckMayChange(const ArticleStore& store, const Caller* caller,
                            const std::string& name) {
  if (!HasLimitedSources(caller)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string source, SourceOf(store, name));
  if (!source.empty() && CheckSourceGrant(caller, source).ok()) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, "SOURCE_NOT_GRANTED",
                         absl::StrCat(caller->name(), " may not change ", name));
}

// The article that is public, else what is held back of it.
absl::StatusOr<Article> PublicOrHeld(const ArticleSnapshot& snapshot, const std::string& name) {
  absl::StatusOr<Article> article = snapshot.Get(name);
  if (!IsUnknownArticle(article.status())) return article;
  ASSIGN_OR_RETURN(EmbargoRecord held, snapshot.GetEmbargoed(name));
  return std::move(*held.mutable_article());
}

template <typename Response>
Response WithRevision(const ArticleStore& store, int64_t revision) {
  Response response;
  response.set_revision(revision);
  response.set_log_id(store.log_id());
  return response;
}

}  // namespace

StorageService::StorageService(ArticleStore& store, LeaseTable& leases, RevisionGate& gate,
                               const Clock& clock, const Clock& steady_clock, Options options)
    : RpcService("akin.storage.v1.StorageService", WithGate(std::move(options.host), gate)),
      store_(store),
      leases_(leases),
      watch_{store, gate, clock, steady_clock},
      limits_(options.limits) {
  Unary("PutArticles", &StorageService::PutArticles);
  Unary("GetArticle", &StorageService::GetArticle);
  Unary("BatchGetArticles", &StorageService::BatchGetArticles);
  Unary("LookupArticle", &StorageService::LookupArticle);
  Unary("ListArticles", &StorageService::ListArticles);
  Unary("ListArticleRevisions", &StorageService::ListArticleRevisions);
  Unary("DeleteArticle", &StorageService::DeleteArticle);
  Unary("UndeleteArticle", &StorageService::UndeleteArticle);
  Unary("PurgeArticle", &StorageService::PurgeArticle);
  Unary("ListEmbargoedArticles", &StorageService::ListEmbargoedArticles);
  Unary("GetEmbargoedArticle", &StorageService::GetEmbargoedArticle);
  Unary("ReleaseArticle", &StorageService::ReleaseArticle);
  Unary("AssignStories", &StorageService::AssignStories);
  Unary("AcquireLease", &StorageService::AcquireLease);
  Unary("ReleaseLease", &StorageService::ReleaseLease);
  Unary("CreateFeed", &StorageService::CreateFeed);
  Unary("GetFeed", &StorageService::GetFeed);
  Unary("ListFeeds", &StorageService::ListFeeds);
  Unary("UpdateFeed", &StorageService::UpdateFeed);
  Unary("DeleteFeed", &StorageService::DeleteFeed);
  Unary("ClaimDueFeeds", &StorageService::ClaimDueFeeds);
  Unary("RecordPoll", &StorageService::RecordPoll);
  ServerStream<WatchArticlesRequest, WatchArticlesResponse>(
      "WatchArticles",
      [this](const CallContext&, const WatchArticlesRequest& request, std::function<void()> wake) {
        return WatchArticles(request, std::move(wake));
      });
  // What is withdrawn must be gone, and views and keepers of leases must keep up, also where
  // publishers and readers of long lists want more than there is time for.
  host().SetCheap({"GetArticle", "BatchGetArticles", "LookupArticle", "GetEmbargoedArticle",
                   "DeleteArticle", "UndeleteArticle", "PurgeArticle", "AssignStories",
                   "AcquireLease", "ReleaseLease", "GetFeed", "ClaimDueFeeds", "RecordPoll",
                   "WatchArticles"});
}

absl::StatusOr<PutArticlesResponse> StorageService::PutArticles(const CallContext&,
                                                                const PutArticlesRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  const Fence fence{request.lease(), request.fencing_token()};
  if (!fence.lease.empty()) RETURN_IF_ERROR(leases_.Check(fence.lease, fence.token));
  PutArticlesResponse response;
  const std::vector<Article> valid = SortOutInvalid(request, limits_, response);
  ASSIGN_OR_RETURN(const PutItems put,
                   request.validate_only() ? store_.TryPut(valid) : store_.Put(valid, fence));
  FillResults(put.items, response);
  response.set_revision(put.revision);
  response.set_log_id(store_.log_id());
  return response;
}

absl::StatusOr<GetArticleResponse> StorageService::GetArticle(const CallContext&,
                                                              const GetArticleRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  ASSIGN_OR_RETURN(auto snapshot, store_.Snapshot());
  ASSIGN_OR_RETURN(Article article, snapshot->Get(request.name()));
  GetArticleResponse response;
  *response.mutable_article() = InView(std::move(article), OrFull(request.view()));
  *response.mutable_info() = InfoOf(*snapshot);
  return response;
}

absl::StatusOr<BatchGetArticlesResponse> StorageService::BatchGetArticles(
    const CallContext&, const BatchGetArticlesRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  ASSIGN_OR_RETURN(auto snapshot, store_.Snapshot());
  BatchGetArticlesResponse response;
  AnswerBudget budget;
  for (const std::string& name : request.names()) {
    if (!response.omitted().empty()) {
      response.add_omitted(name);
      continue;
    }
    absl::StatusOr<Article> article = snapshot->Get(name);
    if (absl::IsNotFound(article.status())) {
      response.add_missing(name);
      continue;
    }
    RETURN_IF_ERROR(article.status());
    Article shown = InView(*std::move(article), request.view());
    if (budget.Take(shown.ByteSizeLong())) {
      *response.add_articles() = std::move(shown);
    } else {
      response.add_omitted(name);
    }
  }
  *response.mutable_info() = InfoOf(*snapshot);
  return response;
}

absl::StatusOr<LookupArticleResponse> StorageService::LookupArticle(
    const CallContext&, const LookupArticleRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  ASSIGN_OR_RETURN(auto snapshot, store_.Snapshot());
  ASSIGN_OR_RETURN(Article article, Find(*snapshot, request));
  LookupArticleResponse response;
  *response.mutable_article() = InView(std::move(article), OrFull(request.view()));
  *response.mutable_info() = InfoOf(*snapshot);
  return response;
}

absl::StatusOr<ListArticlesResponse> StorageService::ListArticles(
    const CallContext&, const ListArticlesRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  ASSIGN_OR_RETURN(ArticleListQuery query, QueryOf(request));
  ASSIGN_OR_RETURN(auto snapshot, store_.Snapshot());
  ASSIGN_OR_RETURN(PageToken token,
                   TokenOf(request.page_token(), ArgumentsOf(request), snapshot->revision()));
  query.placed_by_revision = token.position.revision;
  query.after = DecodePosition(token.cursor);
  if (!token.cursor.empty() && !query.after) return BadCursor();
  ASSIGN_OR_RETURN(ArticleListPage page, snapshot->List(query));
  ListArticlesResponse response;
  for (Article& article : page.articles) {
    *response.add_articles() = InView(std::move(article), request.view());
  }
  if (page.next) {
    token.cursor = EncodePosition(*page.next);
    response.set_next_page_token(EncodePageToken(token));
  }
  *response.mutable_info() = InfoOf(*snapshot);
  return response;
}

absl::StatusOr<ListArticleRevisionsResponse> StorageService::ListArticleRevisions(
    const CallContext&, const ListArticleRevisionsRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  ASSIGN_OR_RETURN(const int limit, PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize));
  ASSIGN_OR_RETURN(auto snapshot, store_.Snapshot());
  ASSIGN_OR_RETURN(PageToken token,
                   TokenOf(request.page_token(), ArgumentsOf(request), snapshot->revision()));
  int64_t before = token.position.revision + 1;
  if (!token.cursor.empty() && !absl::SimpleAtoi(token.cursor, &before)) return BadCursor();
  ASSIGN_OR_RETURN(std::vector<Article> revisions,
                   snapshot->Revisions(request.name(), before, limit + 1));
  ListArticleRevisionsResponse response;
  AnswerBudget budget;
  for (Article& revision : revisions) {
    Article shown = InView(std::move(revision), OrFull(request.view()));
    if (response.revisions_size() == limit || !budget.Take(shown.ByteSizeLong())) {
      token.cursor = absl::StrCat(response.revisions().rbegin()->revision());
      response.set_next_page_token(EncodePageToken(token));
      break;
    }
    *response.add_revisions() = std::move(shown);
  }
  *response.mutable_info() = InfoOf(*snapshot);
  return response;
}

absl::StatusOr<DeleteArticleResponse> StorageService::DeleteArticle(
    const CallContext& call, const DeleteArticleRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  RETURN_IF_ERROR(CheckMayChange(store_, call.caller.get(), request.name()));
  ASSIGN_OR_RETURN(const int64_t revision, store_.Withdraw(request.name(), request.reason()));
  return WithRevision<DeleteArticleResponse>(store_, revision);
}

absl::StatusOr<UndeleteArticleResponse> StorageService::UndeleteArticle(
    const CallContext& call, const UndeleteArticleRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  RETURN_IF_ERROR(CheckMayChange(store_, call.caller.get(), request.name()));
  ASSIGN_OR_RETURN(const int64_t revision, store_.Undelete(request.name()));
  ASSIGN_OR_RETURN(auto snapshot, store_.Snapshot());
  ASSIGN_OR_RETURN(Article article, PublicOrHeld(*snapshot, request.name()));
  auto response = WithRevision<UndeleteArticleResponse>(store_, revision);
  *response.mutable_article() = std::move(article);
  return response;
}

absl::StatusOr<PurgeArticleResponse> StorageService::PurgeArticle(
    const CallContext& call, const PurgeArticleRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  RETURN_IF_ERROR(CheckMayChange(store_, call.caller.get(), request.name()));
  ASSIGN_OR_RETURN(const int64_t revision, store_.Purge(request.name()));
  return WithRevision<PurgeArticleResponse>(store_, revision);
}

absl::StatusOr<ListEmbargoedArticlesResponse> StorageService::ListEmbargoedArticles(
    const CallContext& call, const ListEmbargoedArticlesRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  ASSIGN_OR_RETURN(const int limit, PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize));
  ASSIGN_OR_RETURN(auto snapshot, store_.Snapshot());
  ASSIGN_OR_RETURN(PageToken token,
                   TokenOf(request.page_token(), ArgumentsOf(request), snapshot->revision()));
  ASSIGN_OR_RETURN(TimedCursor cursor, DecodeTimedCursor(token.cursor, watch_.clock.Now()));
  const absl::optional<ArticlePosition> after = DecodePosition(cursor.after);
  if (!cursor.after.empty() && !after) return BadCursor();
  ASSIGN_OR_RETURN(const std::vector<ArticlePosition> places,
                   snapshot->Embargoed(after, absl::InfiniteFuture(), limit + 1));
  ListEmbargoedArticlesResponse response;
  AnswerBudget budget;
  for (size_t i = 0; i < places.size(); ++i) {
    ASSIGN_OR_RETURN(EmbargoRecord record, snapshot->GetEmbargoed(places[i].name));
    if (i == static_cast<size_t>(limit) || !budget.Take(record.ByteSizeLong())) {
      cursor.after = EncodePosition(places[i - 1]);
      token.cursor = EncodeTimedCursor(cursor);
      response.set_next_page_token(EncodePageToken(token));
      break;
    }
    if (FromProto(record.placed_time()) > cursor.placed_by) continue;
    if (!CheckSourceGrant(call.caller.get(), record.article().source()).ok()) continue;
    *response.add_embargoed_articles() = HeldInView(std::move(record), request.view());
  }
  return response;
}

absl::StatusOr<GetEmbargoedArticleResponse> StorageService::GetEmbargoedArticle(
    const CallContext& call, const GetEmbargoedArticleRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  RETURN_IF_ERROR(CheckMayChange(store_, call.caller.get(), request.name()));
  ASSIGN_OR_RETURN(auto snapshot, store_.Snapshot());
  ASSIGN_OR_RETURN(EmbargoRecord record, snapshot->GetEmbargoed(request.name()));
  GetEmbargoedArticleResponse response;
  *response.mutable_embargoed_article() = HeldInView(std::move(record), OrFull(request.view()));
  return response;
}

absl::StatusOr<ReleaseArticleResponse> StorageService::ReleaseArticle(
    const CallContext& call, const ReleaseArticleRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  RETURN_IF_ERROR(CheckMayChange(store_, call.caller.get(), request.name()));
  const absl::Time time =
      request.has_release_time() ? FromProto(request.release_time()) : absl::InfinitePast();
  ASSIGN_OR_RETURN(const PutItem item, store_.Release(request.name(), time));
  auto response = WithRevision<ReleaseArticleResponse>(store_, item.revision);
  if (item.release_time) *response.mutable_release_time() = ToProto(*item.release_time);
  return response;
}

absl::StatusOr<AssignStoriesResponse> StorageService::AssignStories(
    const CallContext&, const AssignStoriesRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  RETURN_IF_ERROR(leases_.Check(kStoryLease, request.fencing_token()));
  const std::vector<StoryAssignment> assignments(request.assignments().begin(),
                                                 request.assignments().end());
  const std::vector<StoryMerge> merges(request.merges().begin(), request.merges().end());
  ASSIGN_OR_RETURN(const int64_t revision,
                   store_.AssignStories(request.fencing_token(), assignments, merges));
  return WithRevision<AssignStoriesResponse>(store_, revision);
}

absl::StatusOr<std::unique_ptr<StreamSource<WatchArticlesResponse>>> StorageService::WatchArticles(
    const WatchArticlesRequest& request, std::function<void()> wake) {
  RETURN_IF_ERROR(ValidateRequest(request));
  const bool other_log = !request.log_id().empty() && request.log_id() != store_.log_id();
  if (other_log || request.after_revision() > watch_.gate.position().revision) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "LOG_CHANGED",
                           "log_id: not this log, start again from revision 0");
  }
  const absl::Duration heartbeat_interval =
      request.has_heartbeat_interval() ? FromProto(request.heartbeat_interval()) : absl::Seconds(1);
  return std::make_unique<WatchSource>(watch_, request.after_revision(), heartbeat_interval,
                                       std::move(wake));
}

absl::StatusOr<AcquireLeaseResponse> StorageService::AcquireLease(
    const CallContext&, const AcquireLeaseRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  ASSIGN_OR_RETURN(const int64_t token,
                   leases_.Acquire(request.lease(), request.holder(), LeaseDuration(request)));
  AcquireLeaseResponse response;
  response.set_fencing_token(token);
  return response;
}

absl::StatusOr<ReleaseLeaseResponse> StorageService::ReleaseLease(
    const CallContext&, const ReleaseLeaseRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  RETURN_IF_ERROR(leases_.Release(request.lease(), request.fencing_token()));
  return ReleaseLeaseResponse();
}

absl::StatusOr<CreateFeedResponse> StorageService::CreateFeed(const CallContext&,
                                                              const CreateFeedRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  CreateFeedResponse response;
  ASSIGN_OR_RETURN(*response.mutable_feed(), store_.CreateFeed(request.name(), request.settings()));
  return response;
}

absl::StatusOr<GetFeedResponse> StorageService::GetFeed(const CallContext&,
                                                        const GetFeedRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  ASSIGN_OR_RETURN(auto snapshot, store_.Snapshot());
  GetFeedResponse response;
  ASSIGN_OR_RETURN(*response.mutable_feed(), snapshot->GetFeed(request.name()));
  return response;
}

absl::StatusOr<ListFeedsResponse> StorageService::ListFeeds(const CallContext&,
                                                            const ListFeedsRequest& request) {
  ASSIGN_OR_RETURN(const int limit, PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize));
  ASSIGN_OR_RETURN(auto snapshot, store_.Snapshot());
  ASSIGN_OR_RETURN(PageToken token,
                   TokenOf(request.page_token(), ArgumentsOf(request), snapshot->revision()));
  ASSIGN_OR_RETURN(TimedCursor cursor, DecodeTimedCursor(token.cursor, watch_.clock.Now()));
  ASSIGN_OR_RETURN(const std::vector<FeedRecord> feeds, snapshot->ListFeeds(cursor.after, limit));
  ListFeedsResponse response;
  for (const FeedRecord& feed : feeds) {
    if (FromProto(feed.create_time()) <= cursor.placed_by) *response.add_feeds() = feed;
  }
  if (feeds.size() == static_cast<size_t>(limit)) {
    cursor.after = feeds.back().name();
    token.cursor = EncodeTimedCursor(cursor);
    response.set_next_page_token(EncodePageToken(token));
  }
  return response;
}

absl::StatusOr<UpdateFeedResponse> StorageService::UpdateFeed(const CallContext&,
                                                              const UpdateFeedRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  UpdateFeedResponse response;
  ASSIGN_OR_RETURN(*response.mutable_feed(),
                   store_.UpdateFeed(request.name(), request.settings(), request.settings_version(),
                                     request.poll_now()));
  return response;
}

absl::StatusOr<DeleteFeedResponse> StorageService::DeleteFeed(const CallContext&,
                                                              const DeleteFeedRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  RETURN_IF_ERROR(store_.DeleteFeed(request.name()));
  return DeleteFeedResponse();
}

absl::StatusOr<ClaimDueFeedsResponse> StorageService::ClaimDueFeeds(
    const CallContext&, const ClaimDueFeedsRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  const absl::Time now = watch_.clock.Now();
  ASSIGN_OR_RETURN(
      std::vector<akin::FeedClaim> claims,
      akin::ClaimDueFeeds(store_, leases_, request.holder(), std::max(request.max_feeds(), 1),
                          LeaseDuration(request), now));
  ClaimDueFeedsResponse response;
  if (!claims.empty()) {
    *response.mutable_lag() = ToProto(now - FromProto(claims.front().feed.next_poll_time()));
  }
  for (akin::FeedClaim& claim : claims) {
    storage::v1::FeedClaim& out = *response.add_claims();
    *out.mutable_feed() = std::move(claim.feed);
    out.set_fencing_token(claim.fencing_token);
  }
  return response;
}

absl::StatusOr<RecordPollResponse> StorageService::RecordPoll(const CallContext&,
                                                              const RecordPollRequest& request) {
  RETURN_IF_ERROR(ValidateRequest(request));
  RETURN_IF_ERROR(leases_.Check(request.name(), request.fencing_token()));
  absl::optional<absl::Duration> delay;
  if (request.has_next_poll_delay()) delay = FromProto(request.next_poll_delay());
  RecordPollResponse response;
  ASSIGN_OR_RETURN(
      *response.mutable_feed(),
      store_.RecordPoll(request.name(), request.fencing_token(), request.progress(), delay));
  RETURN_IF_ERROR(leases_.Release(request.name(), request.fencing_token()));
  return response;
}

ResponseInfo StorageService::InfoOf(const ArticleSnapshot& snapshot) const {
  ResponseInfo info;
  info.set_log_id(store_.log_id());
  info.set_revision(snapshot.revision());
  return info;
}

absl::StatusOr<PageToken> StorageService::TokenOf(absl::string_view text, uint64_t arguments,
                                                  int64_t revision) const {
  if (text.empty()) return PageToken{arguments, {store_.log_id(), revision}, ""};
  ASSIGN_OR_RETURN(PageToken token, DecodePageToken(text, arguments));
  if (token.position.log_id != store_.log_id()) {
    return InvalidField("page_token", "expired, it belongs to another log");
  }
  if (token.cursor.empty()) return BadCursor();
  return token;
}

}  // namespace akin

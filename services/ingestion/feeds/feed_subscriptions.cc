#include "services/ingestion/feeds/feed_subscriptions.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/access/source_grant.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/ingestion/domain/identity.h"
#include "services/ingestion/domain/intake.h"
#include "services/ingestion/feeds/feed_message.h"

namespace akin {

using namespace ingestion::v1;  // NOLINT: this file is about these messages

namespace {

// Whoever subscribes says whose news it is.
absl::Status CheckGrant(const CallContext& call, const FeedSettings& settings) {
  return CheckSourceGrant(call.caller.get(), settings.source().empty() ? SourceOfUrl(settings.url())
                                                                       : settings.source());
}

// Somebody else changes the subscription each time: more tries would not help.
constexpr int kMaxUpdateTries = 5;

absl::Status Changed(const std::string& name) {
  return ErrorWithReason(absl::StatusCode::kAborted, "FEED_CHANGED",
                         absl::StrCat("feed.etag: ", name, " has changed, read it again"));
}

}  // namespace

absl::StatusOr<CreateFeedResponse> FeedSubscriptions::CreateFeed(const CallContext& call,
                                                                 const CreateFeedRequest& request) {
  ASSIGN_OR_RETURN(const FeedSettings settings, NewFeedSettings(request.feed()));
  RETURN_IF_ERROR(CheckGrant(call, settings));
  const std::string name = absl::StrCat("feeds/", FeedId(settings.url()));
  absl::StatusOr<FeedRecord> created = store_.Create(call, name, settings);
  if (absl::IsAlreadyExists(created.status())) {
    return ErrorWithReason(absl::StatusCode::kAlreadyExists, "FEED_EXISTS",
                           absl::StrCat("feed.url: subscribed to already, as ", name));
  }
  RETURN_IF_ERROR(created.status());
  CreateFeedResponse response;
  *response.mutable_feed() = ToFeed(*created);
  return response;
}

absl::StatusOr<GetFeedResponse> FeedSubscriptions::GetFeed(const CallContext& call,
                                                           const GetFeedRequest& request) {
  RETURN_IF_ERROR(CheckFeedName(request.name(), "name"));
  ASSIGN_OR_RETURN(const FeedRecord record, store_.Get(call, request.name()));
  GetFeedResponse response;
  *response.mutable_feed() = ToFeed(record);
  return response;
}

absl::StatusOr<ListFeedsResponse> FeedSubscriptions::ListFeeds(const CallContext& call,
                                                               const ListFeedsRequest& request) {
  ASSIGN_OR_RETURN(const FeedPage page,
                   store_.List(call, request.page_size(), request.page_token()));
  ListFeedsResponse response;
  for (const FeedRecord& record : page.feeds) *response.add_feeds() = ToFeed(record);
  response.set_next_page_token(page.next_page_token);
  return response;
}

absl::StatusOr<FeedRecord> FeedSubscriptions::TryUpdate(const CallContext& call,
                                                        const UpdateFeedRequest& request) {
  ASSIGN_OR_RETURN(const FeedRecord before, store_.Get(call, request.feed().name()));
  const std::string& etag = request.feed().etag();
  if (!etag.empty() && etag != FeedEtag(before)) return Changed(before.name());
  RETURN_IF_ERROR(CheckGrant(call, before.settings()));
  ASSIGN_OR_RETURN(const FeedSettings settings, UpdatedFeedSettings(before.settings(), request));
  RETURN_IF_ERROR(CheckGrant(call, settings));
  return store_.Update(call, before.name(), settings, before.settings_version(),
                       AsksForPoll(request));
}

absl::StatusOr<UpdateFeedResponse> FeedSubscriptions::UpdateFeed(const CallContext& call,
                                                                 const UpdateFeedRequest& request) {
  RETURN_IF_ERROR(CheckFeedName(request.feed().name(), "feed.name"));
  absl::StatusOr<FeedRecord> updated = TryUpdate(call, request);
  for (int i = 1; i < kMaxUpdateTries && absl::IsAborted(updated.status()); ++i) {
    if (!request.feed().etag().empty()) break;
    updated = TryUpdate(call, request);
  }
  RETURN_IF_ERROR(updated.status());
  UpdateFeedResponse response;
  *response.mutable_feed() = ToFeed(*updated);
  return response;
}

absl::StatusOr<DeleteFeedResponse> FeedSubscriptions::DeleteFeed(const CallContext& call,
                                                                 const DeleteFeedRequest& request) {
  RETURN_IF_ERROR(CheckFeedName(request.name(), "name"));
  RETURN_IF_ERROR(store_.Delete(call, request.name()));
  return DeleteFeedResponse();
}

absl::StatusOr<FetchFeedResponse> FeedSubscriptions::FetchFeed(const CallContext& call,
                                                               const FetchFeedRequest& request) {
  RETURN_IF_ERROR(CheckFeedName(request.name(), "name"));
  ASSIGN_OR_RETURN(const FeedPoller::Fetched fetched, poller_.Fetch(call, request.name()));
  FetchFeedResponse response;
  response.mutable_results()->Assign(fetched.results.begin(), fetched.results.end());
  *response.mutable_feed() = ToFeed(fetched.feed);
  return response;
}

}  // namespace akin

#include "services/ingestion/feeds/storage_feed_store.h"

#include <utility>

#include "common/status/status_macros.h"
#include "common/time/proto_time.h"

namespace akin {

using Stub = StorageLink::Stub;

absl::StatusOr<FeedRecord> StorageFeedStore::Create(const CallContext& call,
                                                    const std::string& name,
                                                    const FeedSettings& settings) {
  storage::v1::CreateFeedRequest request;
  request.set_name(name);
  *request.mutable_settings() = settings;
  ASSIGN_OR_RETURN(auto response, storage_.Call(call, &Stub::CreateFeed, request));
  return std::move(*response.mutable_feed());
}

absl::StatusOr<FeedRecord> StorageFeedStore::Get(const CallContext& call, const std::string& name) {
  storage::v1::GetFeedRequest request;
  request.set_name(name);
  ASSIGN_OR_RETURN(auto response, storage_.Call(call, &Stub::GetFeed, request));
  return std::move(*response.mutable_feed());
}

absl::StatusOr<FeedPage> StorageFeedStore::List(const CallContext& call, int page_size,
                                                const std::string& page_token) {
  storage::v1::ListFeedsRequest request;
  request.set_page_size(page_size);
  request.set_page_token(page_token);
  ASSIGN_OR_RETURN(auto response, storage_.Call(call, &Stub::ListFeeds, request));
  return FeedPage{{response.feeds().begin(), response.feeds().end()}, response.next_page_token()};
}

absl::StatusOr<FeedRecord> StorageFeedStore::Update(const CallContext& call,
                                                    const std::string& name,
                                                    const FeedSettings& settings,
                                                    int64_t settings_version, bool poll_now) {
  storage::v1::UpdateFeedRequest request;
  request.set_name(name);
  *request.mutable_settings() = settings;
  request.set_settings_version(settings_version);
  request.set_poll_now(poll_now);
  ASSIGN_OR_RETURN(auto response, storage_.Call(call, &Stub::UpdateFeed, request));
  return std::move(*response.mutable_feed());
}

absl::Status StorageFeedStore::Delete(const CallContext& call, const std::string& name) {
  storage::v1::DeleteFeedRequest request;
  request.set_name(name);
  return storage_.Call(call, &Stub::DeleteFeed, request).status();
}

absl::StatusOr<ClaimedFeeds> StorageFeedStore::ClaimDue(const CallContext& call,
                                                        const std::string& holder, int max,
                                                        absl::Duration lease) {
  storage::v1::ClaimDueFeedsRequest request;
  request.set_holder(holder);
  request.set_max_feeds(max);
  *request.mutable_duration() = ToProto(lease);
  ASSIGN_OR_RETURN(auto response, storage_.Call(call, &Stub::ClaimDueFeeds, request));
  ClaimedFeeds claimed;
  claimed.lag = FromProto(response.lag());
  for (storage::v1::FeedClaim& claim : *response.mutable_claims()) {
    claimed.feeds.push_back({std::move(*claim.mutable_feed()), claim.fencing_token(), holder});
  }
  return claimed;
}

absl::StatusOr<int64_t> StorageFeedStore::Lease(const CallContext& call, const std::string& name,
                                                const std::string& holder, absl::Duration lease) {
  storage::v1::AcquireLeaseRequest request;
  request.set_lease(name);
  request.set_holder(holder);
  *request.mutable_duration() = ToProto(lease);
  ASSIGN_OR_RETURN(auto response, storage_.Call(call, &Stub::AcquireLease, request));
  return response.fencing_token();
}

absl::StatusOr<FeedRecord> StorageFeedStore::Record(
    const CallContext& call, const std::string& name, int64_t fencing_token,
    const FeedProgress& progress, absl::optional<absl::Duration> next_poll_delay) {
  storage::v1::RecordPollRequest request;
  request.set_name(name);
  request.set_fencing_token(fencing_token);
  *request.mutable_progress() = progress;
  if (next_poll_delay) *request.mutable_next_poll_delay() = ToProto(*next_poll_delay);
  ASSIGN_OR_RETURN(auto response, storage_.Call(call, &Stub::RecordPoll, request));
  return std::move(*response.mutable_feed());
}

absl::Status StorageFeedStore::Release(const CallContext& call, const std::string& name,
                                       int64_t fencing_token) {
  storage::v1::ReleaseLeaseRequest request;
  request.set_lease(name);
  request.set_fencing_token(fencing_token);
  return storage_.Call(call, &Stub::ReleaseLease, request).status();
}

}  // namespace akin

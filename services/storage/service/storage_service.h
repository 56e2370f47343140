#ifndef AKIN_SERVICES_STORAGE_SERVICE_STORAGE_SERVICE_H_
#define AKIN_SERVICES_STORAGE_SERVICE_STORAGE_SERVICE_H_

#include <functional>
#include <memory>

#include "akin/storage/v1/storage_service.pb.h"
#include "common/page/page_token.h"
#include "common/rpc/rpc_service.h"
#include "common/time/clock.h"
#include "common/view/revision_gate.h"
#include "services/storage/domain/article_store.h"
#include "services/storage/domain/lease_table.h"
#include "services/storage/domain/validation.h"
#include "services/storage/service/watch_source.h"

namespace akin {

// akin.storage.v1.StorageService over an ArticleStore. See the proto for what each method promises.
// Thread-safe.
class StorageService : public RpcService {
 public:
  struct Options {
    StoredArticleLimits limits;
    // Its gate is set by the service.
    ServiceHost::Options host;
  };

  // All must outlive the service. The gate is advanced by the store's commits.
  StorageService(ArticleStore& store, LeaseTable& leases, RevisionGate& gate, const Clock& clock,
                 const Clock& steady_clock, Options options);

 private:
  absl::StatusOr<storage::v1::PutArticlesResponse> PutArticles(
      const CallContext& call, const storage::v1::PutArticlesRequest& request);
  absl::StatusOr<storage::v1::GetArticleResponse> GetArticle(
      const CallContext& call, const storage::v1::GetArticleRequest& request);
  absl::StatusOr<storage::v1::BatchGetArticlesResponse> BatchGetArticles(
      const CallContext& call, const storage::v1::BatchGetArticlesRequest& request);
  absl::StatusOr<storage::v1::LookupArticleResponse> LookupArticle(
      const CallContext& call, const storage::v1::LookupArticleRequest& request);
  absl::StatusOr<storage::v1::ListArticlesResponse> ListArticles(
      const CallContext& call, const storage::v1::ListArticlesRequest& request);
  absl::StatusOr<storage::v1::ListArticleRevisionsResponse> ListArticleRevisions(
      const CallContext& call, const storage::v1::ListArticleRevisionsRequest& request);
  absl::StatusOr<storage::v1::DeleteArticleResponse> DeleteArticle(
      const CallContext& call, const storage::v1::DeleteArticleRequest& request);
  absl::StatusOr<storage::v1::UndeleteArticleResponse> UndeleteArticle(
      const CallContext& call, const storage::v1::UndeleteArticleRequest& request);
  absl::StatusOr<storage::v1::PurgeArticleResponse> PurgeArticle(
      const CallContext& call, const storage::v1::PurgeArticleRequest& request);
  absl::StatusOr<storage::v1::ListEmbargoedArticlesResponse> ListEmbargoedArticles(
      const CallContext& call, const storage::v1::ListEmbargoedArticlesRequest& request);
  absl::StatusOr<storage::v1::GetEmbargoedArticleResponse> GetEmbargoedArticle(
      const CallContext& call, const storage::v1::GetEmbargoedArticleRequest& request);
  absl::StatusOr<storage::v1::ReleaseArticleResponse> ReleaseArticle(
      const CallContext& call, const storage::v1::ReleaseArticleRequest& request);
  absl::StatusOr<storage::v1::AssignStoriesResponse> AssignStories(
      const CallContext& call, const storage::v1::AssignStoriesRequest& request);
  absl::StatusOr<storage::v1::AcquireLeaseResponse> AcquireLease(
      const CallContext& call, const storage::v1::AcquireLeaseRequest& request);
  absl::StatusOr<storage::v1::ReleaseLeaseResponse> ReleaseLease(
      const CallContext& call, const storage::v1::ReleaseLeaseRequest& request);
  absl::StatusOr<storage::v1::CreateFeedResponse> CreateFeed(
      const CallContext& call, const storage::v1::CreateFeedRequest& request);
  absl::StatusOr<storage::v1::GetFeedResponse> GetFeed(const CallContext& call,
                                                       const storage::v1::GetFeedRequest& request);
  absl::StatusOr<storage::v1::ListFeedsResponse> ListFeeds(
      const CallContext& call, const storage::v1::ListFeedsRequest& request);
  absl::StatusOr<storage::v1::UpdateFeedResponse> UpdateFeed(
      const CallContext& call, const storage::v1::UpdateFeedRequest& request);
  absl::StatusOr<storage::v1::DeleteFeedResponse> DeleteFeed(
      const CallContext& call, const storage::v1::DeleteFeedRequest& request);
  absl::StatusOr<storage::v1::ClaimDueFeedsResponse> ClaimDueFeeds(
      const CallContext& call, const storage::v1::ClaimDueFeedsRequest& request);
  absl::StatusOr<storage::v1::RecordPollResponse> RecordPoll(
      const CallContext& call, const storage::v1::RecordPollRequest& request);
  absl::StatusOr<std::unique_ptr<StreamSource<storage::v1::WatchArticlesResponse>>> WatchArticles(
      const storage::v1::WatchArticlesRequest& request, std::function<void()> wake);

  news::v1::ResponseInfo InfoOf(const ArticleSnapshot& snapshot) const;
  // The token of `text`, or of a first page at `revision` if that is empty.
  absl::StatusOr<PageToken> TokenOf(absl::string_view text, uint64_t arguments,
                                    int64_t revision) const;

  ArticleStore& store_;
  LeaseTable& leases_;
  const WatchSource::Context watch_;
  const StoredArticleLimits limits_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_SERVICE_STORAGE_SERVICE_H_

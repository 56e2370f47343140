#ifndef AKIN_SERVICES_STORAGE_SERVICE_REQUESTS_H_
#define AKIN_SERVICES_STORAGE_SERVICE_REQUESTS_H_

#include "absl/status/status.h"
#include "akin/storage/v1/storage_service.pb.h"

// What requests may say, apart from the articles in them: INVALID_ARGUMENT "<field>: <wish>".
namespace akin {

absl::Status ValidateRequest(const storage::v1::PutArticlesRequest& request);
absl::Status ValidateRequest(const storage::v1::GetArticleRequest& request);
absl::Status ValidateRequest(const storage::v1::BatchGetArticlesRequest& request);
absl::Status ValidateRequest(const storage::v1::LookupArticleRequest& request);
absl::Status ValidateRequest(const storage::v1::ListArticlesRequest& request);
absl::Status ValidateRequest(const storage::v1::ListArticleRevisionsRequest& request);
absl::Status ValidateRequest(const storage::v1::DeleteArticleRequest& request);
absl::Status ValidateRequest(const storage::v1::UndeleteArticleRequest& request);
absl::Status ValidateRequest(const storage::v1::PurgeArticleRequest& request);
absl::Status ValidateRequest(const storage::v1::ListEmbargoedArticlesRequest& request);
absl::Status ValidateRequest(const storage::v1::GetEmbargoedArticleRequest& request);
absl::Status ValidateRequest(const storage::v1::ReleaseArticleRequest& request);
absl::Status ValidateRequest(const storage::v1::AssignStoriesRequest& request);
absl::Status ValidateRequest(const storage::v1::WatchArticlesRequest& request);
absl::Status ValidateRequest(const storage::v1::AcquireLeaseRequest& request);
absl::Status ValidateRequest(const storage::v1::ReleaseLeaseRequest& request);
absl::Status ValidateRequest(const storage::v1::CreateFeedRequest& request);
absl::Status ValidateRequest(const storage::v1::GetFeedRequest& request);
absl::Status ValidateRequest(const storage::v1::UpdateFeedRequest& request);
absl::Status ValidateRequest(const storage::v1::DeleteFeedRequest& request);
absl::Status ValidateRequest(const storage::v1::ClaimDueFeedsRequest& request);
absl::Status ValidateRequest(const storage::v1::RecordPollRequest& request);

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_SERVICE_REQUESTS_H_

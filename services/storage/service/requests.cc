#include "services/storage/service/requests.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "common/url/url.h"
#include "services/storage/domain/validation.h"

namespace akin {
namespace {

constexpr int kMaxArticles = 1'000;
constexpr int kMaxAssignments = 1'000;
constexpr int kMaxMerges = 100;
constexpr size_t kMaxReasonBytes = 1'000;
constexpr size_t kMaxHolderBytes = 256;
constexpr int kMaxClaims = 100;
constexpr size_t kMaxProgressBytes = 16 << 10;

absl::Status CheckView(news::v1::ArticleView view) {
  if (news::v1::ArticleView_IsValid(view)) return absl::OkStatus();
  return InvalidField("view", absl::StrCat(static_cast<int>(view), " is none"));
}

absl::Status CheckCount(absl::string_view field, int count, int min, int max) {
  if (count >= min && count <= max) return absl::OkStatus();
  return InvalidField(field, absl::StrCat(count, " of them, want ", min, " to ", max));
}

absl::Status CheckDuration(absl::string_view field, const google::protobuf::Duration& duration,
                           absl::Duration min, absl::Duration max) {
  const absl::Duration value = FromProto(duration);
  if (value >= min && value <= max) return absl::OkStatus();
  return InvalidField(
      field, absl::StrCat(absl::FormatDuration(value), ", want ", absl::FormatDuration(min), " to ",
                          absl::FormatDuration(max)));
}

absl::Status CheckAssignments(const storage::v1::AssignStoriesRequest& request) {
  for (int i = 0; i < request.assignments_size(); ++i) {
    const auto& assignment = request.assignments(i);
    const std::string field = absl::StrCat("assignments[", i, "]");
    RETURN_IF_ERROR(ValidateArticleName(assignment.article(), absl::StrCat(field, ".article")));
    RETURN_IF_ERROR(ValidateStoryName(assignment.story(), absl::StrCat(field, ".story")));
  }
  return absl::OkStatus();
}

absl::Status CheckMerges(const storage::v1::AssignStoriesRequest& request) {
  for (int i = 0; i < request.merges_size(); ++i) {
    const auto& merge = request.merges(i);
    const std::string field = absl::StrCat("merges[", i, "]");
    RETURN_IF_ERROR(ValidateStoryName(merge.story(), absl::StrCat(field, ".story")));
    RETURN_IF_ERROR(ValidateStoryName(merge.into(), absl::StrCat(field, ".into")));
    if (merge.story() == merge.into()) {
      return InvalidField(absl::StrCat(field, ".into"), "is the story itself");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckHolder(absl::string_view holder) {
  if (holder.empty()) return InvalidField("holder", "empty");
  if (holder.size() <= kMaxHolderBytes) return absl::OkStatus();
  return InvalidField("holder", absl::StrCat("want at most ", kMaxHolderBytes, " bytes"));
}

template <typename Request>
absl::Status CheckLeaseDuration(const Request& request) {
  if (!request.has_duration()) return absl::OkStatus();
  return CheckDuration("duration", request.duration(), absl::Milliseconds(100), absl::Minutes(10));
}

absl::Status CheckExternalKey(const storage::v1::ExternalKey& key) {
  RETURN_IF_ERROR(ValidateSourceName(key.source(), "external.source"));
  if (!key.external_id().empty()) return absl::OkStatus();
  return InvalidField("external.external_id", "empty");
}

}  // namespace

absl::Status ValidateRequest(const storage::v1::PutArticlesRequest& request) {
  RETURN_IF_ERROR(CheckCount("articles", request.articles_size(), 1, kMaxArticles));
  if (request.lease().empty()) return absl::OkStatus();
  return ValidateFeedName(request.lease(), "lease");
}

absl::Status ValidateRequest(const storage::v1::GetArticleRequest& request) {
  RETURN_IF_ERROR(CheckView(request.view()));
  return ValidateArticleName(request.name(), "name");
}

absl::Status ValidateRequest(const storage::v1::BatchGetArticlesRequest& request) {
  RETURN_IF_ERROR(CheckView(request.view()));
  RETURN_IF_ERROR(CheckCount("names", request.names_size(), 1, kMaxArticles));
  for (int i = 0; i < request.names_size(); ++i) {
    RETURN_IF_ERROR(ValidateArticleName(request.names(i), absl::StrCat("names[", i, "]")));
  }
  return absl::OkStatus();
}

absl::Status ValidateRequest(const storage::v1::LookupArticleRequest& request) {
  RETURN_IF_ERROR(CheckView(request.view()));
  if (request.has_external()) return CheckExternalKey(request.external());
  if (!request.has_canonical_url() && !request.has_external()) {
    return InvalidField("key", "want canonical_url or external");
  }
  if (!UrlHost(request.canonical_url()).empty()) return absl::OkStatus();
  return InvalidField("canonical_url", "want an absolute http or https URL");
}

absl::Status ValidateRequest(const storage::v1::ListArticlesRequest& request) {
  return CheckView(request.view());
}

absl::Status ValidateRequest(const storage::v1::ListArticleRevisionsRequest& request) {
  RETURN_IF_ERROR(CheckView(request.view()));
  return ValidateArticleName(request.name(), "name");
}

absl::Status ValidateRequest(const storage::v1::DeleteArticleRequest& request) {
  RETURN_IF_ERROR(ValidateArticleName(request.name(), "name"));
  if (request.reason().size() <= kMaxReasonBytes) return absl::OkStatus();
  return InvalidField(
      "reason", absl::StrCat(request.reason().size(), " bytes, want at most ", kMaxReasonBytes));
}

absl::Status ValidateRequest(const storage::v1::UndeleteArticleRequest& request) {
  return ValidateArticleName(request.name(), "name");
}

absl::Status ValidateRequest(const storage::v1::PurgeArticleRequest& request) {
  return ValidateArticleName(request.name(), "name");
}

absl::Status ValidateRequest(const storage::v1::ListEmbargoedArticlesRequest& request) {
  return CheckView(request.view());
}

absl::Status ValidateRequest(const storage::v1::GetEmbargoedArticleRequest& request) {
  RETURN_IF_ERROR(CheckView(request.view()));
  return ValidateArticleName(request.name(), "name");
}

absl::Status ValidateRequest(const storage::v1::ReleaseArticleRequest& request) {
  RETURN_IF_ERROR(ValidateArticleName(request.name(), "name"));
  if (!request.has_release_time() || IsValidTimestamp(request.release_time()))
    return absl::OkStatus();
  return InvalidField("release_time", "out of range, want years 1 to 9999");
}

absl::Status ValidateRequest(const storage::v1::AssignStoriesRequest& request) {
  RETURN_IF_ERROR(CheckCount("assignments", request.assignments_size(), 0, kMaxAssignments));
  RETURN_IF_ERROR(CheckCount("merges", request.merges_size(), 0, kMaxMerges));
  RETURN_IF_ERROR(CheckAssignments(request));
  return CheckMerges(request);
}

absl::Status ValidateRequest(const storage::v1::WatchArticlesRequest& request) {
  if (request.after_revision() < 0) {
    return InvalidField("after_revision", absl::StrCat(request.after_revision(), ", want >= 0"));
  }
  if (request.log_id().empty() && request.after_revision() > 0) {
    return InvalidField("log_id", "empty, want the log that after_revision counts in");
  }
  if (!request.has_heartbeat_interval()) return absl::OkStatus();
  return CheckDuration("heartbeat_interval", request.heartbeat_interval(), absl::Milliseconds(10),
                       absl::Hours(1));
}

absl::Status ValidateRequest(const storage::v1::AcquireLeaseRequest& request) {
  RETURN_IF_ERROR(ValidateLeaseName(request.lease(), "lease"));
  RETURN_IF_ERROR(CheckHolder(request.holder()));
  return CheckLeaseDuration(request);
}

absl::Status ValidateRequest(const storage::v1::ReleaseLeaseRequest& request) {
  return ValidateLeaseName(request.lease(), "lease");
}

absl::Status ValidateRequest(const storage::v1::CreateFeedRequest& request) {
  RETURN_IF_ERROR(ValidateFeedName(request.name(), "name"));
  return ValidateFeedSettings(request.settings(), "settings");
}

absl::Status ValidateRequest(const storage::v1::GetFeedRequest& request) {
  return ValidateFeedName(request.name(), "name");
}

absl::Status ValidateRequest(const storage::v1::UpdateFeedRequest& request) {
  RETURN_IF_ERROR(ValidateFeedName(request.name(), "name"));
  return ValidateFeedSettings(request.settings(), "settings");
}

absl::Status ValidateRequest(const storage::v1::DeleteFeedRequest& request) {
  return ValidateFeedName(request.name(), "name");
}

absl::Status ValidateRequest(const storage::v1::ClaimDueFeedsRequest& request) {
  RETURN_IF_ERROR(CheckHolder(request.holder()));
  RETURN_IF_ERROR(CheckCount("max_feeds", request.max_feeds(), 0, kMaxClaims));
  return CheckLeaseDuration(request);
}

absl::Status ValidateRequest(const storage::v1::RecordPollRequest& request) {
  RETURN_IF_ERROR(ValidateFeedName(request.name(), "name"));
  if (request.progress().ByteSizeLong() > kMaxProgressBytes) {
    return InvalidField("progress", absl::StrCat("want at most ", kMaxProgressBytes, " bytes"));
  }
  if (!request.has_next_poll_delay()) return absl::OkStatus();
  return CheckDuration("next_poll_delay", request.next_poll_delay(), absl::ZeroDuration(),
                       absl::Hours(24 * 400));
}

}  // namespace akin

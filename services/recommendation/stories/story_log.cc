#include "services/recommendation/stories/story_log.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"

namespace akin {
namespace {

using storage::v1::StorageService;

constexpr char kLease[] = "stories";
constexpr size_t kMaxAssignments = 1000;  // of one AssignStories

class StorageStoryLog : public StoryLog {
 public:
  StorageStoryLog(std::shared_ptr<grpc::Channel> storage, const std::string& holder)
      : storage_(StorageService::NewStub(std::move(storage))), holder_(holder) {}

  absl::StatusOr<int64_t> AcquireLease(absl::Duration duration) override {
    storage::v1::AcquireLeaseRequest request;
    request.set_lease(kLease);
    request.set_holder(holder_);
    *request.mutable_duration() = ToProto(duration);
    ASSIGN_OR_RETURN(const auto response,
                     CallUnary({}, *storage_, &StorageService::Stub::AcquireLease, request));
    return response.fencing_token();
  }

  void ReleaseLease(int64_t token) override {
    storage::v1::ReleaseLeaseRequest request;
    request.set_lease(kLease);
    request.set_fencing_token(token);
    CallContext call;
    call.deadline = absl::Now() + absl::Seconds(1);  // it ends by itself anyway
    CallUnary(call, *storage_, &StorageService::Stub::ReleaseLease, request).IgnoreError();
  }

  // What is more than one call takes goes in several, the merges with the last: by then all members
  // have moved.
  absl::StatusOr<int64_t> Assign(int64_t token, const std::vector<StoryAssignment>& assignments,
                                 const std::vector<StoryMerge>& merges) override {
    int64_t revision = 0;
    size_t sent = 0;
    do {
      storage::v1::AssignStoriesRequest request;
      request.set_fencing_token(token);
      const size_t end = std::min(sent + kMaxAssignments, assignments.size());
      for (; sent < end; ++sent) Add(assignments[sent], request);
      if (sent == assignments.size()) {
        for (const StoryMerge& merge : merges) Add(merge, request);
      }
      ASSIGN_OR_RETURN(const auto response,
                       CallUnary({}, *storage_, &StorageService::Stub::AssignStories, request));
      revision = response.revision();
    } while (sent < assignments.size());
    return revision;
  }

 private:
  static void Add(const StoryAssignment& assignment, storage::v1::AssignStoriesRequest& request) {
    auto* out = request.add_assignments();
    out->set_article(absl::StrCat("articles/", assignment.article_id));
    out->set_story(absl::StrCat("stories/", assignment.story_id));
  }

  static void Add(const StoryMerge& merge, storage::v1::AssignStoriesRequest& request) {
    auto* out = request.add_merges();
    out->set_story(absl::StrCat("stories/", merge.from));
    out->set_into(absl::StrCat("stories/", merge.into));
  }

  const std::unique_ptr<StorageService::Stub> storage_;
  const std::string holder_;
};

}  // namespace

std::unique_ptr<StoryLog> NewStorageStoryLog(std::shared_ptr<grpc::Channel> storage,
                                             const std::string& holder) {
  return std::make_unique<StorageStoryLog>(std::move(storage), holder);
}

}  // namespace akin

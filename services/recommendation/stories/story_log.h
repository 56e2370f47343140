#ifndef AKIN_SERVICES_RECOMMENDATION_STORIES_STORY_LOG_H_
#define AKIN_SERVICES_RECOMMENDATION_STORIES_STORY_LOG_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/recommendation/domain/stories/story.h"

namespace grpc {
class Channel;
}

namespace akin {

struct StoryAssignment {
  std::string article_id;
  std::string story_id;
};

// Where stories become facts: the log, under the lease "stories". Thread-safe.
class StoryLog {
 public:
  virtual ~StoryLog() = default;

  // Takes the lease or renews it, and gives its fencing token. ABORTED while another replica holds
  // it; UNAVAILABLE if the log cannot be reached.
  virtual absl::StatusOr<int64_t> AcquireLease(absl::Duration duration) = 0;
  virtual void ReleaseLease(int64_t token) = 0;

  // Writes assignments and merges, and gives the revision at which all of them are in the log.
  // FAILED_PRECONDITION if the token is no longer the lease's: nothing more was written.
  virtual absl::StatusOr<int64_t> Assign(int64_t token,
                                         const std::vector<StoryAssignment>& assignments,
                                         const std::vector<StoryMerge>& merges) = 0;
};

// Storage's log. `holder` is unique to this replica.
std::unique_ptr<StoryLog> NewStorageStoryLog(std::shared_ptr<grpc::Channel> storage,
                                             const std::string& holder);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_STORIES_STORY_LOG_H_

#include "common/redis/redis_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace akin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

struct Case {
  const char* error;  // As servers of versions 4 to 7 word it.
  absl::StatusCode code;
};

TEST(RedisErrorTest, CodeTellsWhetherAnotherServerIsWantedAndWhetherThisOneCanBeRead) {
  constexpr absl::StatusCode kServesNot = absl::StatusCode::kFailedPrecondition;
  constexpr absl::StatusCode kTakesNoWrites = absl::StatusCode::kPermissionDenied;
  for (const auto& [error, code] : {
           Case{"READONLY You can't write against a read only replica.", kTakesNoWrites},
           Case{"MISCONF Redis is configured to save RDB snapshots, but …", kTakesNoWrites},
           Case{"NOREPLICAS Not enough good replicas to write.", kTakesNoWrites},
           Case{"NOPERM this user has no permissions to run the 'set' command", kTakesNoWrites},
           Case{"OOM command not allowed when used memory > 'maxmemory'.",
                absl::StatusCode::kResourceExhausted},
           Case{"LOADING Redis is loading the dataset in memory", kServesNot},
           Case{"MASTERDOWN Link with MASTER is down and …", kServesNot},
           Case{"BUSY Redis is busy running a script.", kServesNot},
           Case{"UNKILLABLE Sorry the script already executed write commands", kServesNot},
           Case{"NOAUTH Authentication required.", kServesNot},
           Case{"WRONGPASS invalid username-password pair or user is disabled.", kServesNot},
           Case{"DENIED Redis is running in protected mode", kServesNot},
           Case{"CLUSTERDOWN Hash slot not served", kServesNot},
           Case{"MOVED 3999 127.0.0.1:6381", kServesNot},
           Case{"ASK 3999 127.0.0.1:6381", kServesNot},
           Case{"TRYAGAIN Multiple keys request during rehashing of slot",
                absl::StatusCode::kUnknown},
           Case{"CROSSSLOT Keys in request don't hash to the same slot",
                absl::StatusCode::kUnknown},
           Case{"WRONGTYPE Operation against a key holding the wrong kind of value",
                absl::StatusCode::kUnknown},
           Case{"ERR max number of clients reached", absl::StatusCode::kUnknown},
           Case{"READONLYISH", absl::StatusCode::kUnknown},
           Case{"OOM", absl::StatusCode::kResourceExhausted},
           Case{"", absl::StatusCode::kUnknown},
       }) {
    const absl::Status status = RedisErrorStatus(error);
    EXPECT_EQ(status.code(), code) << error;
    EXPECT_EQ(IsOfWrongServer(status), code == kServesNot || code == kTakesNoWrites) << error;
    EXPECT_THAT(std::string(status.message()), HasSubstr(error));
  }
}

TEST(RedisErrorTest, MessageIsShortAndHasNoArgumentsThatRedisRepeated) {
  const auto message = [](const std::string& error) {
    return std::string(RedisErrorStatus(error).message());
  };
  for (const char* error :
       {"ERR unknown command `AUTH`, with args beginning with: `reader`, `sesame`, ",
        "ERR unknown command 'AUTH', with args beginning with: 'reader' 'sesame' "}) {
    EXPECT_THAT(message(error), HasSubstr("AUTH"));
    EXPECT_THAT(message(error), Not(HasSubstr("sesame")));
  }
  EXPECT_THAT(message("ERR " + std::string(5'000, 'x')), SizeIs(207));  // "redis: " and 200
}

TEST(RedisErrorTest, ClusterIsSaidNotToBeSupported) {
  EXPECT_THAT(std::string(RedisErrorStatus("MOVED 3999 127.0.0.1:6381").message()),
              HasSubstr("not supported"));
}

}  // namespace
}  // namespace akin

#include "tests/load/greedy.h"

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "absl/time/clock.h"

namespace akin::load {
namespace {

namespace fs = std::filesystem;

constexpr char kPolicy[] = R"({
  "name": "load",
  "allow_rules": [{"name": "everyone"}],
  "quotas": [{
    "name": "readers", "source": {"principals": ["token:greedy", "token:modest"]},
    "calls_per_second": $0
  }]
})";
// printf '%s' greedy-token | sha256sum, and so on
constexpr char kTokens[] =
    "greedy afce6be4f36b15f626380e3d5f54f900a890b1ea948e57e5caeedb92518fd8a3\n"
    "modest 2a452e8b11c316f97c818d315f7a13c3d6b6181539de65fb79c154e7d9c9fa2d\n";
// How much of the service each caller's share is.
constexpr double kShare = 0.15;
constexpr absl::Duration kFilesAreRead = absl::Seconds(3);

// The files that say who may call how often, in a folder that goes with this.
class AccessFolder {
 public:
  AccessFolder() {
    path_ = (fs::temp_directory_path() / "akin-load.XXXXXX").string();
    if (mkdtemp(path_.data()) == nullptr) std::abort();
    std::ofstream(path_ + "/tokens") << kTokens;
    SetQuota(1e6);
  }
  ~AccessFolder() { fs::remove_all(path_); }

  void SetQuota(double calls_per_second) {
    std::ofstream(path_ + "/new") << absl::Substitute(kPolicy, calls_per_second);
    fs::rename(path_ + "/new", path_ + "/policy.json");
  }

  std::vector<std::string> Flags() const {
    return {absl::StrCat("--policy_file=", path_, "/policy.json"),
            absl::StrCat("--tokens_file=", path_, "/tokens")};
  }

 private:
  std::string path_;
};

// Of several rounds; the median of their percentiles says nothing of rare calls, so all times
// count.
class Rounds {
 public:
  void Add(const Traffic& traffic, const Arrivals& arrivals) {
    const LevelResult round = MeasureLevel(traffic, arrivals, &millis_);
    sum_.offered += round.offered;
    sum_.goodput += round.goodput;
    sum_.calls += round.calls;
    sum_.refused += round.refused;
    sum_.refused_without_hint += round.refused_without_hint;
    sum_.failed += round.failed;
    ++rounds_;
  }

  LevelResult Result() {
    std::sort(millis_.begin(), millis_.end());
    const bench::LoadResult all{.millis = std::move(millis_)};
    sum_.offered /= rounds_;
    sum_.goodput /= rounds_;
    sum_.p50_ms = all.Percentile(0.5);
    sum_.p99_ms = all.Percentile(0.99);
    return sum_;
  }

 private:
  LevelResult sum_;
  int rounds_ = 0;
  std::vector<double> millis_;
};

}  // namespace

GreedyReport MeasureGreedy(LoadedCluster::Options options, int rounds, absl::Duration duration) {
  AccessFolder access;
  for (std::string& flag : access.Flags()) options.recommendation_flags.push_back(std::move(flag));
  LoadedCluster cluster(options);
  const Traffic lists = cluster.ColdLists();
  Tally tally;
  const double capacity =
      bench::ClosedLoop(CallsOf(lists, tally, "modest-token"), 4, duration).PerSecond();
  GreedyReport report{.share = kShare * capacity};
  access.SetQuota(report.share);
  absl::SleepFor(kFilesAreRead);
  // Somewhat below the quota: callers who come at random exceed it now and then.
  const double modest_rate = 0.9 * report.share;
  Rounds in_peace, beside_greedy, not_greedy, greedy;
  for (int round = 0; round < 2 * rounds; ++round) {
    const bool is_greedy = round % 2 == 1;
    const auto seed = static_cast<uint64_t>(2 * round);
    std::thread other([&] {
      const double rate = is_greedy ? 10 * report.share : modest_rate;
      (is_greedy ? greedy : not_greedy).Add(lists, {rate, duration, "greedy-token", seed + 1});
    });
    (is_greedy ? beside_greedy : in_peace)
        .Add(lists, {modest_rate, duration, "modest-token", seed});
    other.join();
  }
  report.modest_in_peace = in_peace.Result();
  report.modest_beside_greedy = beside_greedy.Result();
  report.greedy = greedy.Result();
  return report;
}

}  // namespace akin::load

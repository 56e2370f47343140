#ifndef AKIN_SERVICES_AKIN_CLI_EVENT_REPORT_H_
#define AKIN_SERVICES_AKIN_CLI_EVENT_REPORT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "akin/recommendation/v1/similar_event.pb.h"

// How lists fared by what became of them: pure functions of events.
namespace akin {

// An estimate with its 95 % confidence interval.
struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;
};

// A share of independent trials, by Wilson's score interval (Wilson 1927, J. Amer. Stat. Assoc. 22,
// 209-212). 0 to 1 without trials.
Estimate WilsonShare(int64_t successes, int64_t trials);

// A mean, by the percentile bootstrap (Efron 1979, Ann. Statist. 7, 1-26): 1,000 resamples, the
// same ones each time.
Estimate BootstrapMean(const std::vector<double>& values);

// What became of the hits of one way of making lists: an arm of a pipeline.
struct ArmReport {
  std::string arm;  // "pipeline/arm", what is empty left out; "-" if both are.
  int64_t impressions = 0;
  int64_t clicks = 0;  // Hits that were clicked, each once in each list.
  int64_t hides = 0;
  Estimate click_through;    // Clicks by impressions.
  int64_t lists = 0;         // With a list_id.
  Estimate reciprocal_rank;  // 1 / the first clicked place of each list, 0 where none was clicked.
  // Of lists that are interleaved from several arms: an arm wins one in which most clicks, and more
  // than any other's, are on its hits (Radlinski, Kurup, Joachims 2008, CIKM, 43-52).
  int64_t wins = 0, losses = 0, ties = 0;
  Estimate win_share;  // Wins by wins and losses.
};

// Takes events in any order, each once by its event_id. One thread. Memory: some 200 bytes a hit.
class EventReport {
 public:
  void Add(const recommendation::v1::SimilarEvent& event);

  int64_t events() const { return static_cast<int64_t>(seen_.size()); }
  // Those without a list_id, which count for click-through only.
  int64_t events_without_list() const { return without_list_; }
  // By name of the arm.
  std::vector<ArmReport> Arms() const;

 private:
  struct Hit {
    std::string arm;
    int place = 0;
    bool clicked = false;
  };
  using List = std::map<std::string, Hit>;  // By article.
  struct Loose {
    int64_t impressions = 0, clicks = 0;
  };

  void AddToList(const recommendation::v1::SimilarEvent& event);
  void AddLoose(const recommendation::v1::SimilarEvent& event);

  absl::flat_hash_set<uint64_t> seen_;  // Fingerprints of ids.
  int64_t without_list_ = 0;
  std::map<std::string, List> lists_;
  std::map<std::string, Loose> loose_;  // By arm: events without a list_id.
  std::map<std::string, int64_t> hides_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_CLI_EVENT_REPORT_H_

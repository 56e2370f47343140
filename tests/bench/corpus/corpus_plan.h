#ifndef AKIN_TESTS_BENCH_CORPUS_CORPUS_PLAN_H_
#define AKIN_TESTS_BENCH_CORPUS_CORPUS_PLAN_H_

#include <cstdint>
#include <deque>
#include <queue>
#include <vector>

#include "absl/time/time.h"
#include "tests/bench/corpus/random.h"

namespace akin::bench {

struct CorpusOptions {
  uint64_t seed = 1;
  double articles_per_day = 3000;
  absl::Time start = absl::FromUnixSeconds(1704067200);  // 2024-01-01
};

enum class ReportKind {
  kOriginal,  // A text of its own about the event.
  kCopy,      // The event's first report, cut and slightly edited: a wire copy. A near-duplicate.
  kRewrite,   // The first report with about half of the sentences new.
};

// An article before it is written. Its text follows from the options and this alone.
struct PlannedArticle {
  int64_t number = 0;  // From 0, in the order of publication.
  absl::Time time;
  int64_t event = 0;      // What it reports: the truth that similarity is measured against.
  int64_t storyline = 0;  // The running subject of several events.
  int topic = 0;
  int report = 0;  // 0: the first of its event.
  ReportKind kind = ReportKind::kOriginal;
  absl::Time event_time;  // Of the first report.
};

// The days of a news world: events begin at random, most belong to a running storyline, and each is
// reported once or up to thirty times over hours and days. Endless; the memory it needs is that of
// the reports which are to come. One thread.
class CorpusPlan {
 public:
  explicit CorpusPlan(const CorpusOptions& options);

  PlannedArticle Next();

 private:
  struct Later {
    bool operator()(const PlannedArticle& a, const PlannedArticle& b) const;
  };
  struct Storyline {
    int64_t number;
    int topic;
  };

  void StartEvent();
  Storyline PickStoryline();
  int ReportCount();
  PlannedArticle FollowingReport(PlannedArticle first, int report);

  const CorpusOptions options_;
  Random random_;
  absl::Time next_event_;
  int64_t articles_ = 0;
  int64_t events_ = 0;
  int64_t storylines_ = 0;
  std::deque<Storyline> recent_;  // of the latest events
  std::priority_queue<PlannedArticle, std::vector<PlannedArticle>, Later> waiting_;
};

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_CORPUS_CORPUS_PLAN_H_

#include "tests/bench/corpus/corpus_plan.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace akin::bench {
namespace {

constexpr int kTopics = 300;
constexpr int kMostReports = 30;
// P(an event has n reports or more) = n^-kReportsTail, and the mean that follows from it.
constexpr double kReportsTail = 1.2;
constexpr double kMeanReports = 3.06;
constexpr size_t kRecentEvents = 4000;
constexpr double kContinuesStoryline = 0.55;
constexpr double kCopyShare = 0.10;  // of the reports after the first
constexpr double kRewriteShare = 0.08;

}  // namespace

CorpusPlan::CorpusPlan(const CorpusOptions& options)
    : options_(options), random_(Mix(options.seed, 1)), next_event_(options.start) {}

bool CorpusPlan::Later::operator()(const PlannedArticle& a, const PlannedArticle& b) const {
  return std::tie(a.time, a.event, a.report) > std::tie(b.time, b.event, b.report);
}

PlannedArticle CorpusPlan::Next() {
  while (waiting_.empty() || waiting_.top().time >= next_event_) StartEvent();
  PlannedArticle article = waiting_.top();
  waiting_.pop();
  article.number = articles_++;
  return article;
}

void CorpusPlan::StartEvent() {
  const Storyline storyline = PickStoryline();
  PlannedArticle first;
  first.time = first.event_time = next_event_;
  first.event = events_++;
  first.storyline = storyline.number;
  first.topic = storyline.topic;
  waiting_.push(first);
  const int reports = ReportCount();
  for (int i = 1; i < reports; ++i) waiting_.push(FollowingReport(first, i));
  const double events_per_day = options_.articles_per_day / kMeanReports;
  next_event_ += absl::Seconds(1 + std::floor(random_.Exponential(86400 / events_per_day)));
}

// The more was reported of a storyline lately, the likelier it goes on.
CorpusPlan::Storyline CorpusPlan::PickStoryline() {
  static const Zipf topics(kTopics, 0.6, 5);
  Storyline storyline;
  if (!recent_.empty() && random_.Chance(kContinuesStoryline)) {
    storyline = recent_[random_.Below(recent_.size())];
  } else {
    storyline = {storylines_++, static_cast<int>(topics(random_))};
  }
  recent_.push_back(storyline);
  if (recent_.size() > kRecentEvents) recent_.pop_front();
  return storyline;
}

int CorpusPlan::ReportCount() {
  const double count = std::pow(1 - random_.Unit(), -1 / kReportsTail);
  return static_cast<int>(std::min<double>(count, kMostReports));
}

PlannedArticle CorpusPlan::FollowingReport(PlannedArticle first, int report) {
  constexpr double kMedianHours = 6, kSigma = 1.2, kMostHours = 120;
  const double hours = std::min(random_.LogNormal(kMedianHours, kSigma), kMostHours);
  first.time += absl::Seconds(1 + std::floor(hours * 3600));
  first.report = report;
  const double kind = random_.Unit();
  if (kind < kCopyShare) {
    first.kind = ReportKind::kCopy;
  } else if (kind < kCopyShare + kRewriteShare) {
    first.kind = ReportKind::kRewrite;
  }
  return first;
}

}  // namespace akin::bench

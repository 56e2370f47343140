#include "services/akin/cli/event_report.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/text/fingerprint.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;

constexpr double kZ = 1.959964;  // of 95 %
constexpr int kResamples = 1000;

std::string ArmOf(const v1::SimilarEvent& event) {
  if (event.pipeline().empty() && event.arm().empty()) return "-";
  const bool both = !event.pipeline().empty() && !event.arm().empty();
  return absl::StrCat(event.pipeline(), both ? "/" : "", event.arm());
}

double ResampledMean(const std::vector<double>& values, std::mt19937_64& random) {
  double sum = 0;
  for (size_t i = 0; i < values.size(); ++i) sum += values[random() % values.size()];
  return sum / static_cast<double>(values.size());
}

// What is being added up of an arm.
struct ArmSums {
  ArmReport report;
  std::vector<double> reciprocal_ranks;
};
using SumsByArm = std::map<std::string, ArmSums>;

// One list's, by arm.
struct ListSums {
  int64_t hits = 0;
  int64_t clicks = 0;
  int first_click = 0;  // 0: none.
};

void AddClick(int place, ListSums& sums) {
  ++sums.clicks;
  sums.first_click = sums.first_click == 0 ? place : std::min(sums.first_click, place);
}

// Tells who won an interleaved list.
void AddWins(const std::map<std::string, ListSums>& by_arm, SumsByArm& arms) {
  int64_t most = 0;
  for (const auto& [arm, sums] : by_arm) most = std::max(most, sums.clicks);
  if (by_arm.size() < 2 || most == 0) return;
  const auto best = std::count_if(by_arm.begin(), by_arm.end(), [most](const auto& entry) {
    return entry.second.clicks == most;
  });
  for (const auto& [arm, sums] : by_arm) {
    ArmReport& report = arms[arm].report;
    ++(best > 1 ? report.ties : sums.clicks == most ? report.wins : report.losses);
  }
}

void AddList(const std::map<std::string, ListSums>& by_arm, SumsByArm& arms) {
  for (const auto& [arm, sums] : by_arm) {
    ArmSums& total = arms[arm];
    total.report.impressions += sums.hits;
    total.report.clicks += sums.clicks;
    total.reciprocal_ranks.push_back(sums.first_click == 0 ? 0 : 1.0 / sums.first_click);
  }
  AddWins(by_arm, arms);
}

ArmReport Finish(const std::string& arm, ArmSums sums) {
  ArmReport report = std::move(sums.report);
  report.arm = arm;
  report.click_through = WilsonShare(report.clicks, report.impressions);
  report.lists = static_cast<int64_t>(sums.reciprocal_ranks.size());
  report.reciprocal_rank = BootstrapMean(sums.reciprocal_ranks);
  report.win_share = WilsonShare(report.wins, report.wins + report.losses);
  return report;
}

}  // namespace

Estimate WilsonShare(int64_t successes, int64_t trials) {
  if (trials == 0) return {0, 0, 1};
  const double n = static_cast<double>(trials);
  const double p = static_cast<double>(successes) / n;
  const double scale = 1 + kZ * kZ / n;
  const double centre = (p + kZ * kZ / (2 * n)) / scale;
  const double half = kZ / scale * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  return {p, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

Estimate BootstrapMean(const std::vector<double>& values) {
  if (values.empty()) return {};
  double sum = 0;
  for (const double value : values) sum += value;
  std::mt19937_64 random(1);
  std::vector<double> means;
  for (int i = 0; i < kResamples; ++i) means.push_back(ResampledMean(values, random));
  std::sort(means.begin(), means.end());
  return {sum / static_cast<double>(values.size()), means[kResamples * 25 / 1000],
          means[kResamples * 975 / 1000 - 1]};
}

void EventReport::Add(const v1::SimilarEvent& event) {
  if (!seen_.insert(FingerprintText(event.event_id())).second) return;
  if (event.type() == v1::SIMILAR_EVENT_TYPE_HIDE) ++hides_[ArmOf(event)];
  event.list_id().empty() ? AddLoose(event) : AddToList(event);
}

// A click proves that the hit was shown, where no impression came.
void EventReport::AddToList(const v1::SimilarEvent& event) {
  Hit& hit = lists_[event.list_id()][event.article()];
  hit.arm = ArmOf(event);
  hit.place = event.place();
  hit.clicked = hit.clicked || event.type() == v1::SIMILAR_EVENT_TYPE_CLICK;
}

void EventReport::AddLoose(const v1::SimilarEvent& event) {
  ++without_list_;
  Loose& loose = loose_[ArmOf(event)];
  loose.impressions += event.type() == v1::SIMILAR_EVENT_TYPE_IMPRESSION;
  loose.clicks += event.type() == v1::SIMILAR_EVENT_TYPE_CLICK;
}

std::vector<ArmReport> EventReport::Arms() const {
  SumsByArm arms;
  for (const auto& [id, list] : lists_) {
    std::map<std::string, ListSums> by_arm;
    for (const auto& [article, hit] : list) {
      ListSums& sums = by_arm[hit.arm];
      ++sums.hits;
      if (hit.clicked) AddClick(hit.place, sums);
    }
    AddList(by_arm, arms);
  }
  for (const auto& [arm, loose] : loose_) {
    arms[arm].report.impressions += loose.impressions;
    arms[arm].report.clicks += std::min(loose.clicks, loose.impressions);
  }
  for (const auto& [arm, hides] : hides_) arms[arm].report.hides = hides;
  std::vector<ArmReport> reports;
  for (auto& [arm, sums] : arms) reports.push_back(Finish(arm, std::move(sums)));
  return reports;
}

}  // namespace akin

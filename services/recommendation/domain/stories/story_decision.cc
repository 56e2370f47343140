#include "services/recommendation/domain/stories/story_decision.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

constexpr absl::Duration kNamingWindow = absl::Hours(1);

// How well an article fits a story.
struct Fit {
  double best = 0;  // Of its links.
  double mean = 0;  // Of the best few.
  const StoryCandidate* evidence = nullptr;

  bool Joins() const { return best >= kEventLink && mean >= kStoryMeanLink; }
  bool Merges() const { return best >= kMergeLink && mean >= kEventLink; }
};

using CandidatesOfStory = std::vector<const StoryCandidate*>;

Fit FitOf(const CandidatesOfStory& members) {
  std::vector<std::pair<double, const StoryCandidate*>> links;
  for (const StoryCandidate* member : members) {
    links.emplace_back(SameEventScore(member->features), member);
  }
  std::sort(links.begin(), links.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second->meta.id < b.second->meta.id;
  });
  // Members that did not come up as candidates are not alike, and count as that.
  const size_t support = std::min<size_t>(kStorySupport, members.front()->story_size);
  double sum = 0;
  for (size_t i = 0; i < std::min(support, links.size()); ++i) sum += links[i].first;
  return {links[0].first, sum / static_cast<double>(std::max<size_t>(support, 1)), links[0].second};
}

// Older stories survive; then the smaller id.
bool Survives(const StoryCandidate& a, const StoryCandidate& b) {
  return std::tie(a.founder_time, a.founder_id) < std::tie(b.founder_time, b.founder_id);
}

bool NamesStory(const MetaView& article, const StoryCandidate& of_story) {
  const absl::Time time = article.EventTime();
  if (time == absl::InfinitePast() || of_story.founder_time == absl::InfinitePast()) return false;
  return of_story.founder_time - time <= kNamingWindow &&
         std::tie(time, article.id) < std::tie(of_story.founder_time, of_story.founder_id);
}

// What is told in words of one's own: half of the phrases are a form's or a copy's.
double OwnWords(const PairFeatures& f) { return std::max(0.0, 1 - 2 * f.shared_phrases); }

double Names(const PairFeatures& f) {
  return std::max(f.name_overlap, kEventTitleAsNames * (1 - f.strange_words) * OwnWords(f));
}

double Brief(const PairFeatures& f) {
  const double numbers = kEventBriefNumbers * f.strange_numbers * f.strange_numbers;
  return f.brevity * OwnWords(f) * (kEventBrief + numbers);
}

double TitleOnly(const PairFeatures& f) {
  return std::max(0.0, f.title_cosine - kEventLikeTitle) / (1 - kEventLikeTitle) *
         (1 - f.own_cosine);
}

// What it says that the same phrases stand around other names and numbers.
double FormFilledInAnew(const PairFeatures& f) {
  const double form = std::max(0.0, f.shared_phrases - kEventFormPhrases) / (1 - kEventFormPhrases);
  double x =
      kEventFormWords * f.strange_words + kEventFormNumbers * f.strange_numbers * f.strange_numbers;
  if (f.hours_apart > kEventFormHours) {
    x += kEventFormPerDoubling * f.strange_numbers * std::log2(f.hours_apart / kEventFormHours);
  }
  return form * x;
}

}  // namespace

double SameEventScore(const PairFeatures& f) {
  double x = kEventBias + kEventLexical * f.own_cosine + kEventTitle * f.title_cosine +
             kEventNames * Names(f) + kEventNumbers * f.number_overlap +
             kEventContainment * f.shingle_containment + kEventNumberConflict * f.number_conflict +
             Brief(f) + kEventTitleOnly * TitleOnly(f) + FormFilledInAnew(f);
  if (f.hours_apart > 48) x += kEventPerDoubling * std::log2(f.hours_apart / 48);
  return 1 / (1 + std::exp(-x));
}

double MostSameEventScore(PairFeatures features) {
  features.shingle_containment = features.number_overlap = features.brevity = 1;
  features.number_conflict = features.strange_numbers = features.shared_phrases = 0;
  return SameEventScore(features);
}

StoryDecision DecideStoryOf(const MetaView& article,
                            const std::vector<StoryCandidate>& candidates) {
  StoryDecision decision;
  if (!article.story.empty()) {
    decision.story = std::string(article.story);
    return decision;
  }
  std::map<std::string, CandidatesOfStory> stories;
  for (const StoryCandidate& candidate : candidates) {
    if (!candidate.meta.story.empty())
      stories[std::string(candidate.meta.story)].push_back(&candidate);
  }
  std::vector<Fit> fits;
  for (const auto& [story, members] : stories) {
    const Fit fit = FitOf(members);
    if (fit.Joins()) fits.push_back(fit);
  }
  if (fits.empty()) {
    decision.story = StoryIdFor(article.id);
    decision.is_new = true;
    decision.confidence = 1;
    return decision;
  }
  const Fit best = *std::max_element(fits.begin(), fits.end(), [](const Fit& a, const Fit& b) {
    return a.best != b.best ? a.best < b.best : Survives(*b.evidence, *a.evidence);
  });
  const StoryCandidate* survivor = best.evidence;
  for (const Fit& fit : fits) {
    if (best.Merges() && fit.Merges() && Survives(*fit.evidence, *survivor))
      survivor = fit.evidence;
  }
  decision.story =
      NamesStory(article, *survivor) ? StoryIdFor(article.id) : std::string(survivor->meta.story);
  for (const Fit& fit : fits) {
    const std::string story(fit.evidence->meta.story);
    const bool is_one = story == best.evidence->meta.story || (best.Merges() && fit.Merges());
    if (is_one && story != decision.story) decision.merges.push_back({story, decision.story});
  }
  decision.evidence_id = std::string(best.evidence->meta.id);
  decision.confidence = best.best;
  return decision;
}

}  // namespace akin

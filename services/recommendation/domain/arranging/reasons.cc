#include "services/recommendation/domain/arranging/reasons.h"

#include <algorithm>
#include <string>

#include "services/recommendation/domain/scoring/score.h"
#include "services/recommendation/domain/stories/story_decision.h"
#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

constexpr size_t kTermsPerReason = 5;
constexpr double kHoursOfOneReport = 6;

// A term of both articles and what it adds to their likeness.
struct SharedTerm {
  uint32_t id;
  double weight;
  bool is_name;
  bool in_titles;
};

std::vector<SharedTerm> SharedTerms(const Corpus& corpus, const IndexedArticle& a,
                                    const IndexedArticle& b) {
  std::vector<SharedTerm> shared;
  for (size_t i = 0, j = 0; i < a.terms.size() && j < b.terms.size();) {
    const auto& x = a.terms[i];
    const auto& y = b.terms[j];
    if (x.id == y.id) {
      const double weight =
          static_cast<double>(corpus.Weight(a, x)) * static_cast<double>(corpus.Weight(b, y));
      shared.push_back({x.id, weight, x.is_name && y.is_name, x.in_title && y.in_title});
    }
    i += x.id <= y.id;
    j += y.id <= x.id;
  }
  std::sort(shared.begin(), shared.end(), [&](const SharedTerm& s, const SharedTerm& t) {
    if (s.weight != t.weight) return s.weight > t.weight;
    return corpus.vocabulary().key(s.id) < corpus.vocabulary().key(t.id);
  });
  return shared;
}

// The words of names that both have, as the phrases they stand in where both have the phrase.
std::vector<std::string> NamesOf(const Corpus& corpus, const IndexedArticle& a,
                                 const IndexedArticle& b, const std::vector<SharedTerm>& terms) {
  std::vector<std::string> names;
  for (const SharedTerm& term : terms) {
    if (!term.is_name || names.size() == kTermsPerReason) continue;
    std::string name(corpus.vocabulary().surface(term.id));
    for (const absl::string_view phrase : a.names) {
      const bool of_both = std::find(b.names.begin(), b.names.end(), phrase) != b.names.end();
      if (of_both && phrase.find(name) != absl::string_view::npos) {
        name = std::string(phrase);
        break;
      }
    }
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

template <typename Has>
Reason FromTerms(const Corpus& corpus, ReasonType type, const std::vector<SharedTerm>& terms,
                 const Has& has) {
  Reason reason{.type = type, .terms = {}, .weight = 0};
  double all = 0;
  for (const SharedTerm& term : terms) {
    all += term.weight;
    if (!has(term)) continue;
    reason.weight += term.weight;
    if (reason.terms.size() < kTermsPerReason) {
      reason.terms.emplace_back(corpus.vocabulary().surface(term.id));
    }
  }
  reason.weight = all > 0 ? reason.weight / all : 0;
  return reason;
}

std::vector<std::string> SharedNumbers(const IndexedArticle& a, const IndexedArticle& b) {
  std::vector<std::string> shared;
  for (const absl::string_view number : a.numbers) {
    const bool of_both = std::find(b.numbers.begin(), b.numbers.end(), number) != b.numbers.end();
    if (of_both && number.size() > 1 && shared.size() < kTermsPerReason)
      shared.emplace_back(number);
  }
  return shared;
}

bool IsRelated(const PairFeatures& features) {
  return SameEventScore(features) >= kRelatedEventScore ||
         (features.name_overlap >= kRelatedNames && features.smoothed_cosine >= kRelatedCosine);
}

}  // namespace

Relation RelationOf(const IndexedArticle& seed, const IndexedArticle& other,
                    const PairFeatures& features) {
  if (features.same_story || IsNearDuplicate(features)) return Relation::kSameStory;
  // What came out at about the same time is neither the cause nor the outcome.
  if (!IsRelated(features) || features.hours_apart < kHoursOfOneReport) {
    return Relation::kSameTopic;
  }
  const bool is_later = other.meta.EventTime() > seed.meta.EventTime();
  return is_later ? Relation::kFollowUp : Relation::kBackground;
}

std::vector<Reason> ReasonsFor(const Corpus& corpus, const IndexedArticle& seed,
                               const IndexedArticle& other, const PairFeatures& features) {
  const std::vector<SharedTerm> terms = SharedTerms(corpus, seed, other);
  std::vector<Reason> reasons;
  if (IsNearDuplicate(features)) {
    reasons.push_back({ReasonType::kNearDuplicate, {}, DuplicateScoreOf(features)});
  }
  if (features.same_story) reasons.push_back({ReasonType::kSameStory, {}, 1});

  Reason names = FromTerms(corpus, ReasonType::kSharedNames, terms,
                           [](const SharedTerm& term) { return term.is_name; });
  names.terms = NamesOf(corpus, seed, other, terms);
  reasons.push_back(std::move(names));
  reasons.push_back(FromTerms(corpus, ReasonType::kSharedTitleWords, terms,
                              [](const SharedTerm& term) { return term.in_titles; }));
  reasons.push_back(
      FromTerms(corpus, ReasonType::kSharedRareTerms, terms, [&](const SharedTerm& term) {
        return !term.is_name && corpus.vocabulary().Idf(term.id) >= kRareIdf * kIdfUnit;
      }));
  reasons.push_back({ReasonType::kSharedNumbers, SharedNumbers(seed, other),
                     features.number_overlap * kNumberReasonWeight});
  if (features.hours_apart >= 0 && features.hours_apart <= kCloseInTimeHours) {
    reasons.push_back({ReasonType::kCloseInTime, {}, kCloseInTimeWeight});
  }
  const double subject = features.smoothed_cosine - features.lexical_cosine;
  reasons.push_back({ReasonType::kSameSubject, {}, std::clamp(subject, 0.0, 1.0)});

  const auto is_empty = [](const Reason& reason) {
    const bool needs_terms =
        reason.type == ReasonType::kSharedNames || reason.type == ReasonType::kSharedTitleWords ||
        reason.type == ReasonType::kSharedRareTerms || reason.type == ReasonType::kSharedNumbers;
    return reason.weight < kLeastReasonWeight || (needs_terms && reason.terms.empty());
  };
  reasons.erase(std::remove_if(reasons.begin(), reasons.end(), is_empty), reasons.end());
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const Reason& a, const Reason& b) { return a.weight > b.weight; });
  // Many small things in common are a subject in common.
  if (reasons.empty()) {
    reasons.push_back(
        {ReasonType::kSameSubject, {}, std::clamp(features.smoothed_cosine, 0.0, 1.0)});
  }
  return reasons;
}

}  // namespace akin

#include "services/recommendation/domain/scoring/event_comparison.h"

#include "services/recommendation/domain/scoring/features.h"
#include "services/recommendation/domain/weights.h"

namespace akin {

PairFeatures EventComparison::Compare(ArticleIndex other) const {
  PairFeatures features;
  text_.CompareWords(other, features);
  marked_.Compare(other, features);
  features.hours_apart = HoursApart(text_.article().meta, corpus_.meta(other));
  return features;
}

// Of what has no story yet, each article counts for its source: then what is one story told anew
// looks like a form. It is not if titles, names and numbers are the same.
bool EventComparison::MayShareForm(ArticleIndex other, const PairFeatures& features) const {
  return corpus_.has_story(other) || features.strange_words > kStrangeInForms ||
         features.strange_numbers > kStrangeInForms;
}

void EventComparison::Complete(ArticleIndex other, PairFeatures& features) const {
  const ArticleRecord::Details details = corpus_.record(other).ReadDetails();
  const auto compare_numbers = [&](const absl::optional<SharedForm>& form) {
    CompareNumbers(text_.article(), details.numbers, details.title_numbers, form, features);
  };
  compare_numbers(absl::nullopt);
  features.brevity = Brevity(text_.article().words, details.words);
  const absl::optional<SharedForm> form =
      text_.ComparePhrases(other, details.sketch, features, MayShareForm(other, features));
  if (!form) return;
  marked_.CompareWithout(*form, other, features);
  compare_numbers(form);
}

}  // namespace akin

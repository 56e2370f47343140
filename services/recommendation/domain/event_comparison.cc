#include "services/recommendation/domain/event_comparison.h"

#include "services/recommendation/domain/features.h"

namespace akin {

PairFeatures EventComparison::Compare(ArticleIndex other) const {
  PairFeatures features;
  text_.CompareWords(other, features);
  marked_.Compare(other, features);
  features.hours_apart = HoursApart(text_.article().meta, corpus_.meta(other));
  return features;
}

void EventComparison::Complete(ArticleIndex other, PairFeatures& features) const {
  const ArticleRecord::Details details = corpus_.record(other).ReadDetails();
  const absl::optional<SharedForm> form = text_.ComparePhrases(other, details.sketch, features);
  if (form) marked_.CompareWithout(*form, other, features);
  features.brevity = Brevity(text_.article().words, details.words);
  CompareNumbers(text_.article(), details.numbers, details.title_numbers, form, features);
}

}  // namespace akin

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
  text_.ComparePhrases(details.sketch, features);
  CompareNumbers(text_.article(), details.numbers, details.title_numbers, features);
}

}  // namespace akin

#ifndef AKIN_SERVICES_INGESTION_DOMAIN_HEADLINES_H_
#define AKIN_SERVICES_INGESTION_DOMAIN_HEADLINES_H_

#include "absl/strings/string_view.h"

// What the words of two articles say about whether they are one. Plain functions, thread-safe.
namespace akin {

enum class Likeness { kUnlike, kAlike, kClose, kWithin };

// Whether one headline may be an edit of the other. They are alike if they share at least half of
// the words of the shorter one; close from two thirds on, unless they contradict each other in
// numbers ("Release 1.2", "Release 1.3"); and one is within the other if it has no word of its own.
Likeness CompareHeadlines(absl::string_view a, absl::string_view b);

// Whether they are alike at least.
bool AreAlike(absl::string_view a, absl::string_view b);

// Whether one text is an edit of the other. A few words in common prove nothing: then, and where
// one is empty, texts are alike at most.
Likeness CompareTexts(absl::string_view a, absl::string_view b);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_DOMAIN_HEADLINES_H_

#ifndef AKIN_SERVICES_INGESTION_DOMAIN_HEADLINES_H_
#define AKIN_SERVICES_INGESTION_DOMAIN_HEADLINES_H_

#include "absl/strings/string_view.h"

namespace akin {

// Whether one headline may be an edit of the other: they share at least half of the words of the
// shorter one. A plain function, thread-safe.
bool AreAlike(absl::string_view a, absl::string_view b);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_DOMAIN_HEADLINES_H_

#ifndef AKIN_SERVICES_INGESTION_PARSE_HIDDEN_STYLE_H_
#define AKIN_SERVICES_INGESTION_PARSE_HIDDEN_STYLE_H_

#include "absl/strings/string_view.h"

namespace akin {

// What an element's style attribute does to the text inside.
struct HiddenStyle {
  bool removed = false;    // it takes no place: display:none
  bool unseen = false;     // it cannot be seen: no height, no opacity, as newsletters' preheaders
  bool sets_font = false;  // says how large the text is, …
  bool no_font = false;    // … and that is nothing
};

// A plain function, thread-safe.
HiddenStyle ReadHiddenStyle(absl::string_view style);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_HIDDEN_STYLE_H_

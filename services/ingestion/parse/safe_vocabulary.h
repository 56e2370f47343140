#ifndef AKIN_SERVICES_INGESTION_PARSE_SAFE_VOCABULARY_H_
#define AKIN_SERVICES_INGESTION_PARSE_SAFE_VOCABULARY_H_

#include "absl/strings/string_view.h"

// The elements and attributes of HTML, SVG and MathML that show something and do nothing: none of
// them runs code, loads a document or sends one by itself. Plain functions, thread-safe.
namespace akin {

enum class Vocabulary { kHtml, kSvg, kMathMl };

// How a safe element or attribute is spelled ("viewBox"), given its name in lower case; "" for one
// that is not safe.
absl::string_view SafeElement(Vocabulary vocabulary, absl::string_view name);
absl::string_view SafeAttribute(Vocabulary vocabulary, absl::string_view name);

// Whether the value of a safe attribute is an address.
bool HoldsAddress(absl::string_view attribute);

// Whether an element of HTML never has content or an end tag.
bool IsVoidElement(absl::string_view name);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_SAFE_VOCABULARY_H_

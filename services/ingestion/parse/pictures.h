#ifndef AKIN_SERVICES_INGESTION_PARSE_PICTURES_H_
#define AKIN_SERVICES_INGESTION_PARSE_PICTURES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/parse/html_scanner.h"

// Which images of a text are pictures, and where they are. Plain functions, thread-safe.
namespace akin {

// An image's attributes, "" where it has them not.
struct ImageMarkup {
  absl::string_view address;
  absl::string_view width;
  absl::string_view height;
  absl::string_view style;
  absl::string_view classes;
};

// Whether an image is one to look at: no dot that counts readers, no smiley.
bool IsPicture(const ImageMarkup& image);

// The address of an image that scripts load where `attributes` (of an <img>) keep it for them, or
// the largest of its choices if it has no other; "" if its src is what there is.
std::string LazyAddress(const std::vector<HtmlAttributeText>& attributes);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PICTURES_H_

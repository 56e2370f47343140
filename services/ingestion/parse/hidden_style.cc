#include "services/ingestion/parse/hidden_style.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace akin {
namespace {

constexpr size_t kMaxStyleBytes = 1'000;

// "0", "0px", "0.0em"
bool IsNothing(absl::string_view value) {
  double number = -1;
  return absl::SimpleAtod(value.substr(0, value.find_first_not_of("0123456789.")), &number) &&
         number == 0;
}

class Declarations {
 public:
  explicit Declarations(absl::string_view style) {
    for (absl::string_view declaration : absl::StrSplit(style, ';')) {
      const size_t colon = declaration.find(':');
      if (colon == absl::string_view::npos) continue;
      Add(absl::StripAsciiWhitespace(declaration.substr(0, colon)),
          absl::StripAsciiWhitespace(declaration.substr(colon + 1)));
    }
  }

  HiddenStyle Result() const {
    HiddenStyle result = style_;
    result.unseen |= cut_ && flat_ && !padded_;
    return result;
  }

 private:
  void Add(absl::string_view name, absl::string_view value) {
    if (name == "display") style_.removed = absl::StartsWith(value, "none");
    if (name == "mso-hide") style_.removed |= absl::StartsWith(value, "all");
    if (name == "visibility")
      style_.unseen |= absl::StartsWith(value, "hidden") || absl::StartsWith(value, "collapse");
    if (name == "opacity" || name == "max-height") style_.unseen |= IsNothing(value);
    if (name == "font-size") SetFont(IsNothing(value));
    if (name == "overflow") cut_ = absl::StartsWith(value, "hidden");
    if (name == "height" || name == "width" || name == "max-width") flat_ |= IsNothing(value);
    if (absl::StartsWith(name, "padding")) padded_ |= !IsNothing(value);
  }

  void SetFont(bool nothing) {
    style_.sets_font = true;
    style_.no_font = nothing;
  }

  HiddenStyle style_;
  bool cut_ = false;
  bool flat_ = false;
  bool padded_ = false;  // a frame that keeps its proportions
};

}  // namespace

HiddenStyle ReadHiddenStyle(absl::string_view style) {
  if (style.empty() || style.size() > kMaxStyleBytes) return {};
  return Declarations(absl::AsciiStrToLower(style)).Result();
}

}  // namespace akin

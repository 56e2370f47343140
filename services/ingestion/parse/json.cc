#include "services/ingestion/parse/json.h"

#include "absl/strings/ascii.h"
#include "common/text/encodings.h"
#include "services/ingestion/parse/entities.h"
#include "services/ingestion/parse/html_text.h"

namespace akin {
namespace {

// Whether an element of HTML ends in `text`: "a < b" is no markup, "<b>a</b>" is.
bool HasEndTag(absl::string_view text) {
  for (size_t at = text.find("</"); at != absl::string_view::npos; at = text.find("</", at + 1)) {
    if (at + 2 < text.size() && absl::ascii_isalpha(text[at + 2])) return true;
  }
  return false;
}

}  // namespace

const Json& JsonMember(const Json& object, const char* key) {
  static const auto& null = *new Json();
  if (!object.is_object()) return null;
  const auto member = object.find(key);
  return member == object.end() ? null : *member;
}

std::string JsonText(const Json& value) {
  if (value.is_number()) return value.dump();
  const auto* text = value.get_ptr<const Json::string_t*>();
  return text ? ReadStrayControls(std::string(absl::StripAsciiWhitespace(*text))) : "";
}

std::string JsonText(const Json& object, const char* key) {
  return JsonText(JsonMember(object, key));
}

std::string PlainJsonHtml(absl::string_view text) {
  return HasEndTag(text) ? std::string(text) : PlainTextAsHtml(DecodeEntities(text));
}

std::string PlainJsonText(absl::string_view text) { return HtmlToText(PlainJsonHtml(text)); }

std::string PlainJsonLine(absl::string_view text) { return HtmlToLine(PlainJsonHtml(text)); }

}  // namespace akin

#include "services/ingestion/parse/json.h"

#include "absl/strings/ascii.h"
#include "services/ingestion/parse/entities.h"
#include "services/ingestion/parse/html_text.h"
#include "services/ingestion/parse/text_builder.h"

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
  return text ? std::string(absl::StripAsciiWhitespace(*text)) : "";
}

std::string JsonText(const Json& object, const char* key) {
  return JsonText(JsonMember(object, key));
}

std::string PlainJsonText(absl::string_view text) {
  return HasEndTag(text) ? HtmlToText(text) : CleanText(DecodeEntities(text));
}

std::string PlainJsonLine(absl::string_view text) {
  TextBuilder line;
  line.Add(PlainJsonText(text));
  return line.Take();
}

}  // namespace akin

#include "services/ingestion/parse/ninjs.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/url/url.h"
#include "services/ingestion/parse/byline.h"
#include "services/ingestion/parse/dates.h"
#include "services/ingestion/parse/feed_fields.h"
#include "services/ingestion/parse/nitf.h"
#include "services/ingestion/parse/xml.h"

namespace akin {
namespace {

// The member whose key is `key` in any case: version 3 writes versionCreated, the others
// versioncreated.
const Json& Member(const Json& object, const char* key) {
  if (object.is_object()) {
    for (const auto& [name, value] : object.items()) {
      if (absl::EqualsIgnoreCase(name, key)) return value;
    }
  }
  return JsonMember(object, key);
}

std::string Text(const Json& object, const char* key) { return JsonText(Member(object, key)); }

std::string FirstText(const Json& object, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    std::string text = Text(object, key);
    if (!text.empty()) return text;
  }
  return "";
}

absl::optional<absl::Time> FirstDate(const Json& object, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    if (const auto time = ParseDate(Text(object, key))) return time;
  }
  return absl::nullopt;
}

// ------------------------------------------------------------------------------------------ texts

struct Variant {
  std::string text;
  std::string type;  // media type, or what it is called: "xhtml"
  std::string role;
};

// The variants of a text: later versions list {role, contenttype, value}, in the order of their
// weight; version 1 has headline, headline_main, body_xhtml …
std::vector<Variant> Variants(const Json& item, absl::string_view name, const char* list) {
  std::vector<Variant> variants;
  const Json& several = Member(item, list);
  if (several.is_array()) {
    for (const Json& one : several) {
      variants.push_back(
          {Text(one, "value"), FirstText(one, {"contenttype", "role"}), Text(one, "role")});
    }
  }
  for (const auto& [key, value] : item.items()) {
    absl::string_view form = key;
    if (!absl::ConsumePrefix(&form, name)) continue;
    if (form.empty() || absl::ConsumePrefix(&form, "_")) {
      variants.push_back({JsonText(value), std::string(form), std::string(form)});
    }
  }
  const auto blank = [](const Variant& variant) { return variant.text.empty(); };
  variants.erase(std::remove_if(variants.begin(), variants.end(), blank), variants.end());
  return variants;
}

std::string Html(const Variant& variant) {
  const std::string type = absl::AsciiStrToLower(variant.type);
  if (absl::StrContains(type, "nitf")) return NitfHtml(XmlDocument(variant.text).Find("nitf"));
  return absl::StrContains(type, "html") ? variant.text : PlainJsonHtml(variant.text);
}

// Sets `text` and `safe` to the first variant that says something.
void SetFirst(const std::vector<Variant>& variants, absl::string_view base, std::string& text,
              std::string& safe) {
  for (const Variant& variant : variants) {
    SetBlock(Html(variant), {}, base, text, safe);
    if (!text.empty()) return;
  }
}

// The main one, else the first: others are for social networks, or short.
std::string Headline(const Json& item) {
  const std::vector<Variant> headlines = Variants(item, "headline", "headlines");
  if (headlines.empty()) return PlainJsonLine(Text(item, "title"));
  const auto main = std::find_if(headlines.begin(), headlines.end(), [](const Variant& headline) {
    return absl::EqualsIgnoreCase(headline.role, "main");
  });
  return PlainJsonLine(main == headlines.end() ? headlines.front().text : main->text);
}

// ---------------------------------------------------------------------------------- people, things

void AddNames(const Json& item, std::initializer_list<const char*> keys,
              std::vector<std::string>& names) {
  for (const char* key : keys) {
    const Json& things = Member(item, key);
    if (!things.is_array()) continue;
    for (const Json& thing : things) AddUnique(Text(thing, "name"), names);
  }
}

// ------------------------------------------------------------------------------------------- media

struct Rendition {
  ParsedEnclosure file;
  int width = 0;
};

// An item's files: an object by name in version 1, a list later.
std::vector<Rendition> Renditions(const Json& item, absl::string_view base) {
  std::vector<Rendition> renditions;
  const Json& all = Member(item, "renditions");
  if (!all.is_structured()) return renditions;
  for (const Json& one : all) {
    Rendition read;
    read.file = {ResolveIn({}, base, Text(one, "href")),
                 FirstText(one, {"contenttype", "mimetype"}), Text(one, "sizeinbytes")};
    if (!absl::SimpleAtoi(Text(one, "width"), &read.width)) read.width = 0;
    if (!read.file.url.empty()) renditions.push_back(std::move(read));
  }
  return renditions;
}

std::string WidestImage(const std::vector<Rendition>& renditions) {
  const Rendition* best = nullptr;
  for (const Rendition& rendition : renditions) {
    if (!absl::StartsWithIgnoreCase(rendition.file.type, "image/")) continue;
    if (best == nullptr || rendition.width > best->width) best = &rendition;
  }
  return best == nullptr ? "" : best->file.url;
}

// A picture of its own, else that of the first item that goes with it and is a picture.
std::string Image(const Json& item, const std::vector<Rendition>& own, absl::string_view base) {
  std::string image = WidestImage(own);
  const Json& associations = Member(item, "associations");
  if (!image.empty() || !associations.is_structured()) return image;
  for (const Json& other : associations) {
    if (absl::EqualsIgnoreCase(Text(other, "type"), "picture") && image.empty())
      image = WidestImage(Renditions(other, base));
  }
  return image;
}

// ------------------------------------------------------------------------------------------- items

absl::Status Usable(const Json& item) {
  const std::string status = absl::AsciiStrToLower(Text(item, "pubstatus"));
  if (status != "canceled" && status != "cancelled" && status != "withheld") {
    return absl::OkStatus();
  }
  return InvalidField("content", absl::StrCat("the agency says \"", status, "\" of this item"));
}

ParsedItem ReadItem(const Json& item, absl::string_view base) {
  ParsedItem parsed;
  parsed.id = Text(item, "uri");
  parsed.link = ResolveUrl("", parsed.id).value_or("");
  parsed.title = Headline(item);
  SetFirst(Variants(item, "description", "descriptions"), base, parsed.summary,
           parsed.summary_html);
  SetFirst(Variants(item, "body", "bodies"), base, parsed.content, parsed.content_html);
  parsed.published = FirstDate(item, {"firstcreated", "contentcreated"});
  parsed.updated = FirstDate(item, {"versioncreated"});
  AddByline(FirstText(item, {"byline", "by"}), parsed.authors);
  AddNames(item, {"subject", "subjects"}, parsed.categories);
  AddNames(
      item,
      {"person", "people", "organisation", "organisations", "place", "places", "event", "events"},
      parsed.keywords);
  parsed.language = Text(item, "language");
  parsed.rights = PlainJsonText(FirstText(item, {"copyrightnotice", "copyrightholder"}));
  const std::vector<Rendition> renditions = Renditions(item, base);
  for (const Rendition& rendition : renditions) parsed.enclosures.push_back(rendition.file);
  parsed.image = Image(item, renditions, base);
  parsed.error = Usable(item);
  return parsed;
}

bool IsItem(const Json& item) {
  if (JsonText(JsonMember(item, "standard"), "name") == "ninjs") return true;
  if (Text(item, "uri").empty()) return false;
  for (const char* key : {"versioncreated", "firstcreated", "pubstatus", "associations",
                          "renditions", "descriptions"}) {
    if (!Member(item, key).is_null()) return true;
  }
  return !Variants(item, "headline", "headlines").empty() ||
         !Variants(item, "body", "bodies").empty();
}

}  // namespace

bool IsNinjs(const Json& root) {
  if (root.is_array()) return std::any_of(root.begin(), root.end(), IsItem);
  return IsItem(root);
}

ParsedDocument ReadNinjs(const Json& root, absl::string_view document_url) {
  ParsedDocument document;
  document.format = DocumentFormat::kNinjs;
  if (root.is_object()) document.items.push_back(ReadItem(root, document_url));
  if (!root.is_array()) return document;
  for (const Json& item : root) {
    if (!HasRoom(document)) break;
    if (item.is_object()) document.items.push_back(ReadItem(item, document_url));
  }
  return document;
}

}  // namespace akin

#include "services/ingestion/parse/ninjs.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "services/ingestion/parse/byline.h"
#include "services/ingestion/parse/dates.h"
#include "services/ingestion/parse/embargo.h"
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

// Newsrooms list plain words, too.
void AddNames(const Json& item, std::initializer_list<const char*> keys,
              std::vector<std::string>& names) {
  for (const char* key : keys) {
    const Json& things = Member(item, key);
    if (!things.is_array()) continue;
    for (const Json& thing : things)
      AddUnique(thing.is_string() ? JsonText(thing) : Text(thing, "name"), names);
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

// How deep stories are looked for in stories.
constexpr size_t kMaxNesting = 4;

constexpr absl::string_view kUnusable[] = {"canceled", "cancelled", "withheld", "withhold"};

absl::Status Usable(const Json& item) {
  const std::string status = absl::AsciiStrToLower(Text(item, "pubstatus"));
  const auto is_status = [&](absl::string_view bad) { return status == bad; };
  if (std::none_of(std::begin(kUnusable), std::end(kUnusable), is_status)) return absl::OkStatus();
  return InvalidField("content", absl::StrCat("the agency says \"", status, "\" of this item"));
}

// Null is how programs write that there is none; an empty one has no end.
void ReadNinjsEmbargo(const Json& item, ParsedItem& parsed) {
  const Json& embargoed = Member(item, "embargoed");
  if (embargoed.is_null()) return;
  std::string text = JsonText(embargoed);
  const bool endless = text.empty() && embargoed.is_string();
  if (text.empty()) text = embargoed.type_name();
  HoldBack(endless ? UntilFurtherNotice() : ParseEmbargo(text, "embargoed"), parsed);
}

// Superdesk's exports have a guid in the place of the standard's uri.
std::string Id(const Json& item) { return FirstText(item, {"uri", "guid"}); }

ParsedItem ReadNinjsItem(const Json& item, absl::string_view document_url) {
  ParsedItem parsed;
  parsed.id = Id(item);
  parsed.link = LinkOfId(parsed.id);
  const std::string base = BaseInside({}, parsed.link, document_url);
  parsed.title = Headline(item);
  SetFirst(Variants(item, "description", "descriptions"), base, parsed.summary,
           parsed.summary_html);
  SetFirst(Variants(item, "body", "bodies"), base, parsed.content, parsed.content_html);
  parsed.published = FirstDate(item, {"firstpublished", "firstcreated", "contentcreated"});
  parsed.updated = FirstDate(item, {"versioncreated"});
  AddByline(FirstText(item, {"byline", "by"}), parsed.authors);
  if (parsed.authors.empty()) AddNames(item, {"authors"}, parsed.authors);
  AddNames(item, {"service", "services", "subject", "subjects"}, parsed.categories);
  AddNames(item,
           {"keywords", "person", "people", "organisation", "organisations", "place", "places",
            "event", "events"},
           parsed.keywords);
  parsed.language = Text(item, "language");
  parsed.rights = PlainJsonText(FirstText(item, {"copyrightnotice", "copyrightholder"}));
  const std::vector<Rendition> renditions = Renditions(item, base);
  for (const Rendition& rendition : renditions) parsed.enclosures.push_back(rendition.file);
  parsed.image = Image(item, renditions, base);
  parsed.error = Usable(item);
  return parsed;
}

bool HasBody(const Json& item) { return !Variants(item, "body", "bodies").empty(); }

bool IsItem(const Json& item) {
  if (JsonText(JsonMember(item, "standard"), "name") == "ninjs") return true;
  if (Id(item).empty()) return false;
  for (const char* key : {"versioncreated", "firstcreated", "pubstatus", "associations",
                          "renditions", "descriptions"}) {
    if (!Member(item, key).is_null()) return true;
  }
  return !Variants(item, "headline", "headlines").empty() || HasBody(item);
}

bool HasItems(const Json& list) {
  return list.is_array() && std::any_of(list.begin(), list.end(), IsItem);
}

// A list of items that is the document, or the answer of a newsroom's API around it; null without.
const Json& ListOfItems(const Json& root) {
  if (HasItems(root)) return root;
  for (const char* key : {"_items", "items"}) {
    if (HasItems(JsonMember(root, key))) return JsonMember(root, key);
  }
  return JsonMember({}, "");
}

void ReadWithStories(const Json& item, absl::string_view base, std::vector<const Json*> around,
                     ParsedDocument& document);

// The stories that an item brings along in full; what it only refers to has no body. `within` are
// the item and those around it.
void ReadStoriesIn(const Json& item, absl::string_view base, const std::vector<const Json*>& within,
                   ParsedDocument& document) {
  const Json& associations = Member(item, "associations");
  if (!associations.is_structured() || within.size() > kMaxNesting) return;
  for (const Json& other : associations) {
    if (absl::EqualsIgnoreCase(Text(other, "type"), "text") && IsItem(other) && HasBody(other))
      ReadWithStories(other, base, within, document);
  }
}

// A package is but what it holds. An embargo of an item goes for all that comes in it.
void ReadWithStories(const Json& item, absl::string_view base, std::vector<const Json*> around,
                     ParsedDocument& document) {
  if (!HasRoom(document)) return;
  const size_t before = document.items.size();
  document.items.push_back(ReadNinjsItem(item, base));
  around.push_back(&item);
  for (const Json* one : around) ReadNinjsEmbargo(*one, document.items.back());
  ReadStoriesIn(item, base, around, document);
  const bool package = absl::EqualsIgnoreCase(Text(item, "type"), "composite") && !HasBody(item);
  if (package && document.items.size() > before + 1)
    document.items.erase(document.items.begin() + before);
}

}  // namespace

bool IsNinjs(const Json& root) { return IsItem(root) || !ListOfItems(root).is_null(); }

ParsedDocument ReadNinjs(const Json& root, absl::string_view document_url) {
  ParsedDocument document;
  document.format = DocumentFormat::kNinjs;
  const Json& list = ListOfItems(root);
  if (list.is_null()) ReadWithStories(root, document_url, {}, document);
  for (const Json& item : list) {
    if (item.is_object()) ReadWithStories(item, document_url, {}, document);
  }
  return document;
}

}  // namespace akin

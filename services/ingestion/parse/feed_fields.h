#ifndef AKIN_SERVICES_INGESTION_PARSE_FEED_FIELDS_H_
#define AKIN_SERVICES_INGESTION_PARSE_FEED_FIELDS_H_

#include <initializer_list>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/ingestion/parse/date_order.h"
#include "services/ingestion/parse/parsed_document.h"

// What RSS and Atom have in common: fields that may stand in several elements, the first that says
// something wins. Elements are named as RepairXml spells them. Plain functions, thread-safe.
namespace akin {

using ElementNames = std::initializer_list<const char*>;

// The first child among `names` (in that order) that has text or elements; empty if none has.
pugi::xml_node FirstFilled(pugi::xml_node parent, ElementNames names);

// That child's text as clean paragraphs, or on one line; its content counts as HTML.
std::string HtmlField(pugi::xml_node parent, ElementNames names);
std::string LineField(pugi::xml_node parent, ElementNames names);

// Sets `text` to what `html` in `element` says, as clean paragraphs or on one line, and `safe` to
// SafeHtml of it if it has markup.
void SetBlock(absl::string_view html, pugi::xml_node element, absl::string_view document_url,
              std::string& text, std::string& safe);
void SetLine(absl::string_view html, pugi::xml_node element, absl::string_view document_url,
             std::string& text, std::string& safe);

// The same of the first filled child, whose content `html_of` gives as HTML.
using HtmlOf = std::string (*)(pugi::xml_node element);
void ReadBlock(pugi::xml_node parent, ElementNames names, HtmlOf html_of,
               absl::string_view document_url, std::string& text, std::string& safe);
void ReadLine(pugi::xml_node parent, ElementNames names, HtmlOf html_of,
              absl::string_view document_url, std::string& text, std::string& safe);

// That child's text, trimmed, undecoded: ids and codes.
std::string RawField(pugi::xml_node parent, ElementNames names);

// The same for a publisher's id; one that is a path ("/2024/a") is made an address, which no other
// feed has.
std::string IdField(pugi::xml_node parent, ElementNames names, absl::string_view document_url);

// The first child among `names` that is a readable date.
absl::optional<absl::Time> DateField(pugi::xml_node parent, ElementNames names,
                                     DateOrder order = DateOrder::kUnknown);

// The same where a later element of one name corrects an earlier one.
absl::optional<absl::Time> LastDateField(pugi::xml_node parent, ElementNames names,
                                         DateOrder order = DateOrder::kUnknown);

// The order of numbers that all dates in a feed of that language show.
DateOrder DateOrderIn(pugi::xml_node document, absl::string_view language);

// Whether `text` stands where a generator had no id or link to give: "N/A", "null", "#", "0".
bool IsPlaceholder(absl::string_view text);

// `reference` in `element` as an absolute http(s) address; as written if it is relative to nobody
// knows what; "" if it is another kind of address or a placeholder.
std::string ResolveIn(pugi::xml_node element, absl::string_view document_url,
                      absl::string_view reference);

// An id that is an absolute http(s) address, which then serves as link; "" for others.
std::string LinkOfId(absl::string_view id);

// The publisher's own address of an item whose link counts clicks; "" if it tells none.
std::string OriginalLink(pugi::xml_node item, absl::string_view document_url);

// The page of an item: its original link, else its link.
const std::string& PageOf(const ParsedItem& item);

// The base of what is inside an element whose page is at `link`: as the element or one around it
// states it, else that page, as in a browser; `document_url` where `link` is no address.
std::string BaseInside(pugi::xml_node element, absl::string_view link,
                       absl::string_view document_url);

// A person's name out of "name", "name <mail>", "mail (name)"; the address where it is alone.
std::string PersonName(absl::string_view text);

// Appends a cleaned `value` unless it is empty or already there.
void AddUnique(absl::string_view value, std::vector<std::string>& values);

// Appends the people in all children of these names.
void AddPeople(pugi::xml_node parent, ElementNames names, std::vector<std::string>& people);

// Enclosures and image out of an item's media:* and itunes:image elements.
void ReadMedia(pugi::xml_node item, absl::string_view document_url, ParsedItem& parsed);

// Sets the image, if there is none yet, to the first one among the enclosures or in the texts.
void FallBackOnImages(ParsedItem& parsed);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_FEED_FIELDS_H_

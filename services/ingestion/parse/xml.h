#ifndef AKIN_SERVICES_INGESTION_PARSE_XML_H_
#define AKIN_SERVICES_INGESTION_PARSE_XML_H_

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace akin {

// A tree of a document that RepairXml has put into one spelling. Thread-compatible.
class XmlDocument {
 public:
  explicit XmlDocument(absl::string_view text);

  // The first element of that name, anywhere; empty if there is none.
  pugi::xml_node Find(const char* name) const;

  // All elements of that name in document order, wherever they stand but inside the fields of one;
  // one that was never closed may hold the next.
  std::vector<pugi::xml_node> FindAll(absl::string_view name) const;

 private:
  std::string text_;  // the tree points into it
  std::unique_ptr<pugi::xml_document> tree_;
};

// The value of an attribute, trimmed, "" without one.
absl::string_view XmlAttribute(pugi::xml_node element, const char* name);

// All text inside an element, markup left out. The marks of a CDATA section that somebody escaped
// once too often are no text.
std::string XmlText(pugi::xml_node element);

// Only what stands in the element itself, not in elements inside it.
std::string XmlOwnText(pugi::xml_node element);

// What is inside an element as HTML: its markup if it has any, else its text, in which a feed's
// escaped markup is markup again.
std::string XmlHtml(pugi::xml_node element);

// The same where the text is plain: it is escaped before it counts as HTML.
std::string XmlMarkup(pugi::xml_node element);

bool HasXmlElements(pugi::xml_node element);

// The base of addresses inside `element`: xml:base of it and of what it is in, over `document_url`.
std::string XmlBase(pugi::xml_node element, absl::string_view document_url);

// The xml:lang of `element` or of what it is in, "" without one.
std::string XmlLanguage(pugi::xml_node element);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_XML_H_

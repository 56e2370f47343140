#include "services/ingestion/parse/xml.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/url/url.h"
#include "services/ingestion/parse/cdata_marks.h"
#include "services/ingestion/parse/entities.h"
#include "services/ingestion/parse/xml_repair.h"

namespace akin {
namespace {

constexpr unsigned kParseOptions =
    pugi::parse_escapes | pugi::parse_ws_pcdata | pugi::parse_fragment | pugi::parse_cdata;

// A longer base makes a large feed out of many short addresses.
constexpr size_t kMaxBaseBytes = 512;

// Of more than these inside each other the outer ones do not count.
constexpr size_t kMaxBases = 6;

bool IsText(pugi::xml_node node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

// Whether an HTML element has no end tag: "</br>" would count as one more "<br>".
bool IsVoid(absl::string_view name) {
  for (absl::string_view element : {"br", "hr", "img", "input", "wbr", "embed", "source", "col"}) {
    if (name == element) return true;
  }
  return false;
}

// RepairXml bounds the depth of these recursions.
void AppendText(pugi::xml_node node, std::string& out) {
  if (IsText(node)) out += node.value();
  for (pugi::xml_node child : node.children()) AppendText(child, out);
}

void AppendMarkup(pugi::xml_node node, std::string& out) {
  if (IsText(node)) return AppendEscaped(node.value(), out);
  absl::string_view name = node.name();
  for (const char* prefix : {"xhtml:", "svg:", "mathml:"}) absl::ConsumePrefix(&name, prefix);
  absl::StrAppend(&out, "<", name);
  for (pugi::xml_attribute attribute : node.attributes()) {
    absl::StrAppend(&out, " ", attribute.name(), "=\"");
    AppendEscaped(attribute.value(), out);
    out += '"';
  }
  out += '>';
  for (pugi::xml_node child : node.children()) AppendMarkup(child, out);
  if (!IsVoid(name)) absl::StrAppend(&out, "</", name, ">");
}

void Collect(pugi::xml_node parent, absl::string_view name, bool inside_one,
             std::vector<pugi::xml_node>& found) {
  for (pugi::xml_node child : parent.children()) {
    const bool wanted = child.name() == name;
    if (wanted) found.push_back(child);
    if (wanted || !inside_one) Collect(child, name, inside_one || wanted, found);
  }
}

}  // namespace

XmlDocument::XmlDocument(absl::string_view text)
    : text_(RepairXml(text)), tree_(std::make_unique<pugi::xml_document>()) {
  tree_->load_buffer_inplace(text_.data(), text_.size(), kParseOptions, pugi::encoding_utf8);
}

pugi::xml_node XmlDocument::Find(const char* name) const {
  return tree_->find_node(
      [&](pugi::xml_node node) { return absl::string_view(node.name()) == name; });
}

std::vector<pugi::xml_node> XmlDocument::FindAll(absl::string_view name) const {
  std::vector<pugi::xml_node> found;
  Collect(*tree_, name, /*inside_one=*/false, found);
  return found;
}

absl::string_view XmlAttribute(pugi::xml_node element, const char* name) {
  return absl::StripAsciiWhitespace(element.attribute(name).value());
}

std::string XmlText(pugi::xml_node element) {
  std::string text;
  AppendText(element, text);
  return WithoutCdataMarks(std::move(text));
}

std::string XmlOwnText(pugi::xml_node element) {
  std::string text;
  for (pugi::xml_node child : element.children()) {
    if (IsText(child)) text += child.value();
  }
  return WithoutCdataMarks(std::move(text));
}

std::string XmlMarkup(pugi::xml_node element) {
  std::string markup;
  for (pugi::xml_node child : element.children()) AppendMarkup(child, markup);
  return markup;
}

std::string XmlHtml(pugi::xml_node element) {
  return HasXmlElements(element) ? XmlMarkup(element) : XmlText(element);
}

bool HasXmlElements(pugi::xml_node element) {
  for (pugi::xml_node child : element.children()) {
    if (child.type() == pugi::node_element) return true;
  }
  return false;
}

std::string XmlBase(pugi::xml_node element, absl::string_view document_url) {
  std::vector<absl::string_view> references;  // the innermost first
  for (; !element.empty() && references.size() < kMaxBases; element = element.parent()) {
    const absl::string_view reference = XmlAttribute(element, "xml:base");
    if (!reference.empty() && reference.size() <= kMaxBaseBytes) references.push_back(reference);
  }
  std::string base(document_url);
  for (; !references.empty(); references.pop_back()) {
    auto inner = ResolveUrl(base, references.back());
    if (inner && inner->size() <= kMaxBaseBytes) base = *std::move(inner);
  }
  return base;
}

std::string XmlLanguage(pugi::xml_node element) {
  for (; !element.empty(); element = element.parent()) {
    const pugi::xml_attribute language = element.attribute("xml:lang");
    if (language) return std::string(absl::StripAsciiWhitespace(language.value()));
  }
  return "";
}

}  // namespace akin

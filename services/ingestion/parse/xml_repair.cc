#include "services/ingestion/parse/xml_repair.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/types/optional.h"
#include "services/ingestion/parse/entities.h"

namespace akin {
namespace {

constexpr size_t kMaxDepth = 128;
constexpr size_t kMaxElements = 500'000;
constexpr size_t kMaxAttributes = 256;  // of one element
constexpr size_t kMaxNamespaces = 128;  // declared at one place; each name is looked for in them

// ----------------------------------------------------------------------------------- namespaces

struct KnownNamespace {
  absl::string_view uri;  // without scheme, trailing '/' and '#', in lower case
  absl::string_view prefix;
};

constexpr std::array<KnownNamespace, 47> kNamespaces = {{
    {"purl.org/rss/1.0", ""},
    {"purl.org/net/rss1.1", ""},
    {"my.netscape.com/rdf/simple/0.9", ""},
    {"channel.netscape.com/rdf/simple/0.9", ""},
    {"my.netscape.com/publish/formats/rss-0.91.dtd", ""},
    {"blogs.law.harvard.edu/tech/rss", ""},
    {"backend.userland.com/rss", ""},
    {"backend.userland.com/rss2", ""},
    {"backend.userland.com/rss091", ""},
    {"cyber.law.harvard.edu/rss/rss.html", ""},
    {"purl.org/rss/1.0/modules/rss091", ""},
    {"www.w3.org/2005/atom", "atom"},
    {"purl.org/atom/ns", "atom"},
    {"purl.org/rss/1.0/modules/content", "content"},
    {"purl.org/dc/elements/1.1", "dc"},
    {"purl.org/dc/elements/1.0", "dc"},
    {"purl.org/dc/terms", "dcterms"},
    {"search.yahoo.com/mrss", "media"},
    {"video.search.yahoo.com/mrss", "media"},
    {"www.w3.org/1999/02/22-rdf-syntax-ns", "rdf"},
    {"www.w3.org/1999/xhtml", "xhtml"},
    {"www.w3.org/2000/svg", "svg"},
    {"www.w3.org/1998/math/mathml", "mathml"},
    {"www.itunes.com/dtds/podcast-1.0.dtd", "itunes"},
    {"example.com/dtds/podcast-1.0.dtd", "itunes"},
    {"purl.org/rss/1.0/modules/syndication", "sy"},
    {"purl.org/rss/1.0/modules/slash", "slash"},
    {"rssnamespace.org/feedburner/ext/1.0", "feedburner"},
    {"web.resource.org/cc", "cc"},
    {"creativecommons.org/ns", "cc"},
    {"backend.userland.com/creativecommonsrssmodule", "cc"},
    {"cyber.law.harvard.edu/rss/creativecommonsrssmodule.html", "cc"},
    {"prismstandard.org/namespaces/1.2/basic", "prism"},
    {"prismstandard.org/namespaces/basic/2.0", "prism"},
    {"prismstandard.org/namespaces/basic/2.1", "prism"},
    {"www.w3.org/1999/xlink", "xlink"},
    {"www.w3.org/xml/1998/namespace", "xml"},
    {"www.sitemaps.org/schemas/sitemap/0.9", ""},
    {"www.google.com/schemas/sitemap/0.84", ""},
    {"www.google.com/schemas/sitemap-news/0.9", "news"},
    {"www.google.com/schemas/sitemap-image/1.1", "image"},
    {"www.google.com/schemas/sitemap-video/1.1", "video"},
    {"iptc.org/std/nar/2006-10-01", ""},
    {"iptc.org/std/nitf/2006-10-18", ""},
    {"www.google.com/schemas/play-podcasts/1.0", "googleplay"},
    {"podcastindex.org/namespace/1.0", "podcast"},
    {"tools.ietf.org/html/rfc4287", "atom"},
}};

std::string PlainUri(absl::string_view uri) {
  const std::string lower = absl::AsciiStrToLower(absl::StripAsciiWhitespace(uri));
  absl::string_view plain = lower;
  if (!absl::ConsumePrefix(&plain, "http://")) absl::ConsumePrefix(&plain, "https://");
  while (absl::ConsumeSuffix(&plain, "/") || absl::ConsumeSuffix(&plain, "#")) continue;
  return std::string(plain);
}

absl::optional<absl::string_view> KnownPrefix(absl::string_view plain_uri) {
  for (const KnownNamespace& known : kNamespaces) {
    if (known.uri == plain_uri) return known.prefix;
  }
  return absl::nullopt;
}

// The namespaces declared so far, and what names are called under them. A declaration holds until
// the element that made it ends.
class Namespaces {
 public:
  size_t Mark() const { return declared_.size(); }
  void Restore(size_t mark) { declared_.resize(mark); }

  void Declare(absl::string_view prefix, absl::string_view uri) {
    if (declared_.size() < kMaxNamespaces)
      declared_.push_back({absl::AsciiStrToLower(prefix), PlainUri(uri)});
  }

  // The namespace whose elements go without prefix, besides RSS's.
  void SetRoot(absl::string_view element_name) {
    root_uri_ = std::string(UriOf(PrefixOf(element_name)));
  }

  std::string ElementName(absl::string_view name) const {
    const absl::string_view prefix = PrefixOf(name);
    const absl::string_view local = prefix.empty() ? name : name.substr(prefix.size() + 1);
    return Joined(ElementPrefix(prefix), local);
  }

  // An attribute without prefix belongs to its element, not to the default namespace.
  std::string AttributeName(absl::string_view name) const {
    const absl::string_view prefix = PrefixOf(name);
    if (prefix.empty()) return std::string(name);
    const absl::string_view known = KnownPrefix(UriOf(prefix)).value_or(prefix);
    return Joined(known, name.substr(prefix.size() + 1));
  }

 private:
  struct Declaration {
    std::string prefix;
    std::string uri;
  };

  static absl::string_view PrefixOf(absl::string_view name) {
    const size_t colon = name.find(':');
    return colon == absl::string_view::npos ? "" : name.substr(0, colon);
  }

  static std::string Joined(absl::string_view prefix, absl::string_view local) {
    return prefix.empty() ? std::string(local) : absl::StrCat(prefix, ":", local);
  }

  absl::string_view UriOf(absl::string_view prefix) const {
    const auto declared = std::find_if(declared_.rbegin(), declared_.rend(),
                                       [&](const Declaration& d) { return d.prefix == prefix; });
    return declared == declared_.rend() ? absl::string_view() : declared->uri;
  }

  absl::string_view ElementPrefix(absl::string_view prefix) const {
    const absl::string_view uri = UriOf(prefix);
    if (uri.empty()) return prefix;
    if (uri == root_uri_) return "";
    if (const auto known = KnownPrefix(uri)) return *known;
    return prefix.empty() ? "other" : prefix;
  }

  std::vector<Declaration> declared_;
  std::string root_uri_;
};

// ------------------------------------------------------------------------------------------ text

bool StartsName(char c) {
  return absl::ascii_isalpha(c) || c == '_' || c == ':' || (c & 0x80) != 0;
}

bool IsNameChar(char c) { return StartsName(c) || absl::ascii_isdigit(c) || c == '-' || c == '.'; }

// `raw` in lower case with nothing in it that a name cannot have.
std::string CleanXmlName(absl::string_view raw) {
  std::string name = absl::AsciiStrToLower(raw);
  for (char& c : name) {
    if (!IsNameChar(c)) c = '_';
  }
  return name;
}

struct Attribute {
  std::string name;
  std::string value;  // decoded
};

// -------------------------------------------------------------------------------------- entities

// The entities that a document type defines as plain text. Those that name others, markup or files
// do not exist here, and all together they never make a text more than about twice as long.
class Entities {
 public:
  explicit Entities(size_t text_bytes) : bytes_left_(text_bytes) {}

  void Declare(absl::string_view subset) {
    constexpr absl::string_view kDeclaration = "<!ENTITY";
    while (entities_.size() < kMaxEntities) {
      const size_t start = subset.find(kDeclaration);
      if (start == absl::string_view::npos) return;
      subset = absl::StripLeadingAsciiWhitespace(subset.substr(start + kDeclaration.size()));
      const absl::string_view name = subset.substr(0, subset.find_first_of(" \t\r\n>"));
      subset = absl::StripLeadingAsciiWhitespace(subset.substr(name.size()));
      if (subset.empty() || (subset[0] != '"' && subset[0] != '\'')) continue;
      const size_t end = subset.find(subset[0], 1);
      if (end == absl::string_view::npos) return;
      const absl::string_view value = subset.substr(1, end - 1);
      if (IsPlain(value)) entities_.emplace(name, DecodeEntities(value));
      subset.remove_prefix(end + 1);
    }
  }

  std::string Decode(absl::string_view text) {
    if (entities_.empty()) return DecodeEntities(text);
    std::string out;
    while (!text.empty()) {
      const size_t reference = std::min(text.find('&', 1), text.size());
      absl::StrAppend(&out, DecodeFirst(text.substr(0, reference)));
      text.remove_prefix(reference);
    }
    return out;
  }

 private:
  static constexpr size_t kMaxEntities = 256;
  static constexpr size_t kMaxValueBytes = 1'024;

  static bool IsPlain(absl::string_view value) {
    if (value.size() > kMaxValueBytes || absl::StrContains(value, '<')) return false;
    for (size_t at = value.find('&'); at != absl::string_view::npos; at = value.find('&', at + 1)) {
      size_t length = 0;
      if (!EntityAt(value.substr(at), &length)) return false;
    }
    return true;
  }

  // `text` has no '&' but at its start.
  std::string DecodeFirst(absl::string_view text) {
    const size_t end = text.find(';');
    if (text[0] != '&' || end == absl::string_view::npos) return DecodeEntities(text);
    const auto found = entities_.find(text.substr(1, end - 1));
    if (found == entities_.end() || found->second.size() > bytes_left_) return DecodeEntities(text);
    bytes_left_ -= found->second.size();
    return absl::StrCat(found->second, text.substr(end + 1));
  }

  absl::flat_hash_map<std::string, std::string> entities_;
  size_t bytes_left_;
};

// ---------------------------------------------------------------------------------------- repair

class Repair {
 public:
  explicit Repair(absl::string_view text) : text_(text), entities_(text.size()) {}

  std::string Run() {
    out_.reserve(text_.size() + text_.size() / 8);
    while (at_ < text_.size()) Step();
    while (!open_.empty()) Close();
    return std::move(out_);
  }

 private:
  struct Open {
    std::string raw_name;
    std::string name;
    size_t namespaces;  // to restore when it closes
  };

  absl::string_view Rest() const { return text_.substr(at_); }
  bool At(absl::string_view what) const { return absl::StartsWith(Rest(), what); }

  // Where `what` comes next, npos if nowhere. Remembers that it is nowhere, so that a text full of
  // openings without end is not searched again for each.
  size_t Find(absl::string_view what, size_t from) {
    if (absent_.contains(what)) return absl::string_view::npos;
    const size_t found = text_.find(what, from);
    if (found == absl::string_view::npos) absent_.insert(what);
    return found;
  }

  void SkipTo(size_t position, size_t length) {
    at_ = position == absl::string_view::npos ? text_.size() : position + length;
  }

  void Step() {
    if (text_[at_] != '<') return Text();
    if (At("<!--")) return Comment();
    if (At("<![CDATA[")) return CData();
    if (At("<!")) return DocumentType();
    if (At("<?")) return SkipTo(Find(">", at_), 1);
    if (At("</")) return EndTag();
    if (at_ + 1 < text_.size() && StartsName(text_[at_ + 1])) return StartTag();
    out_ += "&lt;";
    ++at_;
  }

  void Text() {
    const size_t end = std::min(text_.find('<', at_), text_.size());
    AppendEscaped(entities_.Decode(text_.substr(at_, end - at_)), out_);
    at_ = end;
  }

  // A comment that does not end is taken for a short one.
  void Comment() {
    const size_t end = Find("-->", at_ + 4);
    if (end != absl::string_view::npos) return SkipTo(end, 3);
    SkipTo(Find(">", at_), 1);
  }

  // A section that does not end reaches to the end tag of its element.
  void CData() {
    at_ += 9;
    size_t end = Find("]]>", at_);
    const bool ended = end != absl::string_view::npos;
    if (!ended)
      end =
          open_.empty() ? text_.size() : text_.find(absl::StrCat("</", open_.back().raw_name), at_);
    end = std::min(end, text_.size());
    AppendEscaped(text_.substr(at_, end - at_), out_);
    at_ = ended ? end + 3 : end;
  }

  // "<!DOCTYPE …>" with its internal subset in brackets; quotes hide both. There is one at most.
  void DocumentType() {
    if (std::exchange(had_document_type_, true)) return SkipTo(Find(">", at_), 1);
    int brackets = 0;
    char quote = 0;
    for (size_t i = at_ + 2; i < text_.size(); ++i) {
      const char c = text_[i];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if ((c == '"' || c == '\'') && brackets > 0) {
        quote = c;
      } else if (c == '[') {
        ++brackets;
      } else if (c == ']') {
        --brackets;
      } else if (c == '>' && brackets <= 0) {
        entities_.Declare(text_.substr(at_, i - at_));
        return SkipTo(i, 1);
      }
    }
    SkipTo(Find(">", at_), 1);
  }

  // Closes everything up to the element of that name; without one it closes nothing.
  void EndTag() {
    const size_t end = std::min(text_.find_first_of("<>", at_ + 1), text_.size());
    const std::string name =
        CleanXmlName(absl::StripAsciiWhitespace(text_.substr(at_ + 2, end - at_ - 2)));
    at_ = end < text_.size() && text_[end] == '>' ? end + 1 : end;
    if (ignored_depth_ > 0) {
      --ignored_depth_;
      return;
    }
    const auto match = std::find_if(open_.rbegin(), open_.rend(),
                                    [&](const Open& o) { return o.raw_name == name; });
    if (match == open_.rend()) return;
    const size_t depth = open_.rend() - match;
    while (open_.size() >= depth) Close();
  }

  void Close() {
    absl::StrAppend(&out_, "</", open_.back().name, ">");
    namespaces_.Restore(open_.back().namespaces);
    open_.pop_back();
  }

  void StartTag() {
    ++at_;
    const std::string raw_name = CleanXmlName(TakeName());
    const size_t mark = namespaces_.Mark();
    std::vector<Attribute> attributes;
    bool empty = false;
    if (!TakeAttributes(attributes, empty)) return;  // cut off by the end of the text
    if (open_.size() >= kMaxDepth || ++elements_ > kMaxElements) return Ignore(mark, empty);
    if (elements_ == 1) namespaces_.SetRoot(raw_name);
    const std::string name = namespaces_.ElementName(raw_name);
    WriteStartTag(name, attributes);
    open_.push_back({raw_name, name, mark});
    if (empty) Close();
  }

  void Ignore(size_t namespace_mark, bool empty) {
    namespaces_.Restore(namespace_mark);
    if (!empty) ++ignored_depth_;
  }

  void WriteStartTag(absl::string_view name, const std::vector<Attribute>& attributes) {
    absl::StrAppend(&out_, "<", name);
    for (const Attribute& attribute : attributes) {
      absl::StrAppend(&out_, " ", namespaces_.AttributeName(attribute.name), "=\"");
      AppendEscaped(attribute.value, out_);
      out_ += '"';
    }
    out_ += '>';
  }

  absl::string_view TakeName() {
    const size_t start = at_;
    while (at_ < text_.size() && !absl::ascii_isspace(text_[at_]) && text_[at_] != '>' &&
           text_[at_] != '/' && text_[at_] != '=' && text_[at_] != '<') {
      ++at_;
    }
    return text_.substr(start, at_ - start);
  }

  void SkipSpace() {
    while (at_ < text_.size() && absl::ascii_isspace(text_[at_])) ++at_;
  }

  // Up to and with the tag's end; a '<' ends a tag that nothing else does. False if the text ends
  // first. Declared namespaces are kept aside.
  bool TakeAttributes(std::vector<Attribute>& attributes, bool& empty) {
    while (true) {
      SkipSpace();
      if (at_ >= text_.size()) return false;
      const char c = text_[at_];
      if (c == '<') return true;
      ++at_;
      if (c == '>') return true;
      empty = c == '/';
      if (c == '/' || c == '=') continue;
      --at_;
      TakeAttribute(attributes);
    }
  }

  void TakeAttribute(std::vector<Attribute>& attributes) {
    Attribute attribute;
    attribute.name = CleanXmlName(TakeName());
    SkipSpace();
    if (at_ < text_.size() && text_[at_] == '=') {
      ++at_;
      SkipSpace();
      attribute.value = entities_.Decode(TakeValue());
    }
    if (attribute.name == "xmlns") return namespaces_.Declare("", attribute.value);
    absl::string_view prefix = attribute.name;
    if (absl::ConsumePrefix(&prefix, "xmlns:")) return namespaces_.Declare(prefix, attribute.value);
    if (attribute.name.empty() || !StartsName(attribute.name[0])) return;
    if (attributes.size() < kMaxAttributes) attributes.push_back(std::move(attribute));
  }

  absl::string_view TakeValue() {
    const char quote = at_ < text_.size() ? text_[at_] : 0;
    if (quote != '"' && quote != '\'') return TakeUnquoted();
    const size_t end = Find(quote == '"' ? "\"" : "'", at_ + 1);
    if (end == absl::string_view::npos) {
      ++at_;
      return TakeUnquoted();
    }
    const absl::string_view value = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return value;
  }

  absl::string_view TakeUnquoted() {
    const size_t start = at_;
    at_ = std::min(text_.find_first_of(" \t\r\n<>", at_), text_.size());
    return text_.substr(start, at_ - start);
  }

  absl::string_view text_;
  size_t at_ = 0;
  std::string out_;
  std::vector<Open> open_;
  Namespaces namespaces_;
  Entities entities_;
  absl::flat_hash_set<absl::string_view> absent_;
  size_t elements_ = 0;
  size_t ignored_depth_ = 0;
  bool had_document_type_ = false;
};

}  // namespace

std::string RepairXml(absl::string_view text) { return Repair(text).Run(); }

}  // namespace akin

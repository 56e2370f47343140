#ifndef AKIN_SERVICES_INGESTION_PARSE_HTML_SCANNER_H_
#define AKIN_SERVICES_INGESTION_PARSE_HTML_SCANNER_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

namespace akin {

struct HtmlToken {
  enum class Kind { kText, kStartTag, kEndTag };
  Kind kind = Kind::kText;
  absl::string_view text;    // kText: as written, entities and all
  std::string name;          // of a tag, in lower case
  int attributes = 0;        // of a start tag: not fewer than it has
  absl::string_view markup;  // of a start tag: its attributes as written
};

struct HtmlAttributeText {
  std::string name;   // in lower case
  std::string value;  // decoded
};

// The attributes in a start tag's `markup`, at most `max` of them.
std::vector<HtmlAttributeText> ReadHtmlAttributes(absl::string_view markup, size_t max);

// Cuts HTML into tags and text as a browser's tokenizer does, without making a tree of it, in
// linear time. Comments, declarations and the content of scripts and styles are left out; where
// nothing ends a comment, or another element whose content is no markup, it hides nothing.
// Thread-compatible.
class HtmlScanner {
 public:
  // In which elements, besides scripts and styles, tags are text.
  enum class RawText { kAsInBrowsers, kNowhere };

  explicit HtmlScanner(absl::string_view html, RawText raw_text = RawText::kAsInBrowsers)
      : html_(html), raw_text_(raw_text) {}

  // False at the end.
  bool Next(HtmlToken& token);

  // Behind the last token.
  size_t position() const { return at_; }

 private:
  bool AtTag() const;
  void ReadText(HtmlToken& token);
  void ReadTag(HtmlToken& token);
  bool SkipDeclaration();
  void SkipRawText(absl::string_view name);
  size_t Find(absl::string_view what, size_t from);

  absl::string_view html_;
  RawText raw_text_;
  size_t at_ = 0;
  absl::flat_hash_set<std::string> absent_;  // what is nowhere in the rest
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_HTML_SCANNER_H_

#include "services/ingestion/parse/html_scanner.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/ingestion/parse/entities.h"

namespace akin {
namespace {

bool IsRawText(absl::string_view name) {
  for (absl::string_view raw :
       {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"}) {
    if (name == raw) return true;
  }
  return false;
}

// Nothing of these is for readers, ended or not.
bool IsCode(absl::string_view name) { return name == "script" || name == "style"; }

bool IsSpace(char c) { return absl::ascii_isspace(c); }

// One attribute off the front of `markup`, which starts with neither white space nor a slash.
HtmlAttributeText TakeHtmlAttribute(absl::string_view& markup) {
  HtmlAttributeText attribute;
  const size_t name_end = std::min(markup.find_first_of(" \t\r\n\f/=", 1), markup.size());
  attribute.name = absl::AsciiStrToLower(markup.substr(0, name_end));
  markup = absl::StripLeadingAsciiWhitespace(markup.substr(name_end));
  if (!absl::ConsumePrefix(&markup, "=")) return attribute;
  markup = absl::StripLeadingAsciiWhitespace(markup);
  const char quote = markup.empty() ? 0 : markup[0];
  const bool quoted = quote == '"' || quote == '\'';
  if (quoted) markup.remove_prefix(1);
  const size_t end = quoted ? markup.find(quote) : markup.find_first_of(" \t\r\n\f");
  attribute.value = DecodeEntities(markup.substr(0, end));
  markup.remove_prefix(
      std::min(quoted && end != absl::string_view::npos ? end + 1 : end, markup.size()));
  return attribute;
}

}  // namespace

std::vector<HtmlAttributeText> ReadHtmlAttributes(absl::string_view markup, size_t max) {
  std::vector<HtmlAttributeText> attributes;
  while (attributes.size() < max) {
    markup.remove_prefix(std::min(markup.find_first_not_of(" \t\r\n\f/"), markup.size()));
    if (markup.empty()) break;
    attributes.push_back(TakeHtmlAttribute(markup));
  }
  return attributes;
}

bool HtmlScanner::Next(HtmlToken& token) {
  while (at_ < html_.size()) {
    if (html_[at_] != '<' || at_ + 1 == html_.size()) return ReadText(token), true;
    const char next = html_[at_ + 1];
    if (next == '!' || next == '?' || (next == '/' && !AtTag())) {
      if (!SkipDeclaration()) return ReadText(token), true;
      continue;
    }
    if (!AtTag()) return ReadText(token), true;
    return ReadTag(token), true;
  }
  return false;
}

bool HtmlScanner::AtTag() const {
  const size_t name = at_ + (html_[at_ + 1] == '/' ? 2 : 1);
  return name < html_.size() && absl::ascii_isalpha(html_[name]);
}

void HtmlScanner::ReadText(HtmlToken& token) {
  const size_t end = std::min(html_.find('<', at_ + 1), html_.size());
  token.kind = HtmlToken::Kind::kText;
  token.text = html_.substr(at_, end - at_);
  at_ = end;
}

// Quotes count only behind an equals sign, as in browsers.
void HtmlScanner::ReadTag(HtmlToken& token) {
  const bool end_tag = html_[at_ + 1] == '/';
  const size_t start = at_ + (end_tag ? 2 : 1);
  const size_t name_end = std::min(html_.find_first_of(" \t\r\n\f/>", start), html_.size());
  token.kind = end_tag ? HtmlToken::Kind::kEndTag : HtmlToken::Kind::kStartTag;
  token.name = absl::AsciiStrToLower(html_.substr(start, name_end - start));
  token.attributes = 0;
  char before = ' ';  // the last character that is not white space
  for (at_ = name_end; at_ < html_.size() && html_[at_] != '>'; ++at_) {
    const char c = html_[at_];
    if (IsSpace(c)) continue;
    if (IsSpace(html_[at_ - 1]) || html_[at_ - 1] == '/' || before == '"' || before == '\'')
      ++token.attributes;
    if (before == '=' && (c == '"' || c == '\'')) {
      at_ = std::min(Find(c == '"' ? "\"" : "'", at_ + 1), html_.size() - 1);
    }
    before = c;
  }
  token.markup = html_.substr(name_end, at_ - name_end);
  if (at_ < html_.size()) ++at_;
  const bool raw = raw_text_ == RawText::kNowhere ? IsCode(token.name) : IsRawText(token.name);
  if (raw && !end_tag) SkipRawText(token.name);
}

// False if it is text: nothing ends it, and it is no comment.
bool HtmlScanner::SkipDeclaration() {
  const bool comment = absl::StartsWith(html_.substr(at_), "<!--");
  const size_t comment_end = comment ? Find("-->", at_ + 2) : absl::string_view::npos;
  if (comment_end != absl::string_view::npos) {
    at_ = comment_end + 3;
    return true;
  }
  const size_t end = Find(">", at_);
  if (end == absl::string_view::npos && !comment) return false;
  at_ = end == absl::string_view::npos ? html_.size() : end + 1;
  return true;
}

// Up to the end tag of that name, whatever stands before it.
void HtmlScanner::SkipRawText(absl::string_view name) {
  const std::string end_tag = absl::StrCat("</", name);
  size_t end = absent_.contains(end_tag) ? absl::string_view::npos : Find("</", at_);
  while (end != absl::string_view::npos &&
         !absl::StartsWithIgnoreCase(html_.substr(end), end_tag)) {
    end = Find("</", end + 2);
  }
  if (end != absl::string_view::npos) {
    at_ = end;
    return;
  }
  absent_.insert(end_tag);
  if (IsCode(name)) at_ = html_.size();
}

// Remembers what is nowhere, so that it is not looked for again and again.
size_t HtmlScanner::Find(absl::string_view what, size_t from) {
  if (absent_.contains(what)) return absl::string_view::npos;
  const size_t found = html_.find(what, from);
  if (found == absl::string_view::npos) absent_.insert(std::string(what));
  return found;
}

}  // namespace akin

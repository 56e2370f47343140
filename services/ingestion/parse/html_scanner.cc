#include "services/ingestion/parse/html_scanner.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace akin {
namespace {

bool IsRawText(absl::string_view name) {
  for (absl::string_view raw :
       {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"}) {
    if (name == raw) return true;
  }
  return false;
}

bool IsSpace(char c) { return absl::ascii_isspace(c); }

}  // namespace

bool HtmlScanner::Next(HtmlToken& token) {
  while (at_ < html_.size()) {
    if (html_[at_] != '<' || at_ + 1 == html_.size()) return ReadText(token), true;
    const char next = html_[at_ + 1];
    if (next == '!' || next == '?' || (next == '/' && !AtTag())) {
      SkipDeclaration();
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
  if (at_ < html_.size()) ++at_;
  if (!end_tag && IsRawText(token.name)) SkipRawText(token.name);
}

void HtmlScanner::SkipDeclaration() {
  const bool comment = absl::StartsWith(html_.substr(at_), "<!--");
  const size_t end = comment ? Find("-->", at_ + 2) : Find(">", at_);
  at_ = end == absl::string_view::npos ? html_.size() : end + (comment ? 3 : 1);
}

// Up to the end tag of that name, whatever stands before it.
void HtmlScanner::SkipRawText(absl::string_view name) {
  while (at_ < html_.size()) {
    const size_t end = Find("</", at_);
    at_ = std::min(end, html_.size());
    if (end == absl::string_view::npos) return;
    if (absl::StartsWithIgnoreCase(html_.substr(at_ + 2), name)) return;
    at_ += 2;
  }
}

// Remembers what is nowhere, so that it is not looked for again and again.
size_t HtmlScanner::Find(absl::string_view what, size_t from) {
  if (absent_.contains(what)) return absl::string_view::npos;
  const size_t found = html_.find(what, from);
  if (found == absl::string_view::npos) absent_.insert(std::string(what));
  return found;
}

}  // namespace akin

#include "services/ingestion/parse/line_markup.h"

#include <gumbo.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace akin {
namespace {

// Longer, or with more tags, is no line that anybody wrote: all of it counts as markup.
constexpr size_t kMaxLineBytes = 64 << 10;
constexpr size_t kMaxTags = 1'000;

struct Tag {
  size_t begin;
  std::string name;  // in lower case; "" for a comment or declaration
  bool is_end;
  bool has_values;  // attributes with a value
  bool is_markup = false;
};

bool IsOneOf(absl::string_view name, std::initializer_list<absl::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsBreak(absl::string_view name) { return IsOneOf(name, {"br", "wbr", "hr"}); }

bool IsVoid(absl::string_view name) {
  return IsBreak(name) || IsOneOf(name, {"img", "input", "link", "meta", "source", "embed", "area",
                                         "base", "col", "param", "track"});
}

bool MayLeaveOutItsEnd(absl::string_view name) {
  return IsOneOf(name, {"rt", "rp", "rb", "rtc", "p", "li", "dt", "dd", "tr", "td", "th"});
}

// Behind the '>' of the tag that begins at `at`, npos if there is none; quotes behind an equals
// sign hide one.
size_t TagEnd(absl::string_view html, size_t at, bool& has_values) {
  for (++at; at < html.size() && html[at] != '>' && html[at] != '<'; ++at) {
    if (html[at] != '=') continue;
    has_values = true;
    const size_t value = html.find_first_not_of(" \t\r\n", at + 1);
    if (value == absl::string_view::npos || (html[value] != '"' && html[value] != '\'')) continue;
    at = html.find(html[value], value + 1);
    if (at == absl::string_view::npos) return at;
  }
  return at < html.size() && html[at] == '>' ? at + 1 : absl::string_view::npos;
}

class TagFinder {
 public:
  explicit TagFinder(absl::string_view html) : html_(html) {}

  std::vector<Tag> Find() {
    for (size_t at = html_.find('<'); at < html_.size(); at = html_.find('<', at)) {
      const size_t end = ReadAt(at);
      at = end == absl::string_view::npos ? at + 1 : end;
    }
    return std::move(tags_);
  }

 private:
  // Behind what begins at `at`, npos if that is text.
  size_t ReadAt(size_t at) {
    if (absl::StartsWith(html_.substr(at), "<!--")) return ReadComment(at);
    if (IsDocumentType(at)) return ReadDeclaration(at);
    Tag tag{at, "", absl::StartsWith(html_.substr(at), "</"), false};
    const size_t name = at + (tag.is_end ? 2 : 1);
    if (name >= html_.size() || !absl::ascii_isalpha(html_[name])) return absl::string_view::npos;
    const size_t name_end = std::min(html_.find_first_of(" \t\r\n/><", name), html_.size());
    tag.name = absl::AsciiStrToLower(html_.substr(name, name_end - name));
    if (!IsElementName(tag.name)) return absl::string_view::npos;
    const size_t end = TagEnd(html_, at, tag.has_values);
    if (end != absl::string_view::npos) tags_.push_back(std::move(tag));
    return end;
  }

  size_t ReadComment(size_t at) {
    const size_t end = comments_end_ ? html_.find("-->", at + 4) : absl::string_view::npos;
    comments_end_ = end != absl::string_view::npos;
    if (!comments_end_) return end;
    tags_.push_back({at, "", false, false, /*is_markup=*/true});
    return end + 3;
  }

  // Somebody made a line of a whole page.
  bool IsDocumentType(size_t at) const {
    return absl::StartsWithIgnoreCase(html_.substr(at), "<!doctype") &&
           absl::StripAsciiWhitespace(html_.substr(0, at)).empty();
  }

  size_t ReadDeclaration(size_t at) {
    const size_t end = html_.find('>', at);
    if (end == absl::string_view::npos) return end;
    tags_.push_back({at, "", false, false, /*is_markup=*/true});
    return end + 1;
  }

  absl::string_view html_;
  std::vector<Tag> tags_;
  bool comments_end_ = true;  // as far as is known
};

// The start tag that the end tag `tags[end]` closes; `tags.size()` if none.
size_t StartOf(const std::vector<Tag>& tags, size_t end) {
  for (size_t i = end; i-- > 0;) {
    if (tags[i].name == tags[end].name && !tags[i].is_end && !tags[i].is_markup) return i;
  }
  return tags.size();
}

void Close(size_t start, size_t end, std::vector<Tag>& tags) {
  tags[start].is_markup = tags[end].is_markup = true;
  for (size_t i = start + 1; i < end; ++i) {
    tags[i].is_markup |= !tags[i].is_end && MayLeaveOutItsEnd(tags[i].name);
  }
}

void FindMarkup(std::vector<Tag>& tags) {
  for (size_t i = 0; i < tags.size(); ++i) {
    if (IsVoid(tags[i].name)) {
      tags[i].is_markup = IsBreak(tags[i].name) || tags[i].has_values;
    } else if (tags[i].is_end) {
      const size_t start = StartOf(tags, i);
      if (start < tags.size()) Close(start, i, tags);
    }
  }
  for (Tag& tag : tags) tag.is_markup |= !tag.is_end && tag.has_values;
}

}  // namespace

bool IsElementName(absl::string_view name) {
  if (gumbo_tagn_enum(name.data(), name.size()) != GUMBO_TAG_UNKNOWN) return true;
  const size_t mark = name.find_first_of(":-");
  return mark != absl::string_view::npos && mark + 1 < name.size() &&
         absl::ascii_isalpha(name[mark + 1]);
}

std::string EscapeSeemingTags(absl::string_view html) {
  if (!absl::StrContains(html, '<') || html.size() > kMaxLineBytes) return std::string(html);
  std::vector<Tag> tags = TagFinder(html).Find();
  if (tags.size() > kMaxTags) return std::string(html);
  FindMarkup(tags);
  std::string out;
  auto tag = tags.begin();
  for (size_t at = 0; at < html.size(); ++at) {
    while (tag != tags.end() && tag->begin < at) ++tag;
    const bool markup = tag != tags.end() && tag->begin == at && tag->is_markup;
    if (html[at] == '<' && !markup) {
      out += "&lt;";
    } else {
      out += html[at];
    }
  }
  return out;
}

}  // namespace akin

#include "services/ingestion/parse/story_text.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/ingestion/parse/dates.h"
#include "services/ingestion/parse/html_text.h"

namespace akin {
namespace {

// A text that starts with a blank line and more than this on its first line has no headline.
constexpr size_t kMaxHeadlineBehindBlank = 200;

// What is read as a stamp although its date is not readable is not longer.
constexpr size_t kMaxStampBytes = 64;

enum class StampKind { kPublished, kUpdated };

struct Stamp {
  StampKind kind;
  absl::optional<absl::Time> time;  // unset: not readable
};

constexpr std::array<std::pair<absl::string_view, StampKind>, 8> kStampLabels = {{
    {"update", StampKind::kUpdated},
    {"updated", StampKind::kUpdated},
    {"last update", StampKind::kUpdated},
    {"last updated", StampKind::kUpdated},
    {"modified", StampKind::kUpdated},
    {"publish", StampKind::kPublished},
    {"published", StampKind::kPublished},
    {"first published", StampKind::kPublished},
}};

// "Update: 2023-08-16 04:21 GMT". A sentence that begins "Update:" is none.
absl::optional<Stamp> StampIn(absl::string_view line) {
  const size_t colon = line.find(':');
  if (colon == absl::string_view::npos || colon > 20) return absl::nullopt;
  const std::string label =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(line.substr(0, colon)));
  const auto known = std::find_if(kStampLabels.begin(), kStampLabels.end(),
                                  [&](const auto& l) { return l.first == label; });
  if (known == kStampLabels.end()) return absl::nullopt;
  const absl::string_view value = absl::StripAsciiWhitespace(line.substr(colon + 1));
  const auto time = ParseDate(value);
  const bool sentence = absl::EndsWith(value, ".") || value.size() > kMaxStampBytes;
  if (!time && sentence) return absl::nullopt;
  return Stamp{known->second, time};
}

bool EndsBody(absl::string_view line) {
  return absl::EqualsIgnoreCase(line, "similar news") ||
         absl::EqualsIgnoreCase(line, "similar news:");
}

// The lines, trimmed, up to "Similar News".
std::vector<std::string> StoryLines(absl::string_view text) {
  std::vector<std::string> lines;
  const std::string unix_text = absl::StrReplaceAll(text, {{"\r\n", "\n"}, {"\r", "\n"}});
  for (absl::string_view raw : absl::StrSplit(unix_text, '\n')) {
    std::string line = CleanText(raw);
    if (EndsBody(line)) break;
    lines.push_back(std::move(line));
  }
  return lines;
}

using Paragraphs = std::vector<std::string>;

std::string Text(Paragraphs::const_iterator begin, Paragraphs::const_iterator end) {
  return CleanText(absl::StrJoin(begin, end, "\n\n"));
}

// Sorts lines into paragraphs before and after the stamps.
struct Parts {
  Paragraphs before;
  Paragraphs after;
  bool stamped = false;
};

void AddLine(absl::string_view line, bool& in_paragraph, Paragraphs& paragraphs) {
  if (line.empty()) {
    in_paragraph = false;
    return;
  }
  if (in_paragraph) {
    absl::StrAppend(&paragraphs.back(), "\n", line);
  } else {
    paragraphs.emplace_back(line);
  }
  in_paragraph = true;
}

// A stamp stands before the body: behind it, only further stamps that follow at once are ones.
Parts Sort(const std::vector<std::string>& lines, size_t from, ParsedItem& item) {
  Parts parts;
  bool in_paragraph = false;
  for (size_t i = from; i < lines.size(); ++i) {
    const auto stamp =
        parts.after.empty() && parts.before.size() <= 3 ? StampIn(lines[i]) : absl::nullopt;
    if (!stamp) {
      AddLine(lines[i], in_paragraph, parts.stamped ? parts.after : parts.before);
      continue;
    }
    (stamp->kind == StampKind::kUpdated ? item.updated : item.published) = stamp->time;
    parts.stamped = true;
    in_paragraph = false;
  }
  return parts;
}

void SetText(const Parts& parts, ParsedItem& item) {
  const bool has_summary = parts.stamped || parts.before.size() > 1;
  const auto body =
      parts.stamped ? parts.before.end() : parts.before.begin() + (has_summary ? 1 : 0);
  item.summary = Text(parts.before.begin(), body);
  item.content =
      parts.stamped ? Text(parts.after.begin(), parts.after.end()) : Text(body, parts.before.end());
}

absl::StatusOr<size_t> HeadlineLine(const std::vector<std::string>& lines) {
  size_t at = 0;
  while (at < lines.size() && lines[at].empty()) ++at;
  const bool missing = at == lines.size() || StampIn(lines[at]) ||
                       (at > 0 && lines[at].size() > kMaxHeadlineBehindBlank);
  if (missing) return InvalidField("content.headline", "empty");
  return at;
}

}  // namespace

absl::StatusOr<ParsedItem> ParseStoryText(absl::string_view text) {
  const std::vector<std::string> lines = StoryLines(text);
  ASSIGN_OR_RETURN(const size_t headline, HeadlineLine(lines));
  ParsedItem item;
  item.title = lines[headline];
  SetText(Sort(lines, headline + 1, item), item);
  return item;
}

}  // namespace akin

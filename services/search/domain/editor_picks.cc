#include "services/search/domain/editor_picks.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/shown.h"
#include "common/status/status_macros.h"
#include "services/search/domain/rule_lines.h"

namespace akin {

absl::StatusOr<EditorPicks> EditorPicks::Parse(absl::string_view text) {
  EditorPicks picks;
  ASSIGN_OR_RETURN(const std::vector<RuleLine> lines, ParseRuleLines(text));
  for (const RuleLine& line : lines) {
    if (!line.is_divided) return RuleError(line.number, "want QUERY => articles/…, -articles/…");
    EditorPick pick;
    for (absl::string_view name : line.right) {
      const bool buries = absl::ConsumePrefix(&name, "-");
      if (!absl::StartsWith(name, "articles/")) {
        return RuleError(line.number, absl::StrCat(Shown(name), ": want articles/…"));
      }
      (buries ? pick.buried : pick.pinned).emplace_back(name);
    }
    for (const std::string& query : line.left) {
      const std::string key = RuleKey(query);
      if (key.empty()) return RuleError(line.number, absl::StrCat(Shown(query), ": no word"));
      if (!picks.picks_.emplace(key, pick).second) {
        return RuleError(line.number, absl::StrCat(Shown(query), ": has a line already"));
      }
    }
  }
  return picks;
}

const EditorPick* EditorPicks::Find(absl::string_view query) const {
  if (picks_.empty()) return nullptr;
  const auto found = picks_.find(RuleKey(query));
  return found == picks_.end() ? nullptr : &found->second;
}

}  // namespace akin

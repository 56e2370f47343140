#ifndef AKIN_SERVICES_SEARCH_DOMAIN_EDITOR_PICKS_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_EDITOR_PICKS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace akin {

// What editors want first, and last, in the answers to one query.
struct EditorPick {
  std::vector<std::string> pinned;  // names of articles, in order
  std::vector<std::string> buried;
};

// An editor's say in queries, a rule a line:
//
//   budget 2026 => articles/a, articles/b, -articles/c
//
// pins a and b and buries c for queries of just these words. Immutable; thread-safe.
class EditorPicks {
 public:
  // INVALID_ARGUMENT "line N: …", see rule_lines.h.
  static absl::StatusOr<EditorPicks> Parse(absl::string_view text);

  // Null if editors have nothing to say of it.
  const EditorPick* Find(absl::string_view query) const;

 private:
  absl::flat_hash_map<std::string, EditorPick> picks_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_EDITOR_PICKS_H_

#include "services/search/domain/search_rules.h"

#include <algorithm>

#include "common/status/status_macros.h"

namespace akin {
namespace {

bool IsPlainWord(const QueryNode& node) {
  return node.kind == QueryNode::Kind::kWord && node.field == QueryField::kText;
}

}  // namespace

absl::StatusOr<QueryNode> ReadQuery(absl::string_view text, const QueryTime& time,
                                    const SearchRules& rules) {
  ASSIGN_OR_RETURN(QueryNode query, ParseQuery(text, time));
  rules.protected_words.MarkIn(query);
  rules.synonyms.AddTo(query);
  return query;
}

const EditorPick* FindPick(absl::string_view text, const QueryNode& query,
                           const SearchRules& rules) {
  const bool is_words = IsPlainWord(query) ||
                        (query.kind == QueryNode::Kind::kAnd &&
                         std::all_of(query.children.begin(), query.children.end(), IsPlainWord));
  return is_words ? rules.picks.Find(text) : nullptr;
}

}  // namespace akin

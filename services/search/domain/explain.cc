#include "services/search/domain/explain.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/text/unicode.h"
#include "services/search/domain/query_hits.h"

namespace akin {
namespace {

using search::v1::FieldMatch;
using search::v1::TermMatch;
using TermMatches = google::protobuf::RepeatedPtrField<TermMatch>;

constexpr size_t kMaxExplainedBytes = 256 << 10;
constexpr int kMaxForms = 5;

void AddForm(absl::string_view form, FieldMatch& match) {
  match.set_count(match.count() + 1);
  const bool is_new =
      std::find(match.forms().begin(), match.forms().end(), form) == match.forms().end();
  if (is_new && match.forms_size() < kMaxForms) match.add_forms(std::string(form));
}

// Looks through one field after the other.
class FieldReader {
 public:
  FieldReader(const news::v1::Article& article, const QueryNode& query, TermMatches& terms)
      : article_(article), query_(query), terms_(terms) {}

  void ReadAll() {
    Read("headline", QueryField::kHeadline, {article_.headline()});
    Read("summary", QueryField::kSummary, {article_.summary()});
    Read("body", QueryField::kBody, {article_.body()});
    Read("authors", QueryField::kAuthor, {article_.authors().begin(), article_.authors().end()});
    Read("categories", QueryField::kCategory,
         {article_.categories().begin(), article_.categories().end()});
    Read("keywords", QueryField::kKeyword,
         {article_.keywords().begin(), article_.keywords().end()});
  }

 private:
  void Read(absl::string_view name, QueryField field,
            const std::vector<absl::string_view>& texts) const {
    const QueryHitFinder finder(query_, article_.language(), field);
    for (const absl::string_view whole : texts) {
      const absl::string_view text = TruncateUtf8(whole, kMaxExplainedBytes);
      for (const QueryHit& hit : finder.FindIn(text)) {
        AddForm(text.substr(hit.begin, hit.end - hit.begin), MatchOf(name, terms_[hit.node]));
      }
    }
  }

  static FieldMatch& MatchOf(absl::string_view name, TermMatch& term) {
    const bool is_there = term.fields_size() > 0 && term.fields().rbegin()->field() == name;
    FieldMatch& match = is_there ? *term.mutable_fields()->rbegin() : *term.add_fields();
    match.set_field(std::string(name));
    return match;
  }

  const news::v1::Article& article_;
  const QueryNode& query_;
  TermMatches& terms_;
};

}  // namespace

TermMatches Explain(const news::v1::Article& article, const QueryNode& query,
                    const std::vector<double>& weights) {
  TermMatches terms;
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  ForEachWantedTerm(query, [&](const QueryNode& node) {
    const size_t at = static_cast<size_t>(terms.size());
    TermMatch& term = *terms.Add();
    term.set_term(node.text);
    if (at < weights.size() && sum > 0) term.set_weight_share(weights[at] / sum);
  });
  FieldReader(article, query, terms).ReadAll();
  TermMatches found;
  for (TermMatch& term : terms) {
    if (term.fields_size() > 0 || term.weight_share() > 0) *found.Add() = std::move(term);
  }
  return found;
}

}  // namespace akin

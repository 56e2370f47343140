#include "services/search/domain/snippet.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/text/unicode.h"
#include "services/search/domain/query_hits.h"

namespace akin {
namespace {

using search::v1::Snippet;

constexpr size_t kMaxExtractBytes = 240;
// What is shown before the first word found.
constexpr size_t kLeadBytes = 60;
// Longer words and phrases are not highlighted; they would not fit.
constexpr size_t kMaxHitBytes = 160;
// Beyond this much text nothing is looked for.
constexpr size_t kMaxScannedBytes = 256 << 10;

struct Stretch {
  size_t begin = 0;
  size_t end = 0;
  int distinct = 0;
};

// The stretch of at most kMaxExtractBytes with the most different words of the query, the earliest
// if several do; found with two fingers, since hits are in order.
Stretch BestStretch(const std::vector<QueryHit>& hits) {
  Stretch best;
  absl::flat_hash_map<int, int> inside;
  size_t first = 0;
  for (const QueryHit& hit : hits) {
    ++inside[hit.term];
    while (hit.end - hits[first].begin > kMaxExtractBytes - kLeadBytes) {
      const auto left = inside.find(hits[first++].term);
      if (--left->second == 0) inside.erase(left);
    }
    const int distinct = static_cast<int>(inside.size());
    if (distinct > best.distinct) best = {hits[first].begin, hit.end, distinct};
  }
  return best;
}

// Where an extract may begin between `lead` and the hit: at a word, or where words have no blanks
// between them, at a character.
size_t ExtractStart(absl::string_view text, size_t lead, size_t hit) {
  if (lead == 0) return 0;
  const size_t space = text.find_first_of(" \n", lead);
  return space < hit ? space + 1 : CharacterStart(text, lead);
}

// Where the extract `rest` may end, not before `hit`: at a word if one ends in its last part.
size_t ExtractEnd(absl::string_view rest, size_t hit) {
  const size_t space = rest.find_last_of(" \n");
  const bool late = space != absl::string_view::npos && space + kLeadBytes > rest.size();
  return late ? std::max(space, hit) : rest.size();
}

// Widens the stretch by some text before it and as much after it as there is room.
Stretch Widen(absl::string_view text, Stretch hit) {
  const size_t lead = hit.begin > kLeadBytes ? hit.begin - kLeadBytes : 0;
  Stretch wide = hit;
  wide.begin = ExtractStart(text, lead, hit.begin);
  const absl::string_view rest = TruncateText(text.substr(wide.begin), kMaxExtractBytes);
  wide.end = wide.begin + rest.size();
  if (wide.end == text.size()) return wide;
  wide.end = wide.begin + ExtractEnd(rest, std::max(hit.end, wide.begin) - wide.begin);
  return wide;
}

Snippet Render(absl::string_view text, const Stretch& stretch, const std::vector<QueryHit>& hits) {
  Snippet snippet;
  const absl::string_view kEllipsis = "…";
  std::string& out = *snippet.mutable_text();
  if (stretch.begin > 0) absl::StrAppend(&out, kEllipsis, " ");
  const size_t shift = out.size();
  // Same size, so that offsets stay: line ends become spaces.
  absl::StrAppend(&out, absl::StrReplaceAll(text.substr(stretch.begin, stretch.end - stretch.begin),
                                            {{"\n", " "}, {"\r", " "}}));
  for (const QueryHit& hit : hits) {
    if (hit.begin < stretch.begin || hit.end > stretch.end) continue;
    search::v1::Highlight& highlight = *snippet.add_highlights();
    highlight.set_start(static_cast<int>(hit.begin - stretch.begin + shift));
    highlight.set_end(static_cast<int>(hit.end - stretch.begin + shift));
  }
  if (stretch.end < text.size()) absl::StrAppend(&out, " ", kEllipsis);
  return snippet;
}

void Highlight(absl::string_view text, absl::string_view language, const QueryNode& query,
               QueryField field,
               google::protobuf::RepeatedPtrField<search::v1::Highlight>& highlights) {
  if (text.empty()) return;
  const absl::string_view scanned = TruncateUtf8(text, kMaxScannedBytes);
  for (const QueryHit& found : QueryHitFinder(query, language, field).FindIn(scanned)) {
    search::v1::Highlight& highlight = *highlights.Add();
    highlight.set_start(static_cast<int>(found.begin));
    highlight.set_end(static_cast<int>(found.end));
  }
}

std::vector<QueryHit> FindHits(absl::string_view text, absl::string_view language,
                               const QueryNode& query) {
  std::vector<QueryHit> hits = QueryHitFinder(query, language).FindIn(text);
  const auto is_long = [](const QueryHit& hit) { return hit.end - hit.begin > kMaxHitBytes; };
  hits.erase(std::remove_if(hits.begin(), hits.end(), is_long), hits.end());
  return hits;
}

std::string SnippetSource(const news::v1::Article& article) {
  const absl::string_view body = TruncateUtf8(article.body(), kMaxScannedBytes);
  if (article.summary().empty()) return std::string(body);
  if (absl::StartsWith(body, article.summary())) return std::string(body);
  return body.empty() ? article.summary() : absl::StrCat(article.summary(), "\n\n", body);
}

}  // namespace

Snippet MakeSnippet(const news::v1::Article& article, const QueryNode& query) {
  const std::string text = SnippetSource(article);
  const std::vector<QueryHit> hits = FindHits(text, article.language(), query);
  return Render(text, Widen(text, BestStretch(hits)), hits);
}

void HighlightTexts(const news::v1::Article& article, const QueryNode& query,
                    search::v1::SearchHit& hit) {
  Highlight(article.headline(), article.language(), query, QueryField::kHeadline,
            *hit.mutable_headline_highlights());
  Highlight(article.summary(), article.language(), query, QueryField::kSummary,
            *hit.mutable_summary_highlights());
}

}  // namespace akin

#ifndef AKIN_SERVICES_SEARCH_DOMAIN_SEARCHER_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_SEARCHER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "akin/search/v1/search_service.pb.h"
#include "common/page/page_token.h"
#include "services/search/domain/article_index.h"
#include "services/search/domain/match_pins.h"

namespace akin {

// One page of a search.
struct SearchRequest {
  MatchRequest match;
  // Stands for all arguments but the page: a token of other arguments is refused.
  uint64_t arguments = 0;
  std::string page_token;
  int page_size = 10;
  news::v1::ArticleView view = news::v1::ARTICLE_VIEW_CARD;
};

struct SearchPage {
  std::vector<search::v1::SearchHit> hits;
  std::string next_page_token;
  // What the page is of: total, facets, correction, cache. Null never.
  std::shared_ptr<const MatchResult> result;
  // What the hits were read at.
  LogPosition position;
};

// Turns pages over an index: the first one pins what matches, the others go on in it. Thread-safe.
class Searcher {
 public:
  // Both must outlive the searcher.
  Searcher(const ArticleIndex& index, MatchPins& pins) : index_(index), pins_(pins) {}

  // INVALID_ARGUMENT for a token of other arguments; ABORTED, reason PAGE_EXPIRED, for one whose
  // result is not kept any more.
  absl::StatusOr<SearchPage> Search(const SearchRequest& request) const;

 private:
  using Pinned = MatchPins::Pinned;

  absl::StatusOr<Pinned> FirstResult(const SearchRequest& request) const;
  absl::StatusOr<Pinned> PinnedResult(const SearchRequest& request, const PageToken& token) const;
  static absl::StatusOr<MatchRequest> AsRead(const SearchRequest& request,
                                             const MatchResult& result);
  absl::Status Fill(const SearchRequest& request, size_t& offset, SearchPage& page) const;
  void Finish(const SearchRequest& request, size_t offset, SearchPage& page) const;

  const ArticleIndex& index_;
  MatchPins& pins_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_SEARCHER_H_

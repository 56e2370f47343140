#ifndef AKIN_SERVICES_INGESTION_DOMAIN_RECONCILE_H_
#define AKIN_SERVICES_INGESTION_DOMAIN_RECONCILE_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "akin/news/v1/article.pb.h"

namespace akin {

// What storage has already. Implementations are used by one thread.
class KnownArticles {
 public:
  using ByName = absl::flat_hash_map<std::string, news::v1::Article>;

  virtual ~KnownArticles() = default;

  // Those of the names that are stored and not withdrawn; headline, times and addresses suffice.
  virtual absl::StatusOr<ByName> Get(const std::vector<std::string>& names) = 0;

  // The article of that page. NOT_FOUND without one, with reason ARTICLE_WITHDRAWN if it was
  // withdrawn, and then with its source in the metadata.
  virtual absl::StatusOr<news::v1::Article> FindByUrl(const std::string& canonical_url) = 0;
};

// An article of a document as it is to be put.
struct ReconciledArticle {
  news::v1::Article article;
  bool withdrawn = false;            // it was, under another id: it must not be put
  std::vector<std::string> remarks;  // what was put right, "publish_time: …"
};

// Makes up for feeds that lie, by what storage knows of the admitted articles of one document:
// - an external id that is stored for another page with another headline is forgotten, the address
//   decides; a changed address or headline alone is an edit;
// - an article whose name is new, but whose page or whose external id in another spelling (https,
//   trailing slash) is stored for the same source, is that article and keeps its id: a feed that
//   changes all its ids makes neither second copies nor revisions. Pages that several articles of
//   the document share, home pages, and pages where something else was published prove nothing;
// - an address that is stored in another spelling stays as it is until something else is edited;
// - times more than a day after `now`, or after the end of the article's embargo, are capped: they
//   become what is stored, else `now`.
// Results are in the order of the articles. An error is of `known`. Thread-safe.
absl::StatusOr<std::vector<ReconciledArticle>> Reconcile(std::vector<news::v1::Article> articles,
                                                         absl::Time now, KnownArticles& known);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_DOMAIN_RECONCILE_H_

#ifndef AKIN_SERVICES_SEARCH_XAPIAN_FACET_SPY_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_FACET_SPY_H_

#include <xapian.h>

#include <memory>

#include "akin/search/v1/search_service.pb.h"
#include "services/search/domain/article_index.h"

namespace akin {

// Counts the values of a facet in all matches. One thread.
class FacetSpy : public Xapian::MatchSpy {
 public:
  // The values with their counts, as the API has them in order and number.
  virtual search::v1::Facet Top() const = 0;
};

std::unique_ptr<FacetSpy> NewFacetSpy(search::v1::FacetField field, const MatchRequest& request);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_FACET_SPY_H_

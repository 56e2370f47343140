#ifndef AKIN_SERVICES_SEARCH_XAPIAN_FILTER_BUILDER_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_FILTER_BUILDER_H_

#include <xapian.h>

#include "common/filter/filter.h"
#include "services/search/domain/query_time.h"
#include "services/search/xapian/schema.h"

namespace akin {

// What Xapian can do of an article filter.
struct PushedFilter {
  Xapian::Query query = xapian_schema::EveryArticle();
  // False if matches are still to be checked against the filter.
  bool complete = true;
};

// Articles whose time in `slot` is set and in the span.
Xapian::Query TimeWithin(xapian_schema::Slot slot, const TimeSpan& span);

PushedFilter PushDown(const Filter& filter);

// Checks matches against a filter on the stored article. The filter must outlive it.
class FilterDecider : public Xapian::MatchDecider {
 public:
  explicit FilterDecider(const Filter& filter) : filter_(filter) {}
  bool operator()(const Xapian::Document& document) const override;

 private:
  const Filter& filter_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_FILTER_BUILDER_H_

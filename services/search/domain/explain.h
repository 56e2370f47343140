#ifndef AKIN_SERVICES_SEARCH_DOMAIN_EXPLAIN_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_EXPLAIN_H_

#include <vector>

#include "akin/news/v1/article.pb.h"
#include "akin/search/v1/search_service.pb.h"
#include "services/search/domain/query.h"

namespace akin {

// Which terms of the query the article has, where and how written, and what share of `weights`
// (one for each wanted term, in order; missing ones are 0) each has. Terms that it has not, and
// that weigh nothing, are left out.
google::protobuf::RepeatedPtrField<search::v1::TermMatch> Explain(
    const news::v1::Article& article, const QueryNode& query, const std::vector<double>& weights);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_EXPLAIN_H_

#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_PREPARED_ARTICLE_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_PREPARED_ARTICLE_H_

#include <memory>

#include "services/recommendation/domain/model/semantic_model.h"
#include "services/recommendation/domain/text/analysis.h"

namespace akin {

// An article that is about to be put: the costly part of it, which needs no order.
struct PreparedArticle {
  Analysis analysis;
  SemanticVector semantic;
  std::shared_ptr<const SemanticModel> model;  // That `semantic` is by; null: there was none.
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_PREPARED_ARTICLE_H_

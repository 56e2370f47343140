#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_ENGINE_WRITE_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_ENGINE_WRITE_H_

#include <memory>
#include <string>

#include "absl/types/variant.h"

namespace akin {

struct PreparedArticle;  // What SimilarityEngine::Prepare() returns.

// What is written to the engine, for many writes at a time.
struct PutArticle {
  std::shared_ptr<const PreparedArticle> article;
};
struct RemoveArticle {
  std::string id;
};
struct AssignStory {
  std::string article_id, story;
};
struct MergeStories {
  std::string from, into;
};
using EngineWrite = absl::variant<PutArticle, RemoveArticle, AssignStory, MergeStories>;

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_ENGINE_WRITE_H_

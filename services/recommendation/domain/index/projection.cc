#include "services/recommendation/domain/index/projection.h"

#include <algorithm>

#include "common/sync/crew.h"

namespace akin {

void Projection::AppendTo(Jobs& jobs) {
  for (size_t i = 0; i <= Crew::OtherCores(); ++i) jobs.push_back([this] { Work(); });
}

void Projection::Work() {
  std::call_once(looked_up_, [this] { words_ = corpus_.WordsIn(model_); });
  for (ArticleIndex i; (i = next_.fetch_add(kStep)) < end_;) Project(i, std::min(end_, i + kStep));
}

void Projection::Project(ArticleIndex first, ArticleIndex end) {
  std::vector<SemanticVector> projected;
  projected.reserve(end - first);
  for (ArticleIndex i = first; i < end; ++i) {
    projected.push_back(corpus_.Project(model_, i, words_));
  }
  MutexLock lock(mu_);
  for (ArticleIndex i = first; i < end; ++i) vectors_.Set(i, projected[i - first]);
}

}  // namespace akin

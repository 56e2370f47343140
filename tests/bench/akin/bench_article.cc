#include "tests/bench/akin/bench_article.h"

#include "absl/strings/str_cat.h"
#include "tests/bench/corpus/corpus_article.h"

namespace akin::bench {

news::v1::Article ToArticle(const CorpusOptions& corpus, const PlannedArticle& plan) {
  news::v1::Article article = CorpusArticle(corpus, plan);
  *article.mutable_create_time() = article.publish_time();
  article.set_state(news::v1::ARTICLE_STATE_ACTIVE);
  return article;
}

storage::v1::Change ToChange(const CorpusOptions& corpus, const PlannedArticle& plan) {
  storage::v1::Change change;
  change.set_revision(plan.number + 1);
  *change.mutable_article() = ToArticle(corpus, plan);
  change.mutable_article()->set_revision(change.revision());
  change.mutable_article()->set_story(absl::StrCat("stories/event-", plan.event));
  *change.mutable_commit_time() = change.article().create_time();
  return change;
}

}  // namespace akin::bench

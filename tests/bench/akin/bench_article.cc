#include "tests/bench/akin/bench_article.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time/proto_time.h"

namespace akin::bench {

news::v1::Article ToArticle(const CorpusOptions& corpus, const PlannedArticle& plan) {
  SyntheticArticle written = WriteArticle(corpus, plan);
  news::v1::Article article;
  article.set_name(absl::StrCat("articles/", written.id));
  article.set_headline(std::move(written.headline));
  article.set_summary(std::move(written.summary));
  article.set_body(std::move(written.body));
  article.set_language("en");
  article.set_source(absl::StrCat("sources/", written.source));
  article.set_canonical_url(std::move(written.url));
  *article.mutable_publish_time() = ToProto(written.publish_time);
  *article.mutable_create_time() = ToProto(written.publish_time);
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

#include "tests/bench/corpus/corpus_article.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time/proto_time.h"
#include "tests/bench/corpus/article_writer.h"

namespace akin::bench {

news::v1::Article CorpusArticle(const CorpusOptions& corpus, const PlannedArticle& plan) {
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
  return article;
}

}  // namespace akin::bench

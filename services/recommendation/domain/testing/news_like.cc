#include "services/recommendation/domain/testing/news_like.h"

#include <utility>

#include "tests/bench/corpus/article_writer.h"
#include "tests/bench/corpus/corpus_plan.h"

namespace akin {

std::vector<Document> NewsLikeDocuments(int count) {
  const bench::CorpusOptions options;
  bench::CorpusPlan plan(options);
  std::vector<Document> documents;
  for (int i = 0; i < count; ++i) {
    bench::SyntheticArticle article = bench::WriteArticle(options, plan.Next());
    Document& document = documents.emplace_back();
    document.id = std::move(article.id);
    document.revision = i + 1;
    document.headline = std::move(article.headline);
    document.summary = std::move(article.summary);
    document.body = std::move(article.body);
    document.language = "en";
    document.source = std::move(article.source);
    document.publish_time = article.publish_time;
  }
  return documents;
}

}  // namespace akin

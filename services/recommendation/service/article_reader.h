#ifndef AKIN_SERVICES_RECOMMENDATION_SERVICE_ARTICLE_READER_H_
#define AKIN_SERVICES_RECOMMENDATION_SERVICE_ARTICLE_READER_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "akin/news/v1/article.pb.h"
#include "common/rpc/call_context.h"
#include "services/recommendation/view/similarity_view.h"

namespace grpc {
class Channel;
}

namespace akin {

// Articles for answers, in the view asked for: from the local cards, and with bodies (FULL) from
// storage. Articles that are gone are left out. Thread-safe.
class ArticleReader {
 public:
  // `view` must outlive the reader.
  explicit ArticleReader(const SimilarityView& view) : view_(view) {}

  // Where bodies come from; before the first Read.
  void SetStorage(std::shared_ptr<grpc::Channel> storage) { storage_ = std::move(storage); }

  struct Articles {
    absl::flat_hash_map<std::string, news::v1::Article> by_name;
    // The first so many of the names were looked at; the rest is too much for one answer.
    size_t read = 0;
  };
  absl::StatusOr<Articles> Read(const CallContext& call, const std::vector<std::string>& names,
                                news::v1::ArticleView view) const;

 private:
  absl::StatusOr<Articles> ReadCards(const std::vector<std::string>& names,
                                     news::v1::ArticleView view) const;
  absl::StatusOr<Articles> ReadWhole(const CallContext& call,
                                     const std::vector<std::string>& names) const;

  const SimilarityView& view_;
  std::shared_ptr<grpc::Channel> storage_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_SERVICE_ARTICLE_READER_H_

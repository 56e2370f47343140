#include "services/ingestion/testing/fake_article_sink.h"

#include "common/status/errors.h"
#include "google/protobuf/util/message_differencer.h"

namespace akin {

using ingestion::v1::IngestOutcome;
using news::v1::Article;

absl::StatusOr<ArticleSink::Result> FakeArticleSink::Put(const CallContext&,
                                                         const std::vector<Article>& articles,
                                                         const Options& options) {
  MutexLock lock(mu_);
  batch_sizes_.push_back(articles.size());
  if (!failure_.ok()) return failure_;
  if (!options.lease.empty() && fence_ && !fence_(options.lease, options.fencing_token)) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "STALE_LEASE", "lease: lost");
  }
  Result result;
  result.log_id = "log";
  for (const Article& article : articles) {
    result.items.push_back(PutOne(article, options.validate_only));
  }
  return result;
}

ArticleSink::Item FakeArticleSink::PutOne(const Article& article, bool validate_only) {
  if (withdrawn_.count(article.name())) return {{}, ingestion::v1::INGEST_OUTCOME_WITHDRAWN, 0};
  const auto known = articles_.find(article.name());
  const bool is_new = known == articles_.end();
  if (!is_new &&
      google::protobuf::util::MessageDifferencer::Equals(known->second.article, article)) {
    return {{}, ingestion::v1::INGEST_OUTCOME_UNCHANGED, known->second.revision};
  }
  const IngestOutcome outcome =
      is_new ? ingestion::v1::INGEST_OUTCOME_CREATED : ingestion::v1::INGEST_OUTCOME_REVISED;
  if (validate_only) return {{}, outcome, is_new ? 0 : known->second.revision};
  articles_[article.name()] = {article, ++revision_};
  return {{}, outcome, revision_};
}

void FakeArticleSink::Withdraw(const std::string& name) {
  MutexLock lock(mu_);
  withdrawn_[name] = true;
}

void FakeArticleSink::FailWith(absl::Status failure) {
  MutexLock lock(mu_);
  failure_ = std::move(failure);
}

void FakeArticleSink::SetFence(Fence fence) {
  MutexLock lock(mu_);
  fence_ = std::move(fence);
}

size_t FakeArticleSink::article_count() const {
  MutexLock lock(mu_);
  return articles_.size();
}

std::vector<size_t> FakeArticleSink::batch_sizes() const {
  MutexLock lock(mu_);
  return batch_sizes_;
}

Article FakeArticleSink::Get(const std::string& name) const {
  MutexLock lock(mu_);
  return articles_.at(name).article;
}

std::vector<std::string> FakeArticleSink::Headlines() const {
  MutexLock lock(mu_);
  std::vector<std::string> headlines;
  for (const auto& [name, stored] : articles_) headlines.push_back(stored.article.headline());
  return headlines;
}

}  // namespace akin

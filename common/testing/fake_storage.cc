#include "common/testing/fake_storage.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/page/answer_budget.h"
#include "common/rpc/client.h"
#include "common/status/errors.h"
#include "common/testing/leasing_storage.h"
#include "common/time/proto_time.h"

namespace akin {

using storage::v1::Change;
using storage::v1::WatchArticlesRequest;
using storage::v1::WatchArticlesResponse;

class FakeStorage::Watch : public StreamSource<WatchArticlesResponse> {
 public:
  Watch(FakeStorage& storage, int64_t after, int64_t epoch)
      : storage_(storage), after_(after), epoch_(epoch) {}

  absl::StatusOr<absl::optional<WatchArticlesResponse>> Next() override {
    MutexLock lock(storage_.mu_);
    if (epoch_ != storage_.epoch_) return absl::UnavailableError("watch ended by the test");
    WatchArticlesResponse response;
    if (!started_) {
      started_ = true;
      response.mutable_replay()->set_log_id(storage_.log_id_);
      response.mutable_replay()->set_replay_until(storage_.revision_);
      return absl::make_optional(response);
    }
    const Change* next = nullptr;
    for (const auto& [key, change] : storage_.log_) {
      if (change.revision() > after_ && (!next || change.revision() < next->revision())) {
        next = &change;
      }
    }
    if (next != nullptr) {
      after_ = next->revision();
      *response.mutable_change() = *next;
      beaten_ = false;
      return absl::make_optional(response);
    }
    if (beaten_) return absl::optional<WatchArticlesResponse>();
    beaten_ = true;
    response.mutable_heartbeat()->set_revision(storage_.revision_);
    *response.mutable_heartbeat()->mutable_time() = ToProto(absl::Now());
    return absl::make_optional(response);
  }

 private:
  FakeStorage& storage_;
  int64_t after_;
  const int64_t epoch_;
  bool started_ = false;
  bool beaten_ = false;
};

class FakeStorage::Service : public LeasingStorage {
 public:
  explicit Service(FakeStorage& storage) : storage_(storage) {
    Unary("BatchGetArticles", &Service::BatchGetArticles);
    Unary("GetArticle", &Service::GetArticle);
    Unary("AssignStories", &Service::AssignStories);
    ServerStream<WatchArticlesRequest, WatchArticlesResponse>(
        "WatchArticles", [this](const CallContext&, const WatchArticlesRequest& request,
                                std::function<void()> wake) { return Open(request, wake); });
  }

 private:
  absl::StatusOr<std::unique_ptr<StreamSource<WatchArticlesResponse>>> Open(
      const WatchArticlesRequest& request, std::function<void()> wake) {
    MutexLock lock(storage_.mu_);
    if (!request.log_id().empty() && request.log_id() != storage_.log_id_) {
      return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "LOG_CHANGED",
                             "log_id: not this log's");
    }
    storage_.wakes_.push_back(std::move(wake));
    return std::make_unique<Watch>(storage_, request.after_revision(), storage_.epoch_);
  }

  absl::StatusOr<storage::v1::BatchGetArticlesResponse> BatchGetArticles(
      const CallContext&, const storage::v1::BatchGetArticlesRequest& request) {
    storage::v1::BatchGetArticlesResponse response;
    AnswerBudget budget;
    for (const std::string& name : request.names()) {
      news::v1::Article article = storage_.Get(absl::string_view(name).substr(9));
      if (article.name().empty()) {
        response.add_missing(name);
      } else if (response.omitted().empty() && budget.Take(article.ByteSizeLong())) {
        *response.add_articles() = std::move(article);
      } else {
        response.add_omitted(name);
      }
    }
    return response;
  }

  absl::StatusOr<storage::v1::GetArticleResponse> GetArticle(
      const CallContext&, const storage::v1::GetArticleRequest& request) {
    storage::v1::GetArticleResponse response;
    *response.mutable_article() = storage_.Get(absl::string_view(request.name()).substr(9));
    if (response.article().name().empty()) return absl::NotFoundError("name: unknown");
    return response;
  }

  absl::StatusOr<storage::v1::AssignStoriesResponse> AssignStories(
      const CallContext&, const storage::v1::AssignStoriesRequest& request) {
    storage::v1::AssignStoriesResponse response;
    for (const auto& a : request.assignments()) {
      storage_.Assign(absl::string_view(a.article()).substr(9), a.story());
    }
    for (const auto& m : request.merges()) storage_.Merge(m.story(), m.into());
    response.set_revision(storage_.revision());
    response.set_log_id(storage_.log_id());
    return response;
  }

  FakeStorage& storage_;
};

FakeStorage::FakeStorage() : service_(std::make_unique<Service>(*this)) {
  server_ = Server::Start({.drain_timeout = absl::ZeroDuration()}, {service_.get()}).value();
  channel_ = NewChannel(server_->address());
}

FakeStorage::~FakeStorage() = default;

int64_t FakeStorage::Append(const std::string& key, Change change) {
  change.set_revision(++revision_);
  *change.mutable_commit_time() = ToProto(absl::Now());
  if (change.has_article() && change.article().revision() == 0) {
    change.mutable_article()->set_revision(revision_);
    articles_[change.article().name()] = change.article();
  }
  log_[key] = std::move(change);
  for (const auto& wake : wakes_) wake();
  return revision_;
}

int64_t FakeStorage::Put(news::v1::Article article) {
  MutexLock lock(mu_);
  Change change;
  article.set_state(news::v1::ARTICLE_STATE_ACTIVE);
  article.set_revision(0);
  const auto known = articles_.find(article.name());
  if (known != articles_.end()) article.set_story(known->second.story());
  const std::string name = article.name();
  *change.mutable_article() = std::move(article);
  return Append(name, std::move(change));
}

int64_t FakeStorage::Put(absl::string_view id, absl::string_view headline, absl::string_view body) {
  news::v1::Article article;
  article.set_name(absl::StrCat("articles/", id));
  article.set_headline(std::string(headline));
  article.set_body(std::string(body));
  article.set_language("en");
  article.set_source("sources/example.com");
  return Put(std::move(article));
}

int64_t FakeStorage::Withdraw(absl::string_view id) {
  MutexLock lock(mu_);
  Change change;
  change.set_withdrawn(absl::StrCat("articles/", id));
  articles_.erase(change.withdrawn());
  return Append(change.withdrawn(), change);
}

int64_t FakeStorage::Assign(absl::string_view id, absl::string_view story) {
  MutexLock lock(mu_);
  Change change;
  change.mutable_assignment()->set_article(absl::StrCat("articles/", id));
  change.mutable_assignment()->set_story(std::string(story));
  const auto article = articles_.find(change.assignment().article());
  if (article == articles_.end()) return revision_;
  article->second.set_story(std::string(story));
  log_[article->first].mutable_article()->set_story(std::string(story));
  return Append(absl::StrCat("story of ", article->first), change);
}

int64_t FakeStorage::Merge(absl::string_view story, absl::string_view into) {
  MutexLock lock(mu_);
  Change change;
  change.mutable_merge()->set_story(std::string(story));
  change.mutable_merge()->set_into(std::string(into));
  return Append(std::string(story), change);
}

void FakeStorage::StartNewLog() {
  MutexLock lock(mu_);
  log_id_ = absl::StrCat(log_id_, "'");
  revision_ = 0;
  ++epoch_;
  log_.clear();
  articles_.clear();
  for (const auto& wake : wakes_) wake();
}

void FakeStorage::EndWatches() {
  MutexLock lock(mu_);
  ++epoch_;
  for (const auto& wake : wakes_) wake();
}

std::string FakeStorage::log_id() const {
  MutexLock lock(mu_);
  return log_id_;
}

int64_t FakeStorage::revision() const {
  MutexLock lock(mu_);
  return revision_;
}

news::v1::Article FakeStorage::Get(absl::string_view id) const {
  MutexLock lock(mu_);
  const auto article = articles_.find(absl::StrCat("articles/", id));
  return article == articles_.end() ? news::v1::Article() : article->second;
}

}  // namespace akin

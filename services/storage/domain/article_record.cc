#include "services/storage/domain/article_record.h"

#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/error_metadata.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "common/time/proto_time.h"

namespace akin {

using news::v1::Article;
using storage::v1::Change;
using storage::v1::PutOutcome;

namespace {

void CopyOutputOnlyFields(const Article& from, Article& to) {
  to.set_revision(from.revision());
  to.set_state(from.state());
  to.set_story(from.story());
  to.clear_create_time();
  if (from.has_create_time()) *to.mutable_create_time() = from.create_time();
}

bool SameContent(const Article& stored, Article incoming) {
  CopyOutputOnlyFields(stored, incoming);
  return incoming.SerializeAsString() == stored.SerializeAsString();
}

bool SameTime(bool has_a, const google::protobuf::Timestamp& a, bool has_b,
              const google::protobuf::Timestamp& b) {
  return has_a == has_b && a.seconds() == b.seconds() && a.nanos() == b.nanos();
}

bool SamePublishTime(const Article& a, const Article& b) {
  return SameTime(a.has_publish_time(), a.publish_time(), b.has_publish_time(), b.publish_time());
}

bool SameUpdateTime(const Article& a, const Article& b) {
  return SameTime(a.has_update_time(), a.update_time(), b.has_update_time(), b.update_time());
}

}  // namespace

bool IsWithdrawn(const ArticleRecord& record) {
  return record.article().state() == news::v1::ARTICLE_STATE_WITHDRAWN;
}

PutOutcome PutOutcomeFor(const ArticleRecord* before, const Article& incoming) {
  if (before == nullptr) return storage::v1::PUT_OUTCOME_CREATED;
  if (IsWithdrawn(*before)) return storage::v1::PUT_OUTCOME_WITHDRAWN;
  return SameContent(before->article(), incoming) ? storage::v1::PUT_OUTCOME_UNCHANGED
                                                  : storage::v1::PUT_OUTCOME_REVISED;
}

ArticleRecord AfterPut(const ArticleRecord* before, const Article& incoming,
                       const CommitPoint& at) {
  ArticleRecord after;
  Article& article = *after.mutable_article();
  article = incoming;
  if (before != nullptr) {
    CopyOutputOnlyFields(before->article(), article);
    after.set_story_revision(before->story_revision());
  } else {
    article.clear_story();
    *article.mutable_create_time() = ToProto(at.time);
  }
  article.set_state(news::v1::ARTICLE_STATE_ACTIVE);
  article.set_revision(at.revision);
  const bool kept_publish = before && SamePublishTime(before->article(), article);
  const bool kept_update = before && SameUpdateTime(before->article(), article);
  after.set_create_revision(before ? before->create_revision() : at.revision);
  after.set_publish_time_since(kept_publish ? before->publish_time_since() : at.revision);
  after.set_update_time_since(kept_update ? before->update_time_since() : at.revision);
  after.set_log_revision(at.revision);
  return after;
}

ArticleRecord AfterWithdraw(const ArticleRecord& before, absl::string_view reason,
                            const CommitPoint& at) {
  ArticleRecord after = before;
  after.mutable_article()->set_state(news::v1::ARTICLE_STATE_WITHDRAWN);
  after.set_withdraw_reason(std::string(reason));
  after.set_log_revision(at.revision);
  return after;
}

ArticleRecord AfterUndelete(const ArticleRecord& before, const CommitPoint& at) {
  ArticleRecord after = before;
  after.mutable_article()->set_state(news::v1::ARTICLE_STATE_ACTIVE);
  after.clear_withdraw_reason();
  after.set_log_revision(at.revision);
  return after;
}

ArticleRecord AfterPurge(const ArticleRecord& before, const CommitPoint& at) {
  ArticleRecord after;
  after.mutable_article()->set_name(before.article().name());
  after.mutable_article()->set_state(news::v1::ARTICLE_STATE_WITHDRAWN);
  after.set_purged(true);
  after.set_log_revision(at.revision);
  return after;
}

ArticleRecord AfterAssign(const ArticleRecord& before, absl::string_view story,
                          const CommitPoint& at) {
  ArticleRecord after = before;
  after.mutable_article()->set_story(std::string(story));
  after.set_story_revision(at.revision);
  return after;
}

absl::StatusOr<Article> ServedArticle(ArticleRecord record) {
  if (!IsWithdrawn(record)) return std::move(*record.mutable_article());
  return WithdrawnArticle(record.article());
}

absl::Status WithdrawnArticle(const Article& article) {
  absl::Status status = ErrorWithReason(absl::StatusCode::kNotFound, "ARTICLE_WITHDRAWN",
                                        absl::StrCat(article.name(), ": withdrawn"));
  return WithMetadata(std::move(status), "source", article.source());
}

absl::Status UnknownArticle(absl::string_view name) {
  return ErrorWithReason(absl::StatusCode::kNotFound, "ARTICLE_NOT_FOUND",
                         absl::StrCat(Shown(name), ": no such article"));
}

bool IsUnknownArticle(const absl::Status& status) {
  return absl::IsNotFound(status) && ErrorReason(status) != "ARTICLE_WITHDRAWN";
}

Change ArticleChange(const ArticleRecord& record, const CommitPoint& at) {
  Change change;
  change.set_revision(at.revision);
  *change.mutable_commit_time() = ToProto(at.time);
  if (IsWithdrawn(record)) {
    change.set_withdrawn(record.article().name());
  } else {
    change.mutable_article()->set_name(record.article().name());
  }
  return change;
}

void FillChange(ArticleRecord record, Change& change) {
  *change.mutable_article() = std::move(*record.mutable_article());
  // A later assignment has an entry of its own, which is yet to come.
  if (record.story_revision() > change.revision()) change.mutable_article()->clear_story();
}

std::string NewLogId() {
  std::random_device random;
  std::string id;
  for (int i = 0; i < 4; ++i) absl::StrAppend(&id, absl::Hex(random(), absl::kZeroPad8));
  return id;
}

}  // namespace akin

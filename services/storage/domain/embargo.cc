#include "services/storage/domain/embargo.h"

#include <utility>

#include "common/time/proto_time.h"
#include "services/storage/domain/article_record.h"

namespace akin {

using news::v1::Article;

namespace {

// What is held has no place in the log and no story yet.
Article AsPut(Article article) {
  article.clear_create_time();
  article.clear_revision();
  article.clear_state();
  article.clear_story();
  return article;
}

bool SameEmbargo(const Article& a, const Article& b) {
  return FromProto(a.embargo_time()) == FromProto(b.embargo_time());
}

}  // namespace

bool IsUnderEmbargo(const Article& article, absl::Time now) {
  return article.has_embargo_time() && FromProto(article.embargo_time()) > now;
}

bool IsHeld(const EmbargoRecord& record) { return !record.withdrawn(); }

ArticlePosition PlaceOf(const EmbargoRecord& record) {
  return {FromProto(record.release_time()), record.article().name()};
}

Article WithoutEmbargo(Article article) {
  article.clear_embargo_time();
  return article;
}

bool HoldsTheSame(const EmbargoRecord& before, const Article& incoming) {
  return before.article().SerializeAsString() == AsPut(incoming).SerializeAsString();
}

EmbargoRecord AfterHold(const EmbargoRecord* before, const Article& incoming, absl::Time now) {
  EmbargoRecord after;
  if (before != nullptr && SameEmbargo(before->article(), incoming)) {
    *after.mutable_release_time() = before->release_time();
    *after.mutable_placed_time() = before->placed_time();
  } else {
    *after.mutable_release_time() = incoming.embargo_time();
    *after.mutable_placed_time() = ToProto(now);
  }
  *after.mutable_hold_time() = before != nullptr ? before->hold_time() : ToProto(now);
  *after.mutable_article() = AsPut(incoming);
  return after;
}

EmbargoRecord AfterMove(const EmbargoRecord& before, absl::Time release_time, absl::Time now) {
  EmbargoRecord after = before;
  *after.mutable_release_time() = ToProto(release_time);
  *after.mutable_placed_time() = ToProto(now);
  return after;
}

EmbargoRecord AfterWithdrawHeld(const EmbargoRecord& before, absl::string_view reason) {
  EmbargoRecord after = before;
  after.set_withdrawn(true);
  after.set_withdraw_reason(std::string(reason));
  return after;
}

EmbargoRecord AfterUndeleteHeld(const EmbargoRecord& before, absl::Time now) {
  EmbargoRecord after = AfterMove(before, FromProto(before.release_time()), now);
  after.clear_withdrawn();
  after.clear_withdraw_reason();
  return after;
}

EmbargoRecord AfterPurgeHeld(const EmbargoRecord& before) {
  EmbargoRecord after;
  after.mutable_article()->set_name(before.article().name());
  after.set_withdrawn(true);
  after.set_purged(true);
  return after;
}

absl::StatusOr<EmbargoRecord> HeldArticle(EmbargoRecord record) {
  if (IsHeld(record)) return record;
  return WithdrawnArticle(record.article());
}

}  // namespace akin

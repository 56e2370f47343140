#include "services/storage/rocks/place_cursor.h"

#include <algorithm>
#include <utility>

#include "common/status/status_macros.h"
#include "services/storage/rocks/keys.h"
#include "services/storage/rocks/rocks_status.h"

namespace akin::rocks {
namespace {

// Articles' times are whole nanoseconds, but a filter's "after" is a fraction of one later.
absl::Time RoundUp(absl::Time time) {
  const absl::Duration since_epoch = time - absl::UnixEpoch();
  return absl::UnixEpoch() + absl::Ceil(since_epoch, absl::Nanoseconds(1));
}

}  // namespace

PlaceCursor::PlaceCursor(std::unique_ptr<rocksdb::Iterator> rows, std::string scope,
                         bool descending, const FilterTimeRange& range,
                         const absl::optional<ArticlePosition>& after)
    : rows_(std::move(rows)),
      scope_(std::move(scope)),
      descending_(descending),
      range_{RoundUp(range.from), RoundUp(range.to)},
      bounded_(range.from != absl::InfinitePast() || range.to != absl::InfiniteFuture()) {
  if (after) {
    StartBehind(*after);
  } else {
    StartAtFront();
  }
}

void PlaceCursor::StartAtFront() {
  if (descending_) return StartTimeBefore(range_.to);
  rows_->Seek(TimeKey(scope_, range_.from));
  Settle();
}

void PlaceCursor::StartBehind(const ArticlePosition& after) {
  if (after.time && (*after.time < range_.from || *after.time >= range_.to)) return StartAtFront();
  if (descending_) time_ = after.time;
  const std::string key = PlaceKey(scope_, after);
  rows_->Seek(key);
  if (rows_->Valid() && rows_->key() == key) rows_->Next();
  Settle();
}

// The start of the latest time before `time`; of the timeless ones if there is none.
void PlaceCursor::StartTimeBefore(absl::Time time) {
  const bool any = time == absl::InfiniteFuture();
  rows_->SeekForPrev(any ? TimelessKey(scope_) : TimeKey(scope_, time));
  if (!Read() || !position_.time) return StartTimeless();
  time_ = position_.time;
  rows_->Seek(TimeKey(scope_, *time_));
  valid_ = Read() && *time_ >= range_.from;
}

void PlaceCursor::StartTimeless() {
  time_.reset();
  rows_->Seek(TimelessKey(scope_));
  valid_ = !bounded_ && Read();
}

void PlaceCursor::Next() {
  rows_->Next();
  Settle();
}

void PlaceCursor::Settle() {
  const bool in_scope = Read();
  if (time_ && !(in_scope && position_.time == time_)) return StartTimeBefore(*time_);
  valid_ = in_scope && (position_.time ? *position_.time < range_.to : !bounded_);
}

bool PlaceCursor::Read() {
  if (!rows_->Valid() || !rows_->key().starts_with(scope_)) return false;
  const absl::string_view rest = ToView(rows_->key()).substr(scope_.size());
  damaged_ = damaged_ || !DecodePlace(rest, position_);
  return !damaged_;
}

absl::Status PlaceCursor::status() const {
  RETURN_IF_ERROR(FromRocks(rows_->status(), "list"));
  return damaged_ ? absl::DataLossError("storage: stored data is damaged") : absl::OkStatus();
}

int64_t PlaceCursor::placed_at_revision() const { return DecodeRevision(ToView(rows_->value())); }

}  // namespace akin::rocks

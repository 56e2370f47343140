#ifndef AKIN_SERVICES_STORAGE_ROCKS_PLACE_CURSOR_H_
#define AKIN_SERVICES_STORAGE_ROCKS_PLACE_CURSOR_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "common/filter/filter.h"
#include "rocksdb/iterator.h"
#include "services/storage/domain/article_order.h"

namespace akin::rocks {

// Walks one scope of by_time or by_source in an order. Descending means: times backwards, but names
// of one time forwards, and then those without a time; so a descending walk goes to the start of
// each time and reads on from there. One thread.
class PlaceCursor {
 public:
  // Starts at the first place behind `after`, within `range` if that is bounded (then without the
  // timeless ones).
  PlaceCursor(std::unique_ptr<rocksdb::Iterator> rows, std::string scope, bool descending,
              const FilterTimeRange& range, const absl::optional<ArticlePosition>& after);

  bool Valid() const { return valid_; }
  void Next();
  // Not OK if the walk ended because the medium failed.
  absl::Status status() const;

  // Only while Valid.
  const ArticlePosition& position() const { return position_; }
  int64_t placed_at_revision() const;

 private:
  void StartAtFront();
  void StartBehind(const ArticlePosition& after);
  void StartTimeBefore(absl::Time time);
  void StartTimeless();
  // Decides whether the row that was reached is part of the walk, or where it goes on.
  void Settle();
  // The row's place into position_; false outside the scope.
  bool Read();

  const std::unique_ptr<rocksdb::Iterator> rows_;
  const std::string scope_;
  const bool descending_;
  const FilterTimeRange range_;
  const bool bounded_;
  // The time that a descending walk is within.
  absl::optional<absl::Time> time_;
  bool valid_ = false;
  bool damaged_ = false;
  ArticlePosition position_;
};

}  // namespace akin::rocks

#endif  // AKIN_SERVICES_STORAGE_ROCKS_PLACE_CURSOR_H_

#ifndef AKIN_SERVICES_STORAGE_DOMAIN_EMBARGO_H_
#define AKIN_SERVICES_STORAGE_DOMAIN_EMBARGO_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/storage/domain/article_order.h"
#include "services/storage/domain/article_record.pb.h"

// What becomes of an article that is held back until its time, as plain functions; stores only keep
// the result. None of it is in the log.
namespace akin {

using EmbargoRecord = storage::record::EmbargoRecord;

// Whether an article that is put at `now` is to be held back.
bool IsUnderEmbargo(const news::v1::Article& article, absl::Time now);

// Whether it is waiting for its time, rather than withdrawn before it.
bool IsHeld(const EmbargoRecord& record);

// Its place among those that wait: by release time, then name.
ArticlePosition PlaceOf(const EmbargoRecord& record);

// As it becomes public. Readers are not told of the embargo that there was.
news::v1::Article WithoutEmbargo(news::v1::Article article);

// Whether `incoming` is what is held already, its embargo included. Output-only fields do not
// count.
bool HoldsTheSame(const EmbargoRecord& before, const news::v1::Article& incoming);

// The record after each change. `before` is null where nothing is held. A time that an editor gave
// stays until the publisher names another one than before.
EmbargoRecord AfterHold(const EmbargoRecord* before, const news::v1::Article& incoming,
                        absl::Time now);
EmbargoRecord AfterMove(const EmbargoRecord& before, absl::Time release_time, absl::Time now);
EmbargoRecord AfterWithdrawHeld(const EmbargoRecord& before, absl::string_view reason);
EmbargoRecord AfterUndeleteHeld(const EmbargoRecord& before, absl::Time now);
EmbargoRecord AfterPurgeHeld(const EmbargoRecord& before);

// The record if it is held; NOT_FOUND as ServedArticle if it was withdrawn.
absl::StatusOr<EmbargoRecord> HeldArticle(EmbargoRecord record);

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_DOMAIN_EMBARGO_H_

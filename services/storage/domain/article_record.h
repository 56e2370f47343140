#ifndef AKIN_SERVICES_STORAGE_DOMAIN_ARTICLE_RECORD_H_
#define AKIN_SERVICES_STORAGE_DOMAIN_ARTICLE_RECORD_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "akin/storage/v1/storage_service.pb.h"
#include "services/storage/domain/article_record.pb.h"

// What becomes of an article, as plain functions; stores only keep the result.
namespace akin {

using ArticleRecord = storage::record::ArticleRecord;
using SupersededRevision = storage::record::SupersededRevision;
using LogState = storage::record::LogState;
using LeaseRecord = storage::record::LeaseRecord;

// A change's place in the log.
struct CommitPoint {
  int64_t revision = 0;
  absl::Time time;
};

// How many superseded revisions of an article are kept, and for how long after they were
// superseded.
struct RevisionRetention {
  int max_count = 20;
  absl::Duration max_age = absl::Hours(24 * 90);
};

bool IsWithdrawn(const ArticleRecord& record);

// What putting `incoming` does to the identity. Null: it is new. Output-only fields do not count.
storage::v1::PutOutcome PutOutcomeFor(const ArticleRecord* before,
                                      const news::v1::Article& incoming);

// The record after each change. `before` is null for a new article.
ArticleRecord AfterPut(const ArticleRecord* before, const news::v1::Article& incoming,
                       const CommitPoint& at);
ArticleRecord AfterWithdraw(const ArticleRecord& before, absl::string_view reason,
                            const CommitPoint& at);
ArticleRecord AfterUndelete(const ArticleRecord& before, const CommitPoint& at);
ArticleRecord AfterPurge(const ArticleRecord& before, const CommitPoint& at);
ArticleRecord AfterAssign(const ArticleRecord& before, absl::string_view story,
                          const CommitPoint& at);

// The article as reads serve it. NOT_FOUND (reason ARTICLE_WITHDRAWN, with its source in the
// metadata) if it is withdrawn.
absl::StatusOr<news::v1::Article> ServedArticle(ArticleRecord record);
absl::Status WithdrawnArticle(const news::v1::Article& article);
absl::Status UnknownArticle(absl::string_view name);
// Whether a status says so, rather than that the article was withdrawn.
bool IsUnknownArticle(const absl::Status& status);

// A log entry that says where the article stands; its content stays in the record. The log keeps it
// in this form.
storage::v1::Change ArticleChange(const ArticleRecord& record, const CommitPoint& at);
// Fills an entry of that form with the content that `record`, the article's newest, has.
void FillChange(ArticleRecord record, storage::v1::Change& change);

// A name for a new log, not to be guessed or met again.
std::string NewLogId();

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_DOMAIN_ARTICLE_RECORD_H_

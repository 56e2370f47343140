#ifndef AKIN_SERVICES_STORAGE_DOMAIN_ARTICLE_STORE_H_
#define AKIN_SERVICES_STORAGE_DOMAIN_ARTICLE_STORE_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "akin/storage/v1/storage_service.pb.h"
#include "common/filter/article_filter.h"
#include "common/time/clock.h"
#include "services/storage/domain/article_order.h"
#include "services/storage/domain/article_record.h"
#include "services/storage/domain/embargo.h"
#include "services/storage/domain/feed_record.h"

namespace akin {

class ArticleTransaction;

// Which articles to list.
struct ArticleListQuery {
  Filter filter;
  ArticleOrder order;
  // Articles on a page.
  int limit = 50;
  // The page begins behind this place; unset: at the front.
  absl::optional<ArticlePosition> after;
  // Leaves out what was created, or moved in this order, after this revision.
  int64_t placed_by_revision = std::numeric_limits<int64_t>::max();
  // Gives up for now after looking at this many articles; the page is then shorter than `limit`.
  int max_examined = 10'000;
  // The same once the articles found have this size.
  size_t max_bytes = 16 << 20;
};

struct ArticleListPage {
  std::vector<news::v1::Article> articles;
  // Where to go on; unset: there is no more.
  absl::optional<ArticlePosition> next;
};

struct ChangeLimits {
  int max_changes = 256;
  // The last change may exceed it.
  size_t max_bytes = 4 << 20;
};

struct ChangeBatch {
  std::vector<storage::v1::Change> changes;
  // Every change up to here is in this batch or was before it.
  int64_t through_revision = 0;
};

// All articles and the log as of one revision. Thread-safe; must not outlive its store. Errors of
// the medium surface as UNAVAILABLE, bytes that cannot be read as DATA_LOSS.
class ArticleSnapshot {
 public:
  virtual ~ArticleSnapshot() = default;

  virtual int64_t revision() const = 0;
  // Articles that are served.
  virtual int64_t article_count() const = 0;

  // The article with its newest content. NOT_FOUND if unknown; with reason ARTICLE_WITHDRAWN if
  // withdrawn or purged.
  virtual absl::StatusOr<news::v1::Article> Get(absl::string_view name) const = 0;

  // The article whose URL means the same (common/url), or that has this source and external id. A
  // URL with a fragment that no article has finds the page's, one without finds its parts. Of
  // several the one that IsBetterMatch says, of withdrawn ones NOT_FOUND as above.
  virtual absl::StatusOr<news::v1::Article> FindByUrl(absl::string_view url) const = 0;
  virtual absl::StatusOr<news::v1::Article> FindByExternalId(
      absl::string_view source, absl::string_view external_id) const = 0;

  virtual absl::StatusOr<ArticleListPage> List(const ArticleListQuery& query) const = 0;

  // Newest first, at most `limit`, those older than `before_revision`; the first is the article
  // itself. NOT_FOUND as Get.
  virtual absl::StatusOr<std::vector<news::v1::Article>> Revisions(absl::string_view name,
                                                                   int64_t before_revision,
                                                                   int limit) const = 0;

  // The log's entries after a revision, oldest first.
  virtual absl::StatusOr<ChangeBatch> Changes(int64_t after_revision,
                                              const ChangeLimits& limits) const = 0;

  // What is held back of an article, which nothing above knows of. NOT_FOUND if nothing is; with
  // reason ARTICLE_WITHDRAWN if it was withdrawn or purged before its time.
  virtual absl::StatusOr<EmbargoRecord> GetEmbargoed(absl::string_view name) const = 0;
  virtual int64_t embargoed_count() const = 0;

  // The places of what is held back, those to be released first in front: at most `limit`, behind
  // `after` (unset: from the front), those to be released by `until`.
  virtual absl::StatusOr<std::vector<ArticlePosition>> Embargoed(
      const absl::optional<ArticlePosition>& after, absl::Time until, int limit) const = 0;

  virtual absl::StatusOr<std::vector<LeaseRecord>> Leases() const = 0;

  // NOT_FOUND if unknown.
  virtual absl::StatusOr<FeedRecord> GetFeed(absl::string_view name) const = 0;

  // By name, at most `limit`, those behind `after_name`.
  virtual absl::StatusOr<std::vector<FeedRecord>> ListFeeds(absl::string_view after_name,
                                                            int limit) const = 0;

  // Names of feeds that are to be polled by `now`, those that have waited longest first, at most
  // `limit`, without the first `skip`.
  virtual absl::StatusOr<std::vector<std::string>> DueFeeds(absl::Time now, int skip,
                                                            int limit) const = 0;
};

// What a write is allowed by: the newest lease of a name has this token, and was not given back.
struct Fence {
  std::string lease;  // "" : no lease is needed
  int64_t token = 0;
};

// What became of one article that was put.
struct PutItem {
  storage::v1::PutOutcome outcome = storage::v1::PUT_OUTCOME_UNSPECIFIED;
  // Of the article's newest content; 0 if it has none.
  int64_t revision = 0;
  // When what was put is to be released; unset if it is not held back.
  absl::optional<absl::Time> release_time = absl::nullopt;
};

struct PutItems {
  std::vector<PutItem> items;
  int64_t revision = 0;
};

// The truth: articles by name, and the key-compacted log of their changes. Each write below is one
// commit: all of it or nothing is kept, and it is durable (as the medium is) and visible to every
// later snapshot when the call returns. Writes answer with the newest revision that they committed,
// or the log's newest if they changed nothing. Thread-safe; errors as ArticleSnapshot's, and
// nothing is stored then. Implementations pass article_store_contract.h.
class ArticleStore {
 public:
  struct Options {
    // Commit times come from here. Must outlive the store.
    const Clock& clock;
    RevisionRetention retention;
    // Called after each commit with the newest revision, in order, one call at a time, before the
    // write returns. Must not write to the store.
    std::function<void(int64_t)> on_commit;
  };

  explicit ArticleStore(Options options) : options_(std::move(options)) {}
  virtual ~ArticleStore() = default;

  // Names this log's lifetime; never changes.
  virtual const std::string& log_id() const = 0;

  virtual absl::StatusOr<std::unique_ptr<ArticleSnapshot>> Snapshot() const = 0;

  // Puts articles that ValidateArticle accepts, in order; the same name may come twice. One whose
  // embargo_time is yet to come by the clock is held back, outside the log, in place of what is
  // held of it; one without takes the place of what is held, too, unless it is what is public
  // already. FAILED_PRECONDITION (reason STALE_LEASE) if the fence does not hold.
  absl::StatusOr<PutItems> Put(absl::Span<const news::v1::Article> articles,
                               const Fence& fence = {});
  // The outcomes that Put would have, storing nothing; the revisions are those of what is stored.
  absl::StatusOr<PutItems> TryPut(absl::Span<const news::v1::Article> articles) const;

  // Publishes those of the names whose release time has come by the clock, in order; others are
  // skipped. Says how many it published.
  absl::StatusOr<int> ReleaseDue(absl::Span<const std::string> names);
  // Moves the release of what is held back to another time; if that has come, publishes it.
  // NOT_FOUND as GetEmbargoed.
  absl::StatusOr<PutItem> Release(absl::string_view name, absl::Time release_time);

  // What the next three say of an article goes for what is held back of it, too: it is gone with
  // the withdrawal of what is public. If nothing was public, it leaves no trace in the log, and the
  // answer is the log's newest revision.
  //
  // Withdraws an article; if it is withdrawn, answers with that revision. NOT_FOUND if unknown.
  absl::StatusOr<int64_t> Withdraw(absl::string_view name, absl::string_view reason);

  // Serves a withdrawn article's last content again. NOT_FOUND if unknown, and (reason
  // ARTICLE_WITHDRAWN) if purged.
  absl::StatusOr<int64_t> Undelete(absl::string_view name);

  // Erases an article, its revisions and look-ups; only the taken name stays. If it is purged,
  // answers with that revision. NOT_FOUND if unknown.
  absl::StatusOr<int64_t> Purge(absl::string_view name);

  // Articles that are unknown, withdrawn or in that story already are skipped, and so are merges
  // that the log has. FAILED_PRECONDITION (reason STALE_LEASE) unless the newest lease "stories"
  // has this token.
  absl::StatusOr<int64_t> AssignStories(int64_t fencing_token,
                                        absl::Span<const storage::v1::StoryAssignment> assignments,
                                        absl::Span<const storage::v1::StoryMerge> merges);

  // Keeps leases, replacing those of their names. Takes no revision.
  absl::Status SaveLeases(absl::Span<const LeaseRecord> leases);

  // Feed subscriptions, as feed_record.h makes them. None takes a revision.
  //
  // ALREADY_EXISTS if there is one of that name.
  absl::StatusOr<FeedRecord> CreateFeed(absl::string_view name, const FeedSettings& settings);
  // NOT_FOUND if unknown; ABORTED (reason FEED_CHANGED) unless its version is `settings_version`,
  // or that is 0.
  absl::StatusOr<FeedRecord> UpdateFeed(absl::string_view name, const FeedSettings& settings,
                                        int64_t settings_version, bool poll_now);
  // NOT_FOUND if unknown.
  absl::Status DeleteFeed(absl::string_view name);
  // NOT_FOUND if unknown; FAILED_PRECONDITION (reason STALE_LEASE) unless the newest lease of the
  // feed's name has this token.
  absl::StatusOr<FeedRecord> RecordPoll(absl::string_view name, int64_t fencing_token,
                                        const FeedProgress& progress,
                                        absl::optional<absl::Duration> next_poll_delay);

 protected:
  using Operation = std::function<absl::Status(ArticleTransaction&)>;

  // Runs `operation` alone (no other reads or writes what it does in between) and keeps what it
  // wrote, or nothing if it or the medium fails. Returns the newest revision as it stands then.
  virtual absl::StatusOr<int64_t> Commit(const Operation& operation) = 0;

  // Runs `operation` and forgets what it wrote.
  virtual absl::Status DryRun(const Operation& operation) const = 0;

  // Called after a purge was committed, to take the bytes off the medium too.
  virtual absl::Status EraseFromMedium(absl::string_view name) = 0;

  const Options options_;

 private:
  // Commits what `change` makes of a feed (none: nullopt), and returns it.
  using FeedChange = std::function<absl::StatusOr<absl::optional<FeedRecord>>(
      ArticleTransaction&, const absl::optional<FeedRecord>& before)>;
  absl::StatusOr<FeedRecord> ChangeFeed(absl::string_view name, const FeedChange& change);
};

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_DOMAIN_ARTICLE_STORE_H_

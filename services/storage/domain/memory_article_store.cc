#include "services/storage/domain/memory_article_store.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "common/url/canonical_url.h"
#include "services/storage/domain/article_transaction.h"
#include "services/storage/domain/url_match.h"

namespace akin {

using news::v1::Article;
using storage::v1::Change;

// Copied for each commit and never changed once it is current, so a snapshot is a pointer.
struct MemoryArticleStore::Tables {
  LogState state;
  std::map<std::string, std::shared_ptr<const ArticleRecord>> articles;
  // By name, then revision.
  std::map<std::string, std::map<int64_t, std::shared_ptr<const SupersededRevision>>> revisions;
  std::map<int64_t, Change> log;
  std::map<std::string, Change> merges;
  std::map<std::string, LeaseRecord> leases;
  std::map<std::string, std::shared_ptr<const FeedRecord>> feeds;
  std::map<std::string, std::shared_ptr<const EmbargoRecord>> embargoes;
};

namespace {

using Tables = MemoryArticleStore::Tables;

class MemoryTransaction : public ArticleTransaction {
 public:
  explicit MemoryTransaction(Tables& tables) : tables_(tables) {}

  LogState& log_state() override { return tables_.state; }

  absl::StatusOr<absl::optional<ArticleRecord>> Load(absl::string_view name) override {
    auto found = tables_.articles.find(std::string(name));
    if (found == tables_.articles.end()) return absl::optional<ArticleRecord>();
    return absl::make_optional(*found->second);
  }

  absl::Status Save(const ArticleRecord* before, const ArticleRecord& after) override {
    const int was_live = before != nullptr && !IsWithdrawn(*before);
    tables_.state.set_live_articles(tables_.state.live_articles() - was_live + !IsWithdrawn(after));
    tables_.articles[after.article().name()] = std::make_shared<ArticleRecord>(after);
    return absl::OkStatus();
  }

  absl::Status KeepRevision(const SupersededRevision& revision) override {
    tables_.revisions[revision.article().name()][revision.article().revision()] =
        std::make_shared<SupersededRevision>(revision);
    return absl::OkStatus();
  }

  absl::Status DropRevisions(absl::string_view name, int keep, absl::Time horizon) override {
    auto& kept = tables_.revisions[std::string(name)];
    while (kept.size() > static_cast<size_t>(keep)) kept.erase(kept.begin());
    std::erase_if(kept, [&](const auto& entry) {
      return FromProto(entry.second->superseded_time()) < horizon;
    });
    return absl::OkStatus();
  }

  absl::StatusOr<absl::optional<EmbargoRecord>> LoadEmbargo(absl::string_view name) override {
    auto found = tables_.embargoes.find(std::string(name));
    if (found == tables_.embargoes.end()) return absl::optional<EmbargoRecord>();
    return absl::make_optional(*found->second);
  }

  absl::Status SaveEmbargo(const EmbargoRecord* before, const EmbargoRecord* after) override {
    CountHeld(before, after);
    if (before != nullptr) tables_.embargoes.erase(before->article().name());
    if (after != nullptr)
      tables_.embargoes[after->article().name()] = std::make_shared<EmbargoRecord>(*after);
    return absl::OkStatus();
  }

  absl::Status AppendToLog(const Change& change) override {
    tables_.log[change.revision()] = change;
    return absl::OkStatus();
  }

  absl::Status RemoveFromLog(int64_t revision) override {
    tables_.log.erase(revision);
    return absl::OkStatus();
  }

  absl::StatusOr<absl::optional<Change>> LoadMerge(absl::string_view story) override {
    auto found = tables_.merges.find(std::string(story));
    if (found == tables_.merges.end()) return absl::optional<Change>();
    return absl::make_optional(found->second);
  }

  absl::Status SaveMerge(const Change& merge) override {
    tables_.merges[merge.merge().story()] = merge;
    return absl::OkStatus();
  }

  absl::StatusOr<absl::optional<LeaseRecord>> LoadLease(absl::string_view lease) override {
    auto found = tables_.leases.find(std::string(lease));
    if (found == tables_.leases.end()) return absl::optional<LeaseRecord>();
    return absl::make_optional(found->second);
  }

  absl::Status SaveLease(const LeaseRecord& lease) override {
    tables_.leases[lease.lease()] = lease;
    return absl::OkStatus();
  }

  absl::StatusOr<absl::optional<FeedRecord>> LoadFeed(absl::string_view name) override {
    auto found = tables_.feeds.find(std::string(name));
    if (found == tables_.feeds.end()) return absl::optional<FeedRecord>();
    return absl::make_optional(*found->second);
  }

  absl::Status SaveFeed(const FeedRecord* before, const FeedRecord* after) override {
    if (before != nullptr) tables_.feeds.erase(before->name());
    if (after != nullptr) tables_.feeds[after->name()] = std::make_shared<FeedRecord>(*after);
    return absl::OkStatus();
  }

 private:
  Tables& tables_;
};

class MemorySnapshot : public ArticleSnapshot {
 public:
  MemorySnapshot(std::shared_ptr<const Tables> tables, absl::Time revision_horizon)
      : tables_(std::move(tables)), revision_horizon_(revision_horizon) {}

  int64_t revision() const override { return tables_->state.newest_revision(); }
  int64_t article_count() const override { return tables_->state.live_articles(); }

  absl::StatusOr<Article> Get(absl::string_view name) const override {
    auto found = tables_->articles.find(std::string(name));
    if (found == tables_->articles.end()) return UnknownArticle(name);
    return ServedArticle(*found->second);
  }

  absl::StatusOr<Article> FindByUrl(absl::string_view url) const override {
    const std::string key = UrlKey(url);
    const std::string page_key = UrlPageKey(url);
    if (key.empty()) return UnknownArticle(url);
    absl::StatusOr<Article> found =
        Find(url, [&](const Article& article) { return UrlKey(article.canonical_url()) == key; });
    if (!IsUnknownArticle(found.status())) return found;
    return Find(url, [&](const Article& article) {
      return (page_key == key ? UrlPageKey : UrlKey)(article.canonical_url()) == page_key;
    });
  }

  absl::StatusOr<Article> FindByExternalId(absl::string_view source,
                                           absl::string_view external_id) const override {
    return Find(external_id, [&](const Article& article) {
      return !external_id.empty() && article.source() == source &&
             article.external_id() == external_id;
    });
  }

  absl::StatusOr<ArticleListPage> List(const ArticleListQuery& query) const override {
    std::vector<const ArticleRecord*> found = Listed(query);
    const auto position = [&](const ArticleRecord* record) {
      return PositionOf(record->article(), query.order.field);
    };
    std::sort(found.begin(), found.end(), [&](const auto* a, const auto* b) {
      return Precedes(position(a), position(b), query.order.descending);
    });
    ArticleListPage page;
    size_t bytes = 0;
    for (const ArticleRecord* record : found) {
      if (page.articles.size() == static_cast<size_t>(query.limit) || bytes >= query.max_bytes) {
        page.next = PositionOf(page.articles.back(), query.order.field);
        break;
      }
      page.articles.push_back(record->article());
      bytes += record->article().ByteSizeLong();
    }
    return page;
  }

  absl::StatusOr<std::vector<Article>> Revisions(absl::string_view name, int64_t before_revision,
                                                 int limit) const override {
    ASSIGN_OR_RETURN(Article article, Get(name));
    std::vector<Article> revisions;
    auto kept = tables_->revisions.find(std::string(name));
    if (kept != tables_->revisions.end()) {
      for (const auto& [revision, content] : kept->second) {
        if (FromProto(content->superseded_time()) < revision_horizon_) continue;
        revisions.push_back(content->article());
      }
    }
    revisions.push_back(std::move(article));
    std::reverse(revisions.begin(), revisions.end());
    std::erase_if(revisions, [&](const Article& a) { return a.revision() >= before_revision; });
    if (revisions.size() > static_cast<size_t>(limit)) revisions.resize(limit);
    return revisions;
  }

  absl::StatusOr<ChangeBatch> Changes(int64_t after_revision,
                                      const ChangeLimits& limits) const override {
    ChangeBatch batch;
    size_t bytes = 0;
    for (auto entry = tables_->log.upper_bound(after_revision); entry != tables_->log.end();
         ++entry) {
      if (batch.changes.size() == static_cast<size_t>(limits.max_changes) ||
          bytes >= limits.max_bytes) {
        batch.through_revision = batch.changes.back().revision();
        return batch;
      }
      batch.changes.push_back(Filled(entry->second));
      bytes += batch.changes.back().ByteSizeLong();
    }
    batch.through_revision = revision();
    return batch;
  }

  absl::StatusOr<EmbargoRecord> GetEmbargoed(absl::string_view name) const override {
    auto found = tables_->embargoes.find(std::string(name));
    if (found == tables_->embargoes.end()) return UnknownArticle(name);
    return HeldArticle(*found->second);
  }

  int64_t embargoed_count() const override { return tables_->state.embargoed_articles(); }

  absl::StatusOr<std::vector<ArticlePosition>> Embargoed(
      const absl::optional<ArticlePosition>& after, absl::Time until, int limit) const override {
    std::vector<ArticlePosition> places;
    for (const auto& [name, record] : tables_->embargoes) {
      ArticlePosition place = PlaceOf(*record);
      const bool behind = !after || Precedes(*after, place, /*descending=*/false);
      if (IsHeld(*record) && behind && *place.time <= until) places.push_back(std::move(place));
    }
    std::sort(places.begin(), places.end(),
              [](const auto& a, const auto& b) { return Precedes(a, b, /*descending=*/false); });
    if (places.size() > static_cast<size_t>(limit)) places.resize(limit);
    return places;
  }

  absl::StatusOr<std::vector<LeaseRecord>> Leases() const override {
    std::vector<LeaseRecord> leases;
    for (const auto& [name, lease] : tables_->leases) leases.push_back(lease);
    return leases;
  }

  absl::StatusOr<FeedRecord> GetFeed(absl::string_view name) const override {
    auto found = tables_->feeds.find(std::string(name));
    if (found == tables_->feeds.end()) return UnknownFeed(name);
    return *found->second;
  }

  absl::StatusOr<std::vector<FeedRecord>> ListFeeds(absl::string_view after_name,
                                                    int limit) const override {
    std::vector<FeedRecord> feeds;
    for (auto feed = tables_->feeds.upper_bound(std::string(after_name));
         feed != tables_->feeds.end() && feeds.size() < static_cast<size_t>(limit); ++feed) {
      feeds.push_back(*feed->second);
    }
    return feeds;
  }

  absl::StatusOr<std::vector<std::string>> DueFeeds(absl::Time now, int skip,
                                                    int limit) const override {
    std::vector<std::pair<absl::Time, std::string>> due;
    for (const auto& [name, feed] : tables_->feeds) {
      if (IsDue(*feed, now)) due.emplace_back(FromProto(feed->next_poll_time()), name);
    }
    std::sort(due.begin(), due.end());
    std::vector<std::string> names;
    for (size_t i = skip; i < due.size() && names.size() < static_cast<size_t>(limit); ++i) {
      names.push_back(due[i].second);
    }
    return names;
  }

 private:
  template <typename Predicate>
  absl::StatusOr<Article> Find(absl::string_view key, Predicate matches) const {
    const ArticleRecord* best = nullptr;
    for (const auto& [name, record] : tables_->articles) {
      if (!matches(record->article())) continue;
      if (best == nullptr || IsBetterMatch(*record, *best)) best = record.get();
    }
    if (best == nullptr) return UnknownArticle(key);
    return ServedArticle(*best);
  }

  std::vector<const ArticleRecord*> Listed(const ArticleListQuery& query) const {
    std::vector<const ArticleRecord*> listed;
    for (const auto& [name, record] : tables_->articles) {
      if (IsWithdrawn(*record)) continue;
      if (PlacedAtRevision(*record, query.order.field) > query.placed_by_revision) continue;
      const ArticlePosition position = PositionOf(record->article(), query.order.field);
      if (query.after && !Precedes(*query.after, position, query.order.descending)) continue;
      if (MatchesArticle(query.filter, record->article())) listed.push_back(record.get());
    }
    return listed;
  }

  Change Filled(Change change) const {
    if (change.has_article()) FillChange(*tables_->articles.at(change.article().name()), change);
    return change;
  }

  const std::shared_ptr<const Tables> tables_;
  // Revisions that were superseded earlier are not shown.
  const absl::Time revision_horizon_;
};

}  // namespace

MemoryArticleStore::MemoryArticleStore(Options options)
    : ArticleStore(std::move(options)), log_id_(NewLogId()) {
  Tables empty;
  empty.state.set_log_id(log_id_);
  tables_ = std::make_shared<Tables>(std::move(empty));
}

MemoryArticleStore::~MemoryArticleStore() = default;

absl::StatusOr<std::unique_ptr<ArticleSnapshot>> MemoryArticleStore::Snapshot() const {
  return std::make_unique<MemorySnapshot>(Current(),
                                          options_.clock.Now() - options_.retention.max_age);
}

absl::StatusOr<int64_t> MemoryArticleStore::Commit(const Operation& operation) {
  MutexLock writing(writing_);
  auto next = std::make_shared<Tables>(CopyForCommit());
  const int64_t before = next->state.newest_revision();
  MemoryTransaction transaction(*next);
  RETURN_IF_ERROR(operation(transaction));
  const int64_t newest = next->state.newest_revision();
  {
    MutexLock lock(mu_);
    tables_ = std::move(next);
  }
  if (newest > before && options_.on_commit) options_.on_commit(newest);
  return newest;
}

absl::Status MemoryArticleStore::DryRun(const Operation& operation) const {
  Tables copy = CopyForCommit();
  MemoryTransaction transaction(copy);
  return operation(transaction);
}

absl::Status MemoryArticleStore::EraseFromMedium(absl::string_view) { return absl::OkStatus(); }

std::shared_ptr<const MemoryArticleStore::Tables> MemoryArticleStore::Current() const {
  MutexLock lock(mu_);
  return tables_;
}

MemoryArticleStore::Tables MemoryArticleStore::CopyForCommit() const {
  Tables copy = *Current();
  const absl::Time earliest = FromProto(copy.state.newest_commit_time());
  *copy.state.mutable_newest_commit_time() = ToProto(std::max(options_.clock.Now(), earliest));
  return copy;
}

}  // namespace akin

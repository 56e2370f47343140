#include "services/recommendation/view/similarity_view.h"

#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/log/log.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "services/recommendation/view/to_document.h"

namespace akin {
namespace {

// Our own records; the engine's begin otherwise.
constexpr absl::string_view kCards = "view/card/";           // Article without body
constexpr absl::string_view kWithdrawn = "view/withdrawn/";  // "1"
constexpr absl::string_view kNow = "view/now";               // nanoseconds since the epoch

std::string CardKey(absl::string_view id) { return absl::StrCat(kCards, id); }
absl::Status CardNotRead() {
  return WithRetryAfter(absl::UnavailableError("articles cannot be read now"), absl::Seconds(1));
}

std::string WithdrawnKey(absl::string_view id) { return absl::StrCat(kWithdrawn, id); }

}  // namespace

std::string SeedTag(absl::string_view article_id) { return absl::StrCat("seed/", article_id); }
std::string HitTag(absl::string_view article_id) { return absl::StrCat("hit/", article_id); }

SimilarityView::SimilarityView(StateStore& store, OnViewChange on_change)
    : store_(store), on_change_(std::move(on_change)), crew_(Crew::OtherCores()) {
  writable_engine_ = std::make_shared<SimilarityEngine>();
  engine_ = writable_engine_;
}

absl::StatusOr<std::unique_ptr<SimilarityView>> SimilarityView::Open(StateStore& store,
                                                                     OnViewChange on_change) {
  std::unique_ptr<SimilarityView> view(new SimilarityView(store, std::move(on_change)));
  const absl::Status restored = view->Restore();
  if (restored.ok()) return view;
  Log(Severity::kWarning, "local state is not readable: rebuilding it from the log",
      {{"status", restored.ToString()}});
  RETURN_IF_ERROR(view->Reset(""));
  return view;
}

// --- Restoring

absl::Status SimilarityView::Restore() {
  for (const auto& stage : SimilarityEngine::RestoreStages()) {
    std::vector<absl::Status> statuses(stage.size());
    std::vector<std::thread> threads;
    for (size_t i = 0; i < stage.size(); ++i) {
      threads.emplace_back([&, i] { statuses[i] = RestoreGroup(stage[i]); });
    }
    for (std::thread& thread : threads) thread.join();
    for (const absl::Status& status : statuses) RETURN_IF_ERROR(status);
  }
  RETURN_IF_ERROR(writable_engine_->FinishRestore());
  for (const auto& [revision, id] : writable_engine_->ArticlesWithoutStory()) {
    NoteStory(id, revision, /*has_story=*/false);
  }
  return RestoreNow();
}

absl::Status SimilarityView::RestoreGroup(const SimilarityEngine::RecordPrefixes& prefixes) {
  for (const std::string& prefix : prefixes) {
    RETURN_IF_ERROR(store_.ForEach(prefix, [this](absl::string_view key, absl::string_view value) {
      return writable_engine_->Restore(key, value);
    }));
  }
  return absl::OkStatus();
}

absl::Status SimilarityView::RestoreNow() {
  const auto now = store_.Get(kNow);
  if (!now.ok()) return absl::OkStatus();
  int64_t nanos = 0;
  if (!absl::SimpleAtoi(*now, &nanos)) return absl::DataLossError("bad time");
  MutexLock lock(mu_);
  now_ = absl::FromUnixNanos(nanos);
  return absl::OkStatus();
}

// --- Applying

// What is damaged is forgotten by Reset, when nobody reads it any more.
LogPosition SimilarityView::position() const { return lost_ ? LogPosition() : store_.position(); }

absl::Status SimilarityView::Reset(absl::string_view log_id) {
  RETURN_IF_ERROR(store_.Wipe(log_id));
  lost_ = false;
  writable_engine_ = std::make_shared<SimilarityEngine>();
  pending_.clear();
  pending_cards_.clear();
  MutexLock lock(mu_);
  engine_ = writable_engine_;
  without_story_.clear();
  waiting_since_.clear();
  return absl::OkStatus();
}

absl::Status SimilarityView::Apply(const LogBatch& batch) {
  lost_ = store_.is_damaged();
  if (lost_) return absl::DataLossError("the local state is damaged");
  if (batch.changes.empty() && pending_.empty() && batch.position == store_.position()) {
    return absl::OkStatus();
  }
  const Prepared prepared = PrepareArticles(batch.changes);
  for (size_t i = 0; i < batch.changes.size(); ++i) {
    const storage::v1::Change& change = batch.changes[i];
    if (change.has_article()) ApplyArticle(change.article(), prepared[i]);
    if (change.has_assignment()) ApplyAssignment(change.assignment());
    if (change.has_merge()) ApplyMerge(change.merge());
    if (!change.withdrawn().empty()) ApplyWithdrawal(ArticleIdOf(change.withdrawn()));
  }
  WriteToEngine();
  if (!batch.changes.empty()) {
    const absl::Time now = FromProto(batch.changes.back().commit_time());
    pending_.push_back({std::string(kNow), absl::StrCat(absl::ToUnixNanos(now))});
    MutexLock lock(mu_);
    now_ = now;
  }
  return CommitPending(batch.position);
}

// What needs no order runs on all cores.
SimilarityView::Prepared SimilarityView::PrepareArticles(
    const std::vector<storage::v1::Change>& changes) {
  std::vector<size_t> articles;
  for (size_t i = 0; i < changes.size(); ++i) {
    if (changes[i].has_article()) articles.push_back(i);
  }
  Prepared prepared(changes.size());
  crew_.ForEach(articles.size(), [&](size_t i) {
    const news::v1::Article& article = changes[articles[i]].article();
    prepared[articles[i]] = writable_engine_->Prepare(ToDocument(article));
  });
  return prepared;
}

void SimilarityView::ApplyArticle(const news::v1::Article& article,
                                  std::shared_ptr<const PreparedArticle> prepared) {
  const std::string id = ArticleIdOf(article.name());
  if (id.empty()) {  // which storage never sends
    Log(Severity::kError, "article cannot be indexed", {{"name", article.name()}});
    return;
  }
  writes_.push_back(PutArticle{std::move(prepared)});
  if (!article.story().empty()) writes_.push_back(AssignStory{id, StoryIdOf(article.story())});
  SaveCard(article);
  pending_.push_back({WithdrawnKey(id), ""});
  pending_tags_.push_back(SeedTag(id));
  pending_tags_.push_back(HitTag(id));
}

void SimilarityView::ApplyWithdrawal(absl::string_view id) {
  writes_.push_back(RemoveArticle{std::string(id)});
  pending_.push_back({CardKey(id), ""});
  pending_.push_back({WithdrawnKey(id), "1"});
  pending_cards_.erase(id);
  pending_tags_.push_back(SeedTag(id));
  pending_tags_.push_back(HitTag(id));
  story_notes_.push_back({std::string(id), 0, /*has_story=*/true});
}

void SimilarityView::ApplyAssignment(const storage::v1::StoryAssignment& assignment) {
  const std::string id = ArticleIdOf(assignment.article());
  writes_.push_back(AssignStory{id, StoryIdOf(assignment.story())});
  const auto pending = pending_cards_.find(id);
  absl::StatusOr<news::v1::Article> card =
      pending != pending_cards_.end() ? pending->second : Card(id);
  if (!card.ok()) return;  // withdrawn since
  card->set_story(assignment.story());
  SaveCard(*card);
  pending_tags_.push_back(SeedTag(id));
  pending_tags_.push_back(HitTag(id));
}

void SimilarityView::ApplyMerge(const storage::v1::StoryMerge& merge) {
  writes_.push_back(MergeStories{StoryIdOf(merge.story()), StoryIdOf(merge.into())});
}

// Only then is told which articles want a story: those whose neighbours are known are decided for
// without a search. The engine's neighbour records name the articles whose lists have changed.
void SimilarityView::WriteToEngine() {
  StateChanges changes = writable_engine_->Write(writes_);
  writes_.clear();
  for (StateRecord& change : changes) {
    if (absl::StartsWith(change.key, "n/")) pending_tags_.push_back(SeedTag(change.key.substr(2)));
    pending_.push_back(std::move(change));
  }
  for (const StoryNote& note : story_notes_) NoteStory(note.id, note.revision, note.has_story);
  story_notes_.clear();
}

void SimilarityView::SaveCard(const news::v1::Article& article) {
  news::v1::Article card = article;
  card.clear_body();
  const std::string id = ArticleIdOf(card.name());
  pending_.push_back({CardKey(id), card.SerializeAsString()});
  story_notes_.push_back({id, card.revision(), !card.story().empty()});
  pending_cards_[id] = std::move(card);
}

void SimilarityView::NoteStory(absl::string_view id, int64_t revision, bool has_story) {
  MutexLock lock(mu_);
  const auto waiting = waiting_since_.find(id);
  if (waiting != waiting_since_.end()) {
    without_story_.erase(waiting->second);
    waiting_since_.erase(waiting);
  }
  if (has_story) return;
  without_story_.emplace(revision, id);
  waiting_since_.emplace(id, revision);
}

absl::Status SimilarityView::CommitPending(const LogPosition& position) {
  RETURN_IF_ERROR(store_.Commit(pending_, position));
  pending_.clear();
  pending_cards_.clear();
  const std::vector<std::string> tags = std::exchange(pending_tags_, {});
  if (on_change_) on_change_(tags, position);
  return absl::OkStatus();
}

// --- Reads

std::shared_ptr<const SimilarityEngine> SimilarityView::engine() const {
  MutexLock lock(mu_);
  return engine_;
}

absl::StatusOr<news::v1::Article> SimilarityView::Card(absl::string_view id) const {
  const absl::StatusOr<std::string> bytes = store_.Get(CardKey(id));
  news::v1::Article card;
  if (bytes.ok())
    return card.ParseFromString(*bytes) ? card : absl::StatusOr<news::v1::Article>(CardNotRead());
  if (!absl::IsNotFound(bytes.status())) return CardNotRead();
  const absl::Status withdrawn_mark = store_.Get(WithdrawnKey(id)).status();
  if (!withdrawn_mark.ok() && !absl::IsNotFound(withdrawn_mark)) return CardNotRead();
  const bool withdrawn = withdrawn_mark.ok();
  return ErrorWithReason(absl::StatusCode::kNotFound,
                         withdrawn ? "ARTICLE_WITHDRAWN" : "ARTICLE_NOT_FOUND",
                         absl::StrCat("article: articles/", Shown(id),
                                      withdrawn ? " was withdrawn" : " does not exist"));
}

absl::Time SimilarityView::now() const {
  MutexLock lock(mu_);
  return now_;
}

std::map<int64_t, std::string> SimilarityView::WithoutStory(int64_t after, size_t limit) const {
  MutexLock lock(mu_);
  std::map<int64_t, std::string> articles;
  for (auto it = without_story_.upper_bound(after);
       it != without_story_.end() && articles.size() < limit; ++it) {
    articles.insert(articles.end(), *it);
  }
  return articles;
}

int64_t SimilarityView::story_revision() const {
  MutexLock lock(mu_);
  return without_story_.empty() ? store_.position().revision : without_story_.begin()->first - 1;
}

}  // namespace akin

#include "tests/fault/traffic.h"

#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "akin/news/v1/status_service.grpc.pb.h"
#include "common/status/errors.h"

namespace akin {
namespace {

using ingestion::v1::IngestionService;
using recommendation::v1::RecommendationService;
using search::v1::SearchService;
using storage::v1::StorageService;

// They are revised, and withdrawn when others take their places.
constexpr int kLivePerWriter = 60;
constexpr absl::Duration kPause = absl::Milliseconds(4);
constexpr absl::Duration kPatience = absl::Seconds(60);

CallContext Soon() { return {.deadline = absl::Now() + Traffic::kDeadline}; }

std::string SourceOfWriter(int writer) { return absl::StrCat("sources/w", writer, ".example"); }

// All are about a few subjects, so that they are similar news of one another.
std::string BodyOf(const std::string& id) {
  static constexpr const char* kSubjects[] = {"ferries", "cranes", "dredgers", "pilots", "customs"};
  const size_t subject = std::hash<std::string>()(id) % std::size(kSubjects);
  return absl::StrCat("The harbour authority of Northport said on Monday that its ",
                      kSubjects[subject], " will be renewed within two years.");
}

template <typename Hits>
std::vector<Seen> SeenIn(const Hits& hits) {
  std::vector<Seen> seen;
  for (const auto& hit : hits) seen.push_back({hit.article().name(), hit.article().headline()});
  return seen;
}

// Until it is answered with something else than that it cannot be now.
template <typename Call>
auto Patiently(Ledger& ledger, const std::string& what, Call call) {
  const absl::Time give_up = absl::Now() + kPatience;
  while (true) {
    auto response = call();
    const absl::StatusCode code = response.status().code();
    const bool not_now = code == absl::StatusCode::kUnavailable ||
                         code == absl::StatusCode::kDeadlineExceeded ||
                         code == absl::StatusCode::kResourceExhausted;
    if (!not_now || absl::Now() > give_up) {
      if (not_now)
        ledger.Violated(absl::StrCat(what, " never came back: ", response.status().ToString()));
      return response;
    }
    absl::SleepFor(absl::Milliseconds(20));
  }
}

}  // namespace

struct Traffic::Owned {
  std::string id;
  std::string name;
  int version = 0;
};

Traffic::Traffic(Cluster& cluster, Ledger& ledger) : cluster_(cluster), ledger_(ledger) {
  for (int writer = 0; writer < kWriters; ++writer)
    writers_.emplace_back([this, writer] { WriteForever(writer); });
  for (int kind = 0; kind < 3; ++kind) readers_.emplace_back([this, kind] { ReadForever(kind); });
}

void Traffic::Stop() {
  stopping_ = true;
  for (std::thread& thread : readers_) thread.join();
  readers_.clear();
  for (std::thread& thread : writers_) thread.join();
  writers_.clear();
}

TrafficFigures Traffic::figures() const {
  return {writes_, reads_, refused_, late_, absl::Microseconds(longest_micros_.load())};
}

bool Traffic::AwaitWrites(int more) {
  const int want = writes_ + more;
  const absl::Time give_up = absl::Now() + kPatience;
  while (writes_ < want && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(2));
  if (writes_ < want) ledger_.Violated("writes do not go on");
  return writes_ >= want;
}

bool Traffic::AwaitReads(int more) {
  const int want = reads_ + more;
  const absl::Time give_up = absl::Now() + kPatience;
  while (reads_ < want && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(2));
  if (reads_ < want) ledger_.Violated("reads do not go on");
  return reads_ >= want;
}

// --- Calls

bool Traffic::Count(const std::string& what, const absl::Status& status, absl::Duration took) {
  int64_t longest = longest_micros_;
  const int64_t micros = absl::ToInt64Microseconds(took);
  while (micros > longest && !longest_micros_.compare_exchange_weak(longest, micros)) {
  }
  if (took > kDeadline + kGrace)
    ledger_.Violated(absl::StrCat(what, " took ", absl::FormatDuration(took)));
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return true;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kCancelled:  // gRPC's, of a call that comes while a server stops
      ++refused_;
      return false;
    case absl::StatusCode::kDeadlineExceeded:
      ++late_;
      return false;
    default:
      ledger_.Violated(absl::StrCat(what, " failed: ", status.ToString()));
      return false;
  }
}

template <typename Call>
auto Traffic::Timed(const std::string& what, Call call) {
  const absl::Time start = absl::Now();
  auto response = call();
  Count(what, response.status(), absl::Now() - start);
  return response;
}

// --- Writing

void Traffic::WriteForever(int writer) {
  std::mt19937 random(static_cast<unsigned>(writer) + std::random_device()());
  std::vector<Owned> live;
  int made = 0;
  for (const LedgerArticle& known : ledger_.Articles()) {
    if (known.id[1] - '0' != writer) continue;
    ++made;
    if (!known.withdrawal_sent) live.push_back({known.id, known.name, known.sent});
  }
  while (!stopping()) {
    absl::SleepFor(kPause);
    const size_t chosen = random() % kLivePerWriter;
    if (chosen >= live.size()) {
      live.push_back({absl::StrCat("w", writer, "-", made++)});
      Publish(writer, live.back(), 1);
    } else if (random() % 16 == 0) {
      Withdraw(live[chosen]);
      live.erase(live.begin() + static_cast<int64_t>(chosen));
    } else {
      Publish(writer, live[chosen], live[chosen].version + 1);
    }
  }
}

void Traffic::Publish(int writer, Owned& article, int version) {
  ingestion::v1::IngestArticleRequest request;
  news::v1::Article& content = *request.mutable_article();
  content.set_source(SourceOfWriter(writer));
  content.set_external_id(article.id);
  content.set_headline(Ledger::HeadlineOf(article.id, version));
  content.set_body(BodyOf(article.id));
  content.set_language("en");
  content.mutable_publish_time()->set_seconds(1'789'000'000 + version);
  article.version = version;
  ledger_.Sent(article.id, version);
  const absl::Time give_up = absl::Now() + kPatience;
  while (absl::Now() < give_up) {
    const auto response = Timed("IngestArticle", [&] {
      return CallUnary<ingestion::v1::IngestArticleResponse>(
          Soon(), cluster_.ingestion_stub(), &IngestionService::Stub::IngestArticle, request);
    });
    if (response.ok() && !response->result().has_error()) {
      article.name = response->result().name();
      ledger_.Acknowledged(article.id, version, article.name, response->result().revision());
      ++writes_;
      return;
    }
    absl::SleepFor(kPause);
  }
  ledger_.Violated(absl::StrCat(Ledger::HeadlineOf(article.id, version), " is never acknowledged"));
}

void Traffic::Withdraw(Owned& article) {
  storage::v1::DeleteArticleRequest request;
  request.set_name(article.name);
  request.set_reason("test");
  ledger_.WithdrawalSent(article.id);
  const absl::Time give_up = absl::Now() + kPatience;
  while (absl::Now() < give_up) {
    const auto response = Timed("DeleteArticle", [&] {
      return CallUnary<storage::v1::DeleteArticleResponse>(
          Soon(), cluster_.storage_stub(), &StorageService::Stub::DeleteArticle, request);
    });
    if (response.ok()) {
      ledger_.Withdrawn(article.id, response->revision());
      ++writes_;
      return;
    }
    absl::SleepFor(kPause);
  }
  ledger_.Violated(absl::StrCat("the withdrawal of ", article.id, " is never acknowledged"));
}

// --- Reading

void Traffic::ReadForever(int kind) {
  while (!stopping()) {
    if (kind == 0) ReadSearch();
    if (kind == 1) ReadSimilar();
    if (kind == 2) ReadStorage();
    absl::SleepFor(kPause);
  }
}

void Traffic::ReadSearch() {
  static constexpr const char* kQueries[] = {"harbour", "ferries", "cranes", "northport pilots"};
  thread_local std::mt19937 random(1);
  search::v1::SearchArticlesRequest request;
  request.set_query(kQueries[random() % std::size(kQueries)]);
  const int64_t newest = ledger_.newest_revision();
  if (random() % 4 == 0) request.set_min_revision(newest);
  const int64_t applied = ledger_.AppliedBy("search");
  const auto response = Timed("SearchArticles", [&] {
    return CallUnary<search::v1::SearchArticlesResponse>(
        Soon(), cluster_.search_stub(), &SearchService::Stub::SearchArticles, request);
  });
  if (!response.ok()) return;
  ++reads_;
  ledger_.Check("search", applied, response->info().revision(), SeenIn(response->hits()));
  if (response->info().revision() < request.min_revision())
    ledger_.Violated("search answers before min_revision");
}

// Of an article that nobody withdraws meanwhile, if possible.
void Traffic::ReadSimilar() {
  thread_local std::mt19937 random(2);
  const std::vector<LedgerArticle> articles = ledger_.Articles();
  if (articles.empty()) return;
  const LedgerArticle& seed = articles[random() % articles.size()];
  if (seed.acknowledged == 0) return;
  recommendation::v1::ListSimilarArticlesRequest request;
  request.add_seeds()->set_article(seed.name);
  if (random() % 4 == 0) request.set_min_revision(ledger_.newest_revision());
  const int64_t applied = ledger_.AppliedBy("recommendation");
  const absl::Time start = absl::Now();
  const auto response = CallUnary<recommendation::v1::ListSimilarArticlesResponse>(
      Soon(), cluster_.recommendation_stub(), &RecommendationService::Stub::ListSimilarArticles,
      request);
  const bool unknown = absl::IsNotFound(response.status());  // withdrawn, or not applied yet
  Count("ListSimilarArticles", unknown ? absl::OkStatus() : response.status(), absl::Now() - start);
  if (!response.ok()) return;
  ++reads_;
  ledger_.Check("recommendation", applied, response->info().revision(), SeenIn(response->hits()));
  if (seed.withdrawn_at > 0 && seed.withdrawn_at <= applied)
    ledger_.Violated(absl::StrCat("recommendation answers for ", seed.id, ", withdrawn"));
}

void Traffic::ReadStorage() {
  thread_local std::mt19937 random(3);
  storage::v1::ListArticlesRequest request;
  request.set_page_size(20);
  request.set_order_by("update_time desc");
  request.set_filter(absl::StrCat("source = \"w", random() % kWriters, ".example\""));
  const int64_t applied = ledger_.AppliedBy("storage");
  const auto response = Timed("ListArticles", [&] {
    return CallUnary<storage::v1::ListArticlesResponse>(
        Soon(), cluster_.storage_stub(), &StorageService::Stub::ListArticles, request);
  });
  if (!response.ok()) return;
  ++reads_;
  std::vector<Seen> seen;
  for (const auto& article : response->articles())
    seen.push_back({article.name(), article.headline()});
  ledger_.Check("storage", applied, response->info().revision(), seen);
}

// --- Looking at all there is

namespace {

std::vector<Seen> AllInStorage(Cluster& cluster, Ledger& ledger, int writer) {
  std::vector<Seen> all;
  storage::v1::ListArticlesRequest request;
  request.set_page_size(1'000);
  request.set_filter(absl::StrCat("source = \"w", writer, ".example\""));
  do {
    const auto response = Patiently(ledger, "storage", [&] {
      return CallUnary<storage::v1::ListArticlesResponse>(
          Soon(), cluster.storage_stub(), &StorageService::Stub::ListArticles, request);
    });
    if (!response.ok()) return all;
    for (const auto& article : response->articles())
      all.push_back({article.name(), article.headline()});
    request.set_page_token(response->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

std::vector<Seen> AllInSearch(Cluster& cluster, Ledger& ledger, int writer, int64_t revision) {
  std::vector<Seen> all;
  search::v1::SearchArticlesRequest request;
  request.set_page_size(100);
  request.set_filter(absl::StrCat("source = \"w", writer, ".example\""));
  request.set_min_revision(revision);
  do {
    const auto response = Patiently(ledger, "search", [&] {
      return CallUnary<search::v1::SearchArticlesResponse>(
          Soon(), cluster.search_stub(), &SearchService::Stub::SearchArticles, request);
    });
    if (!response.ok()) return all;
    for (const Seen& seen : SeenIn(response->hits())) all.push_back(seen);
    request.set_page_token(response->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

// Each one's list is there if it is, and not if it was withdrawn.
void CheckSeeds(Cluster& cluster, Ledger& ledger, int64_t revision) {
  constexpr int kSeeds = 40;
  std::vector<LedgerArticle> articles = ledger.Articles();
  std::shuffle(articles.begin(), articles.end(), std::mt19937(std::random_device()()));
  if (articles.size() > kSeeds) articles.resize(kSeeds);
  for (const LedgerArticle& article : articles) {
    if (article.acknowledged == 0 || (article.withdrawal_sent && article.withdrawn_at == 0))
      continue;
    const auto response = Patiently(ledger, "recommendation",
                                    [&] { return Similar(cluster, article.name, revision); });
    const bool there = response.ok();
    if (there == (article.withdrawn_at > 0) || (!there && !absl::IsNotFound(response.status())))
      ledger.Violated(
          absl::StrCat("recommendation of ", article.id, ": ", response.status().ToString()));
    if (there)
      ledger.Check("recommendation", revision, response->info().revision(),
                   SeenIn(response->hits()));
  }
}

int64_t CountOf(const std::string& address) {
  const auto stub = news::v1::StatusService::NewStub(NewChannel(address));
  const auto response = CallUnary<news::v1::GetStatusResponse>(
      Soon(), *stub, &news::v1::StatusService::Stub::GetStatus, news::v1::GetStatusRequest());
  return response.ok() && response->services_size() > 0 ? response->services(0).article_count()
                                                        : -1;
}

}  // namespace

absl::Duration AwaitApplied(Cluster& cluster, Ledger& ledger) {
  const absl::Time start = absl::Now();
  const int64_t newest = NewestRevision(cluster);
  (void)Patiently(ledger, "search", [&] { return Search(cluster, "harbour", newest); });
  const std::vector<LedgerArticle> articles = ledger.Articles();
  if (!articles.empty())
    (void)Patiently(ledger, "recommendation",
                    [&] { return Similar(cluster, articles[0].name, newest); });
  return absl::Now() - start;
}

void CheckEverything(Cluster& cluster, Ledger& ledger) {
  const int64_t newest = NewestRevision(cluster);
  for (int writer = 0; writer < Traffic::kWriters; ++writer) {
    const std::string prefix = absl::StrCat("w", writer, "-");
    ledger.CheckAll("storage", prefix, AllInStorage(cluster, ledger, writer));
    ledger.CheckAll("search", prefix, AllInSearch(cluster, ledger, writer, newest));
  }
  CheckSeeds(cluster, ledger, newest);
  const int64_t stored = CountOf(cluster.storage().address());
  const int64_t indexed = CountOf(cluster.recommendation().address());
  if (stored != indexed)
    ledger.Violated(absl::StrCat("storage has ", stored, " articles, recommendation ", indexed));
}

}  // namespace akin

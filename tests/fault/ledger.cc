#include "tests/fault/ledger.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace akin {
namespace {

constexpr size_t kMaxTold = 5;

// The parts of HeadlineOf; false for another headline.
bool ParseHeadline(absl::string_view headline, std::string& id, int& version) {
  const std::pair<std::string, absl::string_view> parts =
      absl::StrSplit(headline, absl::MaxSplits(' ', 1));
  id = parts.first;
  absl::string_view number = parts.second;
  return absl::ConsumePrefix(&number, "v") && absl::SimpleAtoi(number, &version);
}

}  // namespace

std::string Ledger::HeadlineOf(absl::string_view id, int version) {
  return absl::StrCat(id, " v", version);
}

void Ledger::Sent(const std::string& id, int version) {
  MutexLock lock(mu_);
  Known& known = articles_[id];
  known.id = id;
  known.sent = std::max(known.sent, version);
}

void Ledger::Acknowledged(const std::string& id, int version, const std::string& name,
                          int64_t revision) {
  MutexLock lock(mu_);
  Known& known = articles_[id];
  if (!known.name.empty() && known.name != name)
    Violate(absl::StrCat(id, " was ", known.name, " and is ", name));
  known.name = name;
  known.acknowledged = std::max(known.acknowledged, version);
  known.versions[revision] = version;
  ++acknowledged_;
  NoteRevision(revision, HeadlineOf(id, version));
}

void Ledger::WithdrawalSent(const std::string& id) {
  MutexLock lock(mu_);
  articles_[id].withdrawal_sent = true;
}

void Ledger::Withdrawn(const std::string& id, int64_t revision) {
  MutexLock lock(mu_);
  articles_[id].withdrawn_at = revision;
  ++withdrawals_;
  NoteRevision(revision, absl::StrCat(id, " withdrawn"));
}

void Ledger::NoteRevision(int64_t revision, const std::string& what) {
  const auto [noted, is_new] = revisions_.emplace(revision, what);
  if (!is_new && noted->second != what)
    Violate(absl::StrCat("revision ", revision, " twice: ", noted->second, ", and ", what));
}

int64_t Ledger::AppliedBy(const std::string& reader) const {
  MutexLock lock(mu_);
  const auto found = applied_.find(reader);
  return found == applied_.end() ? 0 : found->second;
}

void Ledger::Check(const std::string& reader, int64_t applied, int64_t revision,
                   const std::vector<Seen>& served) {
  MutexLock lock(mu_);
  for (const Seen& seen : served) CheckOne(reader, std::max(applied, revision), revision, seen);
  int64_t& proven = applied_[reader];
  proven = std::max(proven, revision);
}

// A withdrawal that was applied is not taken back; a version that was there at the answer's
// revision is not older, and none is served that nobody has sent.
void Ledger::CheckOne(const std::string& reader, int64_t proven, int64_t revision,
                      const Seen& seen) {
  std::string id;
  int version = 0;
  if (!ParseHeadline(seen.headline, id, version) || articles_.count(id) == 0)
    return Violate(absl::StrCat(reader, " serves \"", seen.headline, "\", which nobody wrote"));
  const Known& known = articles_[id];
  if (known.withdrawn_at > 0 && known.withdrawn_at <= proven) {
    Violate(absl::StrCat(reader, " at ", proven, " serves ", seen.headline, ", withdrawn at ",
                         known.withdrawn_at));
  }
  if (version > known.sent) Violate(absl::StrCat(reader, " serves ", seen.headline, ", not sent"));
  const auto later = known.versions.upper_bound(revision);
  if (later == known.versions.begin()) return;
  const int least = std::prev(later)->second;
  if (version < least)
    Violate(absl::StrCat(reader, " at ", revision, " serves ", seen.headline, ", not v", least));
}

void Ledger::CheckAll(const std::string& reader, absl::string_view prefix,
                      const std::vector<Seen>& served) {
  MutexLock lock(mu_);
  std::map<std::string, int> versions;
  for (const Seen& seen : served) {
    std::string id;
    int version = 0;
    if (!ParseHeadline(seen.headline, id, version) || articles_.count(id) == 0)
      Violate(absl::StrCat(reader, " has \"", seen.headline, "\", which nobody wrote"));
    if (!versions.emplace(id, version).second) Violate(absl::StrCat(reader, " has ", id, " twice"));
  }
  for (const auto& [id, known] : articles_) {
    if (!absl::StartsWith(id, prefix)) continue;
    const auto found = versions.find(id);
    const bool there = found != versions.end();
    if (there && known.withdrawn_at > 0)
      Violate(absl::StrCat(reader, " has ", id, ", which was withdrawn"));
    if (!there && known.acknowledged > 0 && !known.withdrawal_sent)
      Violate(absl::StrCat(reader, " has lost ", HeadlineOf(id, known.acknowledged)));
    if (there && (found->second < known.acknowledged || found->second > known.sent))
      Violate(absl::StrCat(reader, " has ", HeadlineOf(id, found->second), ", not v",
                           known.acknowledged));
  }
}

void Ledger::Violated(std::string what) {
  MutexLock lock(mu_);
  Violate(std::move(what));
}

void Ledger::Violate(std::string what) { violations_.push_back(std::move(what)); }

std::vector<LedgerArticle> Ledger::Articles() const {
  MutexLock lock(mu_);
  std::vector<LedgerArticle> articles;
  for (const auto& [id, known] : articles_) articles.push_back(known);
  return articles;
}

int64_t Ledger::newest_revision() const {
  MutexLock lock(mu_);
  return revisions_.empty() ? 0 : revisions_.rbegin()->first;
}

int Ledger::acknowledged_writes() const {
  MutexLock lock(mu_);
  return acknowledged_;
}

int Ledger::withdrawals() const {
  MutexLock lock(mu_);
  return withdrawals_;
}

std::vector<std::string> Ledger::TakeViolations() {
  MutexLock lock(mu_);
  std::vector<std::string> told = std::exchange(violations_, {});
  if (told.size() <= kMaxTold) return told;
  const size_t more = told.size() - kMaxTold;
  told.resize(kMaxTold);
  told.push_back(absl::StrCat("and ", more, " more"));
  return told;
}

}  // namespace akin

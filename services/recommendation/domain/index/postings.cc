#include "services/recommendation/domain/index/postings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>

#include "common/sync/mutex.h"

namespace akin {
namespace {

constexpr uint32_t kLevels = PostingList::kLevels;
constexpr double kLevelsPerOctave = 3.2;
// Lists of so many articles are split by level: up to kLastStrong, the word is in the title, or
// there again and again, or the text is short.
constexpr uint32_t kSplitSize = 128;
constexpr uint32_t kLastStrong = 9;
// What postings of a list are taken to be when lists are ordered.
constexpr uint32_t kTypicalLevel = 8;
constexpr uint32_t kTypicalStrong = 7;
constexpr uint32_t kTypicalWeak = 12;

// What a level stands for: 2^12 times the weight's share of the article's norm.
const std::array<uint32_t, kLevels>& LevelValues() {
  static const std::array<uint32_t, kLevels> values = [] {
    std::array<uint32_t, kLevels> made{};
    for (uint32_t level = 0; level < kLevels; ++level) {
      made[level] =
          static_cast<uint32_t>(std::lround(4096 * std::exp2(-(level / kLevelsPerOctave))));
    }
    return made;
  }();
  return values;
}

uint64_t SquaresOf(const std::vector<Postings::Entry>& entries) {
  uint64_t sum = 0;
  for (const Postings::Entry& entry : entries) sum += uint64_t{entry.weight} * entry.weight;
  return sum;
}

// Levels of weights in one article, of which few differ.
class Levels {
 public:
  // `squares` is the sum of all squared weights.
  explicit Levels(uint64_t squares)
      : levels_of_norm_(kLevelsPerOctave *
                        std::log2(std::sqrt(static_cast<double>(std::max<uint64_t>(squares, 1))))) {
    known_.fill(kUnknown);
  }

  uint32_t Of(uint8_t weight) {
    if (known_[weight] == kUnknown) known_[weight] = static_cast<uint8_t>(Compute(weight));
    return known_[weight];
  }

 private:
  static constexpr uint8_t kUnknown = 0xff;

  uint32_t Compute(uint8_t weight) const {
    static const std::array<double, 256> levels_of_weights = [] {
      std::array<double, 256> made{};
      for (int i = 1; i < 256; ++i) made[i] = kLevelsPerOctave * std::log2(i);
      return made;
    }();
    const long level = std::lround(levels_of_norm_ - levels_of_weights[weight]);
    return static_cast<uint32_t>(std::clamp<long>(level, 0, kLevels - 1));
  }

  const double levels_of_norm_;
  std::array<uint8_t, 256> known_;
};

// Sums of one search, by article; kept between searches so that none has to clear a million cells.
class Accumulator {
 public:
  // The one that was given back last, which is still near the processor, however many threads
  // search in turn.
  static std::unique_ptr<Accumulator> Borrow() {
    MutexLock lock(free_mu());
    if (free().empty()) return std::make_unique<Accumulator>();
    std::unique_ptr<Accumulator> last = std::move(free().back());
    free().pop_back();
    return last;
  }
  static void GiveBack(std::unique_ptr<Accumulator> accumulator) {
    constexpr size_t kMaxKept = 8;
    MutexLock lock(free_mu());
    if (free().size() < kMaxKept) free().push_back(std::move(accumulator));
  }

  void GrowTo(size_t articles) {
    if (scores_.size() >= articles) return;
    scores_.resize(articles + articles / 4);
  }
  // Before so many calls of Find.
  void Expect(size_t postings) {
    if (touched_.size() <= count_ + postings) touched_.resize(2 * (count_ + postings) + 1);
  }

  // Adds without branches: which articles are new cannot be foretold.
  void Find(uint32_t article, uint32_t value) {
    touched_[count_] = article;
    count_ += scores_[article] == 0;
    scores_[article] += value;
  }
  void AddIfFound(uint32_t article, uint32_t value) {
    scores_[article] += scores_[article] == 0 ? 0 : value;
  }

  // Those that are not `gone`.
  std::vector<Postings::Match> Take(const std::vector<bool>& gone) {
    std::vector<Postings::Match> matches;
    matches.reserve(count_);
    for (size_t i = 0; i < count_; ++i) {
      const uint32_t article = touched_[i];
      if (!gone[article]) matches.push_back({article, scores_[article]});
      scores_[article] = 0;
    }
    count_ = 0;
    return matches;
  }

 private:
  static Mutex& free_mu() {
    static Mutex& mu = *new Mutex;
    return mu;
  }
  static std::vector<std::unique_ptr<Accumulator>>& free() {
    static auto& free = *new std::vector<std::unique_ptr<Accumulator>>;
    return free;
  }

  std::vector<uint32_t> scores_;
  std::vector<uint32_t> touched_;  // One is written before it is known to be new.
  size_t count_ = 0;
};

// The largest score, in steps, that at least `count` of the matches reach; 0 if there are fewer.
uint32_t ScoreOfBest(const Postings::Match* begin, const Postings::Match* end, size_t count) {
  constexpr uint32_t kBins = 2048;
  uint32_t most = 0;
  for (const auto* match = begin; match != end; ++match) most = std::max(most, match->score);
  int shift = 0;
  while (most >> shift >= kBins) ++shift;
  std::array<uint32_t, kBins> bins{};
  for (const auto* match = begin; match != end; ++match) ++bins[match->score >> shift];
  size_t reached = 0;
  for (uint32_t bin = kBins; bin-- > 0;) {
    reached += bins[bin];
    if (reached >= count) return bin << shift;
  }
  return 0;
}

}  // namespace

void Postings::Add(uint32_t article, const std::vector<Entry>& entries) {
  GrowTo(article + 1);
  Levels levels(SquaresOf(entries));
  for (const Entry& entry : entries) {
    Shard& shard = ShardOf(entry.term);
    shard.terms.grow_to(entry.term / kShards + 1);
    Append(shard, shard.terms[entry.term / kShards], article, levels.Of(entry.weight));
  }
}

void Postings::Builder::Add(uint32_t article, const std::vector<Entry>& entries) {
  own_.resize(entries.size());
  size_t count = 0;
  uint64_t squares = 0;
  for (const Entry& entry : entries) {  // Without branches: whose a term is cannot be foretold.
    own_[count] = entry;
    count += entry.term % kShards - first_shard_ < end_shard_ - first_shard_;
    squares += uint64_t{entry.weight} * entry.weight;
  }
  Levels levels(squares);
  for (size_t i = 0; i < count; ++i) Push(article, own_[i].term, levels.Of(own_[i].weight));
}

void Postings::Builder::Push(uint32_t article, uint32_t number, uint32_t level) {
  Shard& shard = postings_.ShardOf(number);
  shard.terms.grow_to(number / kShards + 1);
  Term& term = shard.terms[number / kShards];
  __builtin_prefetch(&term, /*rw=*/1);
  if (pushed_ >= 2 * kAhead) Place(At(pushed_));
  At(pushed_) = {&shard, &term, article, level};
  if (pushed_ >= kAhead) FetchList(At(pushed_ - kAhead));
  ++pushed_;
}

void Postings::Builder::FetchList(const Waiting& posting) {
  ListFor(*posting.shard, *posting.term, posting.level).PrefetchEnd(posting.shard->arena);
}

void Postings::Builder::Place(const Waiting& posting) {
  postings_.Append(*posting.shard, *posting.term, posting.article, posting.level);
}

Postings::Builder::~Builder() {
  for (size_t i = pushed_ - std::min(pushed_, queue_.size()); i < pushed_; ++i) Place(At(i));
}

void Postings::Append(Shard& shard, Term& term, uint32_t article, uint32_t level) {
  PostingList& list = ListFor(shard, term, level);
  list.Append(shard.arena, article, level);
  ++shard.count;
  if (term.strong == 0 && list.size() >= kSplitSize) Split(shard, term);
}

PostingList& Postings::ListFor(Shard& shard, Term& term, uint32_t level) {
  return term.strong != 0 && level <= kLastStrong ? shard.strong[term.strong - 1] : term.list;
}

// Also leaves out what is gone.
void Postings::Split(Shard& shard, Term& term) {
  std::vector<std::pair<uint32_t, uint32_t>> all;
  term.list.ForEach(shard.arena, [&](uint32_t article, uint32_t level) {
    if (!gone_[article]) all.emplace_back(article, level);
  });
  std::sort(all.begin(), all.end());
  term.list.Clear(shard.arena);
  shard.strong.emplace_back();
  term.strong = static_cast<uint32_t>(shard.strong.size());
  for (const auto& [article, level] : all) {
    ListFor(shard, term, level).Append(shard.arena, article, level);
  }
}

void Postings::Remove(uint32_t article, const std::vector<Entry>& entries) {
  Levels levels(SquaresOf(entries));
  gone_[article] = true;
  for (const Entry& entry : entries) {
    Shard& shard = ShardOf(entry.term);
    PostingList& list = ListFor(shard, shard.terms[entry.term / kShards], levels.Of(entry.weight));
    if (list.MarkDead()) Drop(shard.arena, list);
    --shard.count;
  }
}

// Writes the list again without what is gone.
void Postings::Drop(PostingArena& arena, PostingList& list) {
  std::vector<std::pair<uint32_t, uint32_t>> left;
  list.ForEach(arena, [&](uint32_t article, uint32_t level) {
    if (!gone_[article]) left.emplace_back(article, level);
  });
  std::sort(left.begin(), left.end());
  list.Clear(arena);
  for (const auto& [article, level] : left) list.Append(arena, article, level);
}

// Which lists make a unit must follow from the live articles alone: a list that was split once
// stays so.
void Postings::AddUnits(const QueryTerm& query, std::vector<Unit>& units) const {
  const Shard& shard = ShardOf(query.term);
  if (query.term / kShards >= shard.terms.size() || query.weight == 0) return;
  const Term& term = shard.terms[query.term / kShards];
  const PostingList* strong = term.strong != 0 ? &shard.strong[term.strong - 1] : nullptr;
  const auto add = [&](const PostingList* list, const PostingList* more, uint32_t level) {
    const uint64_t impact = uint64_t{query.weight} * LevelValues()[level];
    units.push_back({&shard.arena, list, more, impact, query.weight, query.key});
  };
  const uint32_t live = term.list.live() + (strong != nullptr ? strong->live() : 0);
  if (live < kSplitSize) {
    add(&term.list, strong, kTypicalLevel);
  } else {
    add(strong, nullptr, kTypicalStrong);
    add(&term.list, nullptr, kTypicalWeak);
  }
}

Postings::Matches Postings::Search(std::vector<QueryTerm> query, const Effort& effort) const {
  std::vector<Unit> units;
  units.reserve(2 * query.size());
  for (const QueryTerm& term : query) AddUnits(term, units);
  std::sort(units.begin(), units.end(), [](const Unit& a, const Unit& b) {
    return a.impact != b.impact ? a.impact > b.impact : a.key < b.key;
  });

  std::unique_ptr<Accumulator> borrowed = Accumulator::Borrow();
  Accumulator& accumulator = *borrowed;
  accumulator.GrowTo(gone_.size());
  size_t left = effort.postings;
  Matches found;
  for (const Unit& unit : units) {
    if (unit.live() > left) {
      found.complete_ = false;
      continue;
    }
    std::array<uint32_t, kLevels> values = LevelValues();
    // Norms are 2^12 each, so that a sum stays below 2^25 (Cauchy–Schwarz and rounding).
    for (uint32_t& value : values) value = 1 + ((unit.weight * value) >> 4);
    const bool may_find = effort.postings - left < effort.finding;
    left -= unit.live();
    found.complete_ = found.complete_ && may_find;
    for (const PostingList* list : {unit.list, unit.more}) {
      if (list == nullptr) continue;
      if (may_find) {
        accumulator.Expect(list->size());
        list->ForEach(*unit.arena, [&](uint32_t article, uint32_t level) {
          accumulator.Find(article, values[level]);
        });
      } else {
        list->ForEach(*unit.arena, [&](uint32_t article, uint32_t level) {
          accumulator.AddIfFound(article, values[level]);
        });
      }
    }
  }
  found.matches_ = accumulator.Take(gone_);
  Accumulator::GiveBack(std::move(borrowed));
  return found;
}

absl::Span<const Postings::Match> Postings::Matches::NextBest(size_t count) {
  Match* const begin = matches_.data() + taken_;
  Match* const end = matches_.data() + matches_.size();
  const uint32_t least = ScoreOfBest(begin, end, count);
  Match* const last =
      std::partition(begin, end, [least](const Match& match) { return match.score >= least; });
  taken_ += last - begin;
  return {begin, static_cast<size_t>(last - begin)};
}

uint32_t Postings::live(uint32_t number) const {
  const Shard& shard = ShardOf(number);
  if (number / kShards >= shard.terms.size()) return 0;
  const Term& term = shard.terms[number / kShards];
  return term.list.live() + (term.strong != 0 ? shard.strong[term.strong - 1].live() : 0);
}

size_t Postings::count() const {
  size_t count = 0;
  for (const Shard& shard : shards_) count += shard.count;
  return count;
}

size_t Postings::memory_bytes() const {
  size_t bytes = gone_.capacity() / 8;
  for (const Shard& shard : shards_) {
    bytes += shard.arena.memory_bytes() + shard.terms.memory_bytes() +
             shard.strong.capacity() * sizeof(PostingList);
  }
  return bytes;
}

}  // namespace akin

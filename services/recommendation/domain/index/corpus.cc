#include "services/recommendation/domain/index/corpus.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/types/span.h"
#include "common/status/status_macros.h"
#include "services/recommendation/domain/tables/codec.h"
#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

// Articles that a model is learned from: more add time, not quality.
constexpr size_t kMaxSamples = 20'000;
// Of a search's matches so many at first are ordered by more than the search itself can tell.
// Who wants little effort wants few.
constexpr size_t kFirstMatches = 2'000;
size_t FirstMatches(const Postings::Effort& effort) {
  return std::min(kFirstMatches, effort.finding / 10);
}
constexpr ptrdiff_t kFirstSorted = 256;

IndexedTerm Indexed(const Analysis::Term& term, uint32_t id) {
  return {.id = id, .weight = term.weight, .in_title = term.in_title, .is_name = term.is_name};
}

void SortById(std::vector<IndexedTerm>& terms) {
  std::sort(terms.begin(), terms.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
}

// The terms of an analysis that are kept: the most frequent. The rarest would serve events worse.
absl::Span<const Analysis::Term> FirstTerms(const Analysis& analysis) {
  return absl::MakeConstSpan(analysis.terms).subspan(0, ArticleRecord::kMaxTerms);
}

void ReadEntries(ArticleRecord record, std::vector<Postings::Entry>& entries) {
  entries.clear();
  record.ForEachTerm([&](uint32_t id, uint32_t weight) {
    entries.push_back({id, static_cast<uint8_t>(weight)});
  });
}

std::vector<Postings::Entry> EntriesOf(ArticleRecord record) {
  std::vector<Postings::Entry> entries;
  entries.reserve(record.term_count());
  ReadEntries(record, entries);
  return entries;
}

// Shards of the index that a thread makes in one pass over the articles.
constexpr uint32_t kShardsAtOnce = 4;
static_assert(Postings::kShards % kShardsAtOnce == 0);

}  // namespace

ArticleIndex Corpus::Put(const Analysis& analysis, const SemanticVector& semantic) {
  const std::vector<IndexedTerm> terms = InternTerms(analysis);
  const uint16_t language = vocabulary_.InternLanguage(analysis.meta.language);
  const std::string record = ArticleRecord::Encode(analysis, terms, language, strings_);
  uint32_t story = 0;
  const ArticleIndex before = Find(analysis.meta.id);
  if (before != kNoArticle) {
    story = slots_[before].story;
    Remove(before);
  }
  const ArticleIndex index = AddSlot(record, next_ordinal_++, story);
  ids_.insert(index);
  postings_.Add(index, EntriesOf(this->record(index)));
  Count(index);
  semantic_vectors_.Set(index, semantic);
  return index;
}

std::vector<IndexedTerm> Corpus::InternTerms(const Analysis& analysis) {
  std::vector<IndexedTerm> terms;
  terms.reserve(ArticleRecord::kMaxTerms);
  for (const Analysis::Term& term : FirstTerms(analysis)) {
    const uint32_t id = vocabulary_.Intern(analysis.meta.language, term.stem, term.surface);
    terms.push_back(Indexed(term, id));
  }
  SortById(terms);
  return terms;
}

ArticleIndex Corpus::AddSlot(absl::string_view bytes, uint32_t ordinal, uint32_t story) {
  const ArticleIndex index = end();
  slots_.push_back({.record = records_.Add(bytes), .story = story, .ordinal = ordinal});
  counts_for_source_.push_back(false);
  tie_breaks_.push_back(FingerprintText(record(index).id()));
  return index;
}

void Corpus::Count(ArticleIndex index) {
  record(index).ForEachTerm([this](uint32_t term, uint32_t) { vocabulary_.AddUse(term); });
  vocabulary_.AddArticle(record(index).language());
  counts_.shingles.Add(record(index).sketch().shingles);
  CountForSource(index, true);
}

std::vector<Corpus::Record> Corpus::TakeShared() {
  std::vector<Record> records;
  const auto add = [&records](char kind, uint32_t number, ByteWriter& out) {
    records.push_back({kind, number, out.Take()});
  };
  const auto add_rest = [&](char kind, uint32_t& saved, uint32_t size, const auto& write) {
    if (saved == size) return;
    ByteWriter out;
    out.Number(size - saved);
    for (uint32_t i = saved; i < size; ++i) write(i, out);
    add(kind, std::exchange(saved, size), out);
  };
  for (const uint32_t term : vocabulary_.TakeResurfaced()) {
    if (term >= saved_terms_) continue;
    ByteWriter out;
    out.String(vocabulary_.surface(term));
    add('W', term, out);
  }
  add_rest('L', saved_languages_, vocabulary_.language_count(), [this](uint32_t i, auto& out) {
    out.Number(vocabulary_.language_key(static_cast<uint16_t>(i)));
  });
  add_rest('S', saved_strings_, strings_.size(),
           [this](uint32_t i, auto& out) { out.String(strings_[i]); });
  add_rest('V', saved_terms_, vocabulary_.size(), [this](uint32_t i, auto& out) {
    out.Number(vocabulary_.key(i));
    out.Number(vocabulary_.language(i));
    out.String(vocabulary_.surface(i));
  });
  return records;
}

std::string Corpus::Encode(ArticleIndex index) const {
  ByteWriter out;
  out.Number(slots_[index].ordinal);
  // How much of what is shared it may refer to.
  out.Number(saved_languages_);
  out.Number(saved_strings_);
  out.Number(saved_terms_);
  out.String(record(index).bytes());
  return out.Take();
}

absl::Status Corpus::RestoreShared(const Record& shared) {
  ByteReader in(shared.value);
  if (shared.kind == 'W') {
    if (shared.number >= vocabulary_.size()) return absl::DataLossError("no such word");
    vocabulary_.SetSurface(shared.number, in.String());
    return absl::OkStatus();
  }
  const uint32_t next = shared.kind == 'L'   ? vocabulary_.language_count()
                        : shared.kind == 'S' ? strings_.size()
                                             : vocabulary_.size();
  if (shared.number != next) return absl::DataLossError("shared record: missing");
  for (size_t left = in.Count(); left > 0 && in.ok(); --left) {
    if (shared.kind == 'L') vocabulary_.AddLanguage(in.Number());
    if (shared.kind == 'S') strings_.Intern(in.String());
    if (shared.kind != 'V') continue;
    const uint64_t key = in.Number();
    const uint16_t language = static_cast<uint16_t>(in.Number());
    vocabulary_.RestoreTerm(key, language, in.String());
  }
  saved_languages_ = vocabulary_.language_count();
  saved_strings_ = strings_.size();
  saved_terms_ = vocabulary_.size();
  return absl::OkStatus();
}

absl::Status Corpus::RestoreArticle(absl::string_view value) {
  ByteReader in(value);
  const uint32_t ordinal = static_cast<uint32_t>(in.Number());
  for (uint64_t* wanted : {&wanted_languages_, &wanted_strings_, &wanted_terms_}) {
    *wanted = std::max(*wanted, in.Number());
  }
  const absl::string_view record = in.String();
  if (!in.done()) return absl::DataLossError("article record: malformed");
  const ArticleIndex index = AddSlot(record, ordinal, 0);
  if (FindOrdinal(ordinal) != kNoArticle) return absl::DataLossError("article record: repeated");
  if (ordinal >= by_ordinal_.size()) by_ordinal_.resize(ordinal + ordinal / 4 + 1, kNoArticle);
  by_ordinal_[ordinal] = index;
  return absl::OkStatus();
}

absl::Status Corpus::CheckRestored() const {
  const bool complete = wanted_languages_ <= saved_languages_ &&
                        wanted_strings_ <= saved_strings_ && wanted_terms_ <= saved_terms_;
  return complete ? absl::OkStatus() : absl::DataLossError("shared record: missing");
}

ArticleIndex Corpus::FindOrdinal(uint32_t ordinal) {
  // What only links remember was an article once, too.
  next_ordinal_ = std::max(next_ordinal_, ordinal + 1);
  return ordinal < by_ordinal_.size() ? by_ordinal_[ordinal] : kNoArticle;
}

// Nearly always it is the next one, which its hash tells without a look at the record, far away as
// those are.
ArticleIndex Corpus::FindFrom(absl::string_view id, ArticleIndex& next) const {
  for (const uint64_t hash = FingerprintText(id); next < end(); ++next) {
    if (tie_breaks_[next] == hash) return next++;
    if (record(next).id() > id) break;
  }
  return kNoArticle;
}

Jobs Corpus::FinishingJobs() {
  std::vector<ArticleIndex>().swap(by_ordinal_);
  postings_.GrowTo(end());
  Jobs jobs;
  for (uint32_t shard = 0; shard < Postings::kShards; shard += kShardsAtOnce) {
    jobs.push_back([this, shard] { RestorePostings(shard); });
  }
  jobs.push_back([this] { counts_.shingles = CountShinglesOf(end()); });
  jobs.push_back([this] { vocabulary_.FinishRestore(); });
  jobs.push_back([this] { RestoreIds(); });
  return jobs;
}

void Corpus::RestoreIds() {
  constexpr ArticleIndex kAhead = 16;
  ids_.reserve(end());
  for (ArticleIndex i = 0; i < end(); ++i) {
    if (i + kAhead < end()) ids_.prefetch(i + kAhead);
    ids_.insert(i);
    vocabulary_.AddArticle(record(i).language());
  }
}

// Of a few shards, with the numbers of articles that have their words.
void Corpus::RestorePostings(uint32_t first_shard) {
  const uint32_t end_shard = first_shard + kShardsAtOnce;
  {
    Postings::Builder builder(postings_, first_shard, end_shard);
    std::vector<Postings::Entry> entries;
    for (ArticleIndex i = 0; i < end(); ++i) {
      ReadEntries(record(i), entries);
      builder.Add(i, entries);
    }
  }
  for (uint32_t term = 0; term < vocabulary_.size(); ++term) {
    const uint32_t shard = term % Postings::kShards;
    if (shard < first_shard || shard >= end_shard) continue;
    vocabulary_.SetDocuments(term, postings_.live(term));
  }
}

void Corpus::Remove(ArticleIndex index) {
  ids_.erase(index);
  Forget(index);
}

void Corpus::Forget(ArticleIndex index) {
  CountForSource(index, false);
  postings_.Remove(index, EntriesOf(record(index)));
  record(index).ForEachTerm([this](uint32_t term, uint32_t) { vocabulary_.RemoveUse(term); });
  vocabulary_.RemoveArticle(record(index).language());
  counts_.shingles.Remove(record(index).sketch().shingles);
  records_.Free(slots_[index].record, record(index).size());
  slots_[index].record = RecordArena::kNone;
}

IndexedArticle Corpus::Transient(const Analysis& analysis) const {
  IndexedArticle article;
  article.meta = ViewOf(analysis.meta);
  article.names.assign(analysis.names.begin(), analysis.names.end());
  article.numbers.assign(analysis.numbers.begin(), analysis.numbers.end());
  article.title_numbers = analysis.title_numbers;
  article.shingles = ShingleSketch::Of(analysis.shingles);
  article.words = analysis.words;
  article.language = vocabulary_.FindLanguage(analysis.meta.language);
  for (const Analysis::Term& term : FirstTerms(analysis)) {
    const uint32_t id = vocabulary_.Find(analysis.meta.language, term.stem);
    if (id != kNoTerm) {
      article.terms.push_back(Indexed(term, id));
    } else {
      article.unknown_squares += uint64_t{term.weight} * term.weight;
    }
  }
  SortById(article.terms);
  article.own_semantic = Projected(analysis);
  article.semantic = ViewOf(article.own_semantic);
  return article;
}

IndexedArticle Corpus::article(ArticleIndex index) const {
  ArticleRecord::Details details = record(index).ReadDetails();
  IndexedArticle article;
  article.stored = true;
  article.index = index;
  article.meta = meta(index);
  article.terms = record(index).Terms();
  article.names = std::move(details.names);
  article.numbers = std::move(details.numbers);
  article.title_numbers = details.title_numbers;
  article.shingles = std::move(details.sketch);
  article.words = details.words;
  article.language = record(index).language();
  article.semantic = semantic(index);
  return article;
}

MetaView Corpus::meta(ArticleIndex index) const {
  MetaView meta = record(index).Meta(strings_);
  meta.story = stories_[slots_[index].story];
  return meta;
}

DocMeta Corpus::WholeMeta(ArticleIndex index) const {
  DocMeta meta = record(index).WholeMeta(strings_);
  meta.story = std::string(stories_[slots_[index].story]);
  return meta;
}

ArticleIndex Corpus::Find(absl::string_view id) const {
  const auto it = ids_.find(id);
  return it == ids_.end() ? kNoArticle : *it;
}

void Corpus::SetStory(ArticleIndex index, absl::string_view story) {
  slots_[index].story = stories_.Intern(story);
}

bool Corpus::Before(ArticleIndex a, ArticleIndex b) const {
  const uint64_t x = tie_breaks_[a];
  const uint64_t y = tie_breaks_[b];
  return x != y ? x < y : record(a).id() < record(b).id();
}

uint32_t Corpus::Weight(const IndexedArticle& article, const IndexedArticle::Term& term) const {
  return term.weight *
         (article.stored ? vocabulary_.Idf(term.id) : vocabulary_.IdfWithOneMore(term.id));
}

bool Corpus::Search(const IndexedArticle& seed, const Postings::Effort& effort,
                    const std::function<bool(ArticleIndex)>& visit) const {
  // Postings carry frequencies only, so the query brings the idf of both sides.
  std::vector<double> weights;
  double frequencies = 0, own = 0, both = 0;  // Squared lengths by frequency, with one idf, two.
  for (const IndexedArticle::Term& term : seed.terms) {
    const double idf = Weight(seed, term) / term.weight;
    weights.push_back(term.weight * idf * idf);
    frequencies += term.weight * term.weight;
    own += term.weight * weights.back();
    both += weights.back() * weights.back();
  }
  if (both == 0) return true;
  std::vector<Postings::QueryTerm> query;
  for (size_t i = 0; i < weights.size(); ++i) {
    const uint32_t id = seed.terms[i].id;
    const double weight = Postings::kMaxQueryWeight * weights[i] / std::sqrt(both);
    query.push_back({id, static_cast<uint32_t>(std::lround(weight)), vocabulary_.key(id)});
  }
  Postings::Matches matches = postings_.Search(std::move(query), effort);
  // A cosine of words, if idf changes the lengths of others' words as it does the seed's.
  const double unit = std::sqrt(both * frequencies) / own / Postings::kUnitScore;
  for (size_t count = FirstMatches(effort);; count *= 4) {
    std::vector<Estimate> best = Estimates(seed, matches.NextBest(count), unit);
    if (best.empty()) return matches.complete();
    if (!VisitInOrder(best, visit)) return matches.complete();
  }
}

// Of about what words and subject together will say.
std::vector<Corpus::Estimate> Corpus::Estimates(const IndexedArticle& seed,
                                                absl::Span<const Postings::Match> matches,
                                                double unit) const {
  constexpr size_t kAhead = 12;
  std::vector<Estimate> estimates;
  estimates.reserve(matches.size());
  for (size_t i = 0; i < matches.size(); ++i) {
    if (i + kAhead < matches.size()) semantic_vectors_.Prefetch(matches[i + kAhead].article);
    const double words = matches[i].score * unit;
    const double subject = SemanticCosine(seed.semantic, semantic(matches[i].article));
    estimates.push_back(
        {(1 - kSemanticShare) * words + kSemanticShare * subject, matches[i].article});
  }
  return estimates;
}

// Most callers stop after the first few: the rest is put in order only for who goes on.
bool Corpus::VisitInOrder(std::vector<Estimate>& estimates,
                          const std::function<bool(ArticleIndex)>& visit) const {
  const auto better = [this](const Estimate& a, const Estimate& b) {
    return a.joint != b.joint ? a.joint > b.joint : Before(a.article, b.article);
  };
  const auto begin = estimates.begin();
  ptrdiff_t count = kFirstSorted;
  for (auto sorted = begin; sorted != estimates.end(); count *= 4) {
    const auto end = sorted + std::min(count, estimates.end() - sorted);
    std::nth_element(sorted, end, estimates.end(), better);
    std::sort(sorted, end, better);
    for (; sorted != end; ++sorted) {
      if (!visit(sorted->article)) return false;
    }
  }
  return true;
}

std::vector<SemanticModel::Sample> Corpus::SampleForTraining() const {
  std::vector<ArticleIndex> order;
  for (ArticleIndex i = 0; i < end(); ++i) {
    if (IsAlive(i)) order.push_back(i);
  }
  const auto before = [this](ArticleIndex a, ArticleIndex b) { return Before(a, b); };
  if (order.size() > kMaxSamples) {  // By hash of id, so it is a fair sample.
    std::nth_element(order.begin(), order.begin() + kMaxSamples, order.end(), before);
    order.resize(kMaxSamples);
  }
  std::sort(order.begin(), order.end(), before);
  std::vector<SemanticModel::Sample> samples;
  samples.reserve(order.size());
  for (const ArticleIndex i : order) {
    samples.push_back(WeightsOf(record(i).Terms()));
    std::sort(samples.back().begin(), samples.back().end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
  }
  return samples;
}

std::vector<uint32_t> Corpus::WordsIn(const SemanticModel& model) const {
  std::vector<uint32_t> words(vocabulary_.size());
  for (uint32_t term = 0; term < words.size(); ++term) {
    words[term] = model.WordOf(vocabulary_.key(term));
  }
  return words;
}

SemanticVector Corpus::Project(const SemanticModel& model, ArticleIndex index,
                               const std::vector<uint32_t>& words) const {
  if (!IsAlive(index)) return {};
  std::vector<SemanticModel::WordWeight> weights;
  weights.reserve(ArticleRecord::kMaxTerms);
  record(index).ForEachTerm([&](uint32_t term, uint32_t weight) {
    const uint32_t word = term < words.size() ? words[term] : model.WordOf(vocabulary_.key(term));
    if (word != SemanticModel::kNoWord) weights.push_back({word, weight});
  });
  return model.ProjectWords(weights);
}

SemanticVector Corpus::Project(const SemanticModel& model, const Analysis& analysis) {
  std::vector<SemanticModel::TermWeight> weights;
  for (const Analysis::Term& term : FirstTerms(analysis)) {
    weights.push_back({Vocabulary::KeyOf(analysis.meta.language, term.stem), term.weight});
  }
  return model.Project(weights);
}

void Corpus::SetSemantics(std::shared_ptr<const SemanticModel> model, SemanticTable& vectors) {
  semantics_ = std::move(model);
  std::swap(semantic_vectors_, vectors);
}

void Corpus::AddMemoryUse(MemoryUse& use) const {
  use.articles += records_.memory_bytes() + slots_.memory_bytes() + tie_breaks_.memory_bytes() +
                  counts_for_source_.memory_bytes() + ids_.capacity() * (sizeof(ArticleIndex) + 1) +
                  strings_.memory_bytes();
  use.stories += stories_.memory_bytes();
  use.postings += postings_.memory_bytes();
  use.vocabulary += vocabulary_.memory_bytes();
  use.semantics += semantic_vectors_.memory_bytes();
  use.shingle_counts += counts_.shingles.memory_bytes() + counts_.of_sources.memory_bytes();
}

std::vector<SemanticModel::TermWeight> Corpus::WeightsOf(
    const std::vector<IndexedTerm>& terms) const {
  std::vector<SemanticModel::TermWeight> weights;
  weights.reserve(terms.size());
  for (const IndexedTerm& term : terms) weights.push_back({vocabulary_.key(term.id), term.weight});
  return weights;
}

void Corpus::CountForSource(ArticleIndex index, bool counts) {
  if (std::exchange(counts_for_source_[index], counts) == counts) return;
  const auto change = [&](const auto&... of) {
    counts ? counts_.of_sources.Add(of...) : counts_.of_sources.Remove(of...);
  };
  change(SourceKeyOf(index), record(index).sketch(), KeysOfTerms(index));
}

uint64_t Corpus::SourceKeyOf(ArticleIndex index) const {
  return SourceCounts::KeyOf(record(index).Meta(strings_).source);
}

std::vector<uint64_t> Corpus::KeysOfTerms(ArticleIndex index) const {
  std::vector<uint64_t> keys;
  keys.reserve(ArticleRecord::kMaxTerms);
  record(index).ForEachTerm(
      [&](uint32_t term, uint32_t) { keys.push_back(vocabulary_.key(term)); });
  return keys;
}

Corpus::Counts Corpus::CountAnew() const {
  Counts counts{.shingles = CountShinglesOf(size()), .of_sources = {}};
  counts.of_sources.ResetFor(size());
  for (ArticleIndex i = 0; i < end(); ++i) {
    if (!IsAlive(i) || !counts_for_source_[i]) continue;
    counts.of_sources.Add(SourceKeyOf(i), record(i).sketch(), KeysOfTerms(i));
  }
  return counts;
}

ShingleCounts Corpus::CountShinglesOf(size_t articles) const {
  ShingleCounts counts;
  counts.ResetFor(articles);
  ShingleSketch next;
  for (ArticleIndex i = 0; i < end(); ++i) {
    if (!IsAlive(i)) continue;
    const ShingleSketch sketch = std::exchange(next, record(i).sketch());
    counts.Prefetch(next.shingles);
    counts.Add(sketch.shingles);
  }
  counts.Add(next.shingles);
  return counts;
}

}  // namespace akin

#include "services/recommendation/domain/corpus.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "absl/types/span.h"

namespace akin {
namespace {

// Articles that a model is learned from: more add time, not quality.
constexpr size_t kMaxSamples = 20'000;

IndexedTerm Indexed(const Analysis::Term& term, uint32_t id) {
  return {.id = id, .weight = term.weight, .in_title = term.in_title, .is_name = term.is_name};
}

void SortById(std::vector<IndexedTerm>& terms) {
  std::sort(terms.begin(), terms.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
}

// The terms of an analysis that are kept.
absl::Span<const Analysis::Term> HeaviestTerms(const Analysis& analysis) {
  return absl::MakeConstSpan(analysis.terms).subspan(0, ArticleRecord::kMaxTerms);
}

std::vector<Postings::Entry> EntriesOf(ArticleRecord record) {
  std::vector<Postings::Entry> entries;
  entries.reserve(record.term_count());
  record.ForEachTerm([&](uint32_t id, uint32_t weight) {
    entries.push_back({id, static_cast<uint8_t>(weight)});
  });
  return entries;
}

}  // namespace

ArticleIndex Corpus::Put(const Analysis& analysis) {
  const std::vector<IndexedTerm> terms = InternTerms(analysis);
  const uint16_t language = vocabulary_.InternLanguage(analysis.meta.language);
  const std::string record = ArticleRecord::Encode(analysis, terms, language, strings_);
  uint32_t story = 0;
  const ArticleIndex before = Find(analysis.meta.id);
  if (before != kNoArticle) {
    story = slots_[before].story;
    Remove(before);
  }
  const ArticleIndex index = Add(record, analysis.meta.id, story);
  if (semantics_ != nullptr) semantic_vectors_.Set(index, semantics_->Project(SampleOf(terms)));
  ResizeShingleCounts();
  return index;
}

std::vector<IndexedTerm> Corpus::InternTerms(const Analysis& analysis) {
  std::vector<IndexedTerm> terms;
  terms.reserve(ArticleRecord::kMaxTerms);
  for (const Analysis::Term& term : HeaviestTerms(analysis)) {
    const uint32_t id = vocabulary_.Intern(analysis.meta.language, term.stem, term.surface);
    terms.push_back(Indexed(term, id));
  }
  SortById(terms);
  return terms;
}

ArticleIndex Corpus::Add(const std::string& bytes, absl::string_view id, uint32_t story) {
  const ArticleIndex index = end();
  Slot slot;
  slot.record.reset(new uint8_t[bytes.size()]);
  std::memcpy(slot.record.get(), bytes.data(), bytes.size());
  slot.tie_break = FingerprintText(id);
  slot.story = story;
  slots_.push_back(std::move(slot));
  ids_.insert(index);
  record_bytes_ += bytes.size();

  postings_.Add(index, EntriesOf(record(index)));
  record(index).ForEachTerm([this](uint32_t term, uint32_t) { vocabulary_.AddUse(term); });
  vocabulary_.AddArticle(record(index).language());
  shingle_counts_.Add(record(index).sketch().shingles);
  return index;
}

void Corpus::Remove(ArticleIndex index) {
  ids_.erase(index);
  Forget(index);
  ResizeShingleCounts();
}

void Corpus::Forget(ArticleIndex index) {
  postings_.Remove(index, EntriesOf(record(index)));
  record(index).ForEachTerm([this](uint32_t term, uint32_t) { vocabulary_.RemoveUse(term); });
  vocabulary_.RemoveArticle(record(index).language());
  shingle_counts_.Remove(record(index).sketch().shingles);
  record_bytes_ -= record(index).size();
  slots_[index].record.reset();
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
  for (const Analysis::Term& term : HeaviestTerms(analysis)) {
    const uint32_t id = vocabulary_.Find(analysis.meta.language, term.stem);
    if (id != kNoTerm) {
      article.terms.push_back(Indexed(term, id));
    } else {
      article.unknown_squares += uint64_t{term.weight} * term.weight;
    }
  }
  SortById(article.terms);
  if (semantics_ != nullptr) {
    article.own_semantic = semantics_->Project(SampleOf(article.terms));
    article.semantic = ViewOf(article.own_semantic);
  }
  return article;
}

IndexedArticle Corpus::article(ArticleIndex index) const {
  ArticleRecord::Details details = record(index).ReadDetails();
  IndexedArticle article;
  article.stored = true;
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
  meta.story = strings_[slots_[index].story];
  return meta;
}

DocMeta Corpus::WholeMeta(ArticleIndex index) const {
  DocMeta meta = record(index).WholeMeta(strings_);
  meta.story = std::string(strings_[slots_[index].story]);
  return meta;
}

ArticleIndex Corpus::Find(absl::string_view id) const {
  const auto it = ids_.find(id);
  return it == ids_.end() ? kNoArticle : *it;
}

void Corpus::SetStory(ArticleIndex index, absl::string_view story) {
  slots_[index].story = strings_.Intern(story);
}

bool Corpus::Before(ArticleIndex a, ArticleIndex b) const {
  const uint64_t x = slots_[a].tie_break;
  const uint64_t y = slots_[b].tie_break;
  return x != y ? x < y : record(a).id() < record(b).id();
}

uint32_t Corpus::Weight(const IndexedArticle& article, const IndexedArticle::Term& term) const {
  return term.weight *
         (article.stored ? vocabulary_.Idf(term.id) : vocabulary_.IdfWithOneMore(term.id));
}

bool Corpus::Search(const IndexedArticle& seed, const Postings::Effort& effort,
                    const std::function<bool(ArticleIndex)>& visit) const {
  // Postings carry frequencies only, so the query brings the idf of both sides.
  std::vector<uint64_t> weights;
  uint64_t squares = 0;  // Below 2^64: 160 terms of at most 255 * 1000^2.
  for (const IndexedArticle::Term& term : seed.terms) {
    const uint64_t idf =
        seed.stored ? vocabulary_.Idf(term.id) : vocabulary_.IdfWithOneMore(term.id);
    weights.push_back(term.weight * idf * idf);
    squares += weights.back() * weights.back();
  }
  const double scale =
      squares > 0 ? Postings::kMaxQueryWeight / std::sqrt(static_cast<double>(squares)) : 0;
  std::vector<Postings::QueryTerm> query;
  for (size_t i = 0; i < weights.size(); ++i) {
    const uint32_t id = seed.terms[i].id;
    const double weight = static_cast<double>(weights[i]) * scale;
    query.push_back({id, static_cast<uint32_t>(std::lround(weight)), vocabulary_.key(id)});
  }
  return postings_.Search(
      std::move(query), effort, [this](uint32_t a, uint32_t b) { return Before(a, b); },
      [&visit](const Postings::Match& match) { return visit(match.article); });
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
  for (const ArticleIndex i : order) samples.push_back(SampleOf(record(i).Terms()));
  return samples;
}

SemanticVector Corpus::Project(const SemanticModel& model, ArticleIndex index) const {
  return IsAlive(index) ? model.Project(SampleOf(record(index).Terms())) : SemanticVector();
}

void Corpus::SetSemantics(std::shared_ptr<const SemanticModel> model, SemanticTable vectors) {
  semantics_ = std::move(model);
  semantic_vectors_ = std::move(vectors);
}

void Corpus::AddMemoryUse(MemoryUse& use) const {
  constexpr size_t kAllocation = 16;  // What the allocator adds to a record.
  use.articles += record_bytes_ + size() * kAllocation + slots_.memory_bytes() +
                  ids_.capacity() * (sizeof(ArticleIndex) + 1) + strings_.memory_bytes();
  use.postings += postings_.memory_bytes();
  use.vocabulary += vocabulary_.memory_bytes();
  use.semantics += semantic_vectors_.memory_bytes();
  use.shingle_counts += shingle_counts_.memory_bytes();
}

SemanticModel::Sample Corpus::SampleOf(const std::vector<IndexedTerm>& terms) const {
  SemanticModel::Sample sample;
  sample.reserve(terms.size());
  for (const IndexedTerm& term : terms) sample.push_back({vocabulary_.key(term.id), term.weight});
  std::sort(sample.begin(), sample.end(),
            [](const auto& a, const auto& b) { return a.key < b.key; });
  return sample;
}

void Corpus::ResizeShingleCounts() {
  if (!shingle_counts_.IsWrongSizeFor(size())) return;
  shingle_counts_.ResetFor(size());
  for (ArticleIndex i = 0; i < end(); ++i) {
    if (IsAlive(i)) shingle_counts_.Add(record(i).sketch().shingles);
  }
}

}  // namespace akin

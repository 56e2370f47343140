#include "services/recommendation/domain/corpus.h"

#include <algorithm>
#include <cmath>

#include "common/text/fingerprint.h"

namespace akin {
namespace {

// Articles that a model is learned from: more add time, not quality.
constexpr size_t kMaxSamples = 20'000;

IndexedArticle WithoutTerms(const Analysis& analysis) {
  IndexedArticle article;
  article.alive = true;
  article.tie_break = FingerprintText(analysis.meta.id);
  article.meta = analysis.meta;
  article.headline = analysis.headline;
  article.names = analysis.names;
  article.numbers = analysis.numbers;
  article.title_numbers = analysis.title_numbers;
  article.shingles = analysis.shingles;
  article.words = analysis.words;
  return article;
}

IndexedArticle::Term Indexed(const Analysis::Term& term, uint32_t id) {
  return {.id = id, .weight = term.weight, .in_title = term.in_title, .is_name = term.is_name};
}

void SortById(std::vector<IndexedArticle::Term>& terms) {
  std::sort(terms.begin(), terms.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
}

template <typename T>
size_t BytesOf(const std::vector<T>& values) {
  return values.capacity() * sizeof(T);
}

size_t BytesOf(const IndexedArticle& article) {
  size_t bytes = sizeof(article) + BytesOf(article.terms) + BytesOf(article.shingles) +
                 article.headline.capacity() + article.semantic.values.capacity();
  for (const std::string& name : article.names) bytes += sizeof(name) + name.capacity();
  for (const std::string& number : article.numbers) bytes += sizeof(number) + number.capacity();
  return bytes;
}

}  // namespace

ArticleIndex Corpus::Put(const Analysis& analysis) {
  IndexedArticle article = WithoutTerms(analysis);
  article.stored = true;
  article.language = vocabulary_.InternLanguage(analysis.meta.language);
  article.terms.reserve(analysis.terms.size());
  for (const Analysis::Term& term : analysis.terms) {
    const uint32_t id = vocabulary_.Intern(analysis.meta.language, term.stem, term.surface);
    article.terms.push_back(Indexed(term, id));
  }
  SortById(article.terms);
  if (semantics_ != nullptr) article.semantic = semantics_->Project(SampleOf(article));

  const ArticleIndex before = Find(analysis.meta.id);
  if (before != kNoArticle) {
    article.meta.story = articles_[before]->meta.story;
    Forget(before);
  }
  const ArticleIndex index = end();
  ids_[analysis.meta.id] = index;
  articles_.push_back(std::make_unique<IndexedArticle>(std::move(article)));
  postings_.Add(index, EntriesOf(*articles_[index]));
  Count(*articles_[index]);
  ResizeShingleCounts();
  return index;
}

void Corpus::Remove(ArticleIndex index) {
  ids_.erase(articles_[index]->meta.id);
  Forget(index);
  ResizeShingleCounts();
}

void Corpus::Forget(ArticleIndex index) {
  IndexedArticle& article = *articles_[index];
  postings_.Remove(index, EntriesOf(article));
  Uncount(article);
  article = IndexedArticle();
}

IndexedArticle Corpus::Transient(const Analysis& analysis) const {
  IndexedArticle article = WithoutTerms(analysis);
  article.language = vocabulary_.FindLanguage(analysis.meta.language);
  for (const Analysis::Term& term : analysis.terms) {
    const uint32_t id = vocabulary_.Find(analysis.meta.language, term.stem);
    if (id != kNoTerm) {
      article.terms.push_back(Indexed(term, id));
    } else {
      article.unknown_squares += uint64_t{term.weight} * term.weight;
    }
  }
  SortById(article.terms);
  if (semantics_ != nullptr) article.semantic = semantics_->Project(SampleOf(article));
  return article;
}

ArticleIndex Corpus::Find(absl::string_view id) const {
  const auto it = ids_.find(id);
  return it == ids_.end() ? kNoArticle : it->second;
}

void Corpus::SetStory(ArticleIndex index, absl::string_view story) {
  articles_[index]->meta.story = std::string(story);
}

bool Corpus::Before(ArticleIndex a, ArticleIndex b) const {
  const IndexedArticle& x = *articles_[a];
  const IndexedArticle& y = *articles_[b];
  return x.tie_break != y.tie_break ? x.tie_break < y.tie_break : x.meta.id < y.meta.id;
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
    if (articles_[i]->alive) order.push_back(i);
  }
  const auto before = [this](ArticleIndex a, ArticleIndex b) { return Before(a, b); };
  if (order.size() > kMaxSamples) {  // By hash of id, so it is a fair sample.
    std::nth_element(order.begin(), order.begin() + kMaxSamples, order.end(), before);
    order.resize(kMaxSamples);
  }
  std::sort(order.begin(), order.end(), before);
  std::vector<SemanticModel::Sample> samples;
  samples.reserve(order.size());
  for (const ArticleIndex i : order) samples.push_back(SampleOf(*articles_[i]));
  return samples;
}

SemanticVector Corpus::Project(const SemanticModel& model, ArticleIndex index) const {
  const IndexedArticle& article = *articles_[index];
  return article.alive ? model.Project(SampleOf(article)) : SemanticVector();
}

void Corpus::SetSemantics(std::shared_ptr<const SemanticModel> model,
                          std::vector<SemanticVector> vectors) {
  semantics_ = std::move(model);
  for (ArticleIndex i = 0; i < end(); ++i) articles_[i]->semantic = std::move(vectors[i]);
}

size_t Corpus::memory_bytes() const {
  size_t bytes = vocabulary_.memory_bytes() + postings_.memory_bytes() +
                 shingle_counts_.memory_bytes() + ids_.capacity() * 48;
  for (const auto& article : articles_) bytes += BytesOf(*article);
  return bytes;
}

std::vector<Postings::Entry> Corpus::EntriesOf(const IndexedArticle& article) const {
  std::vector<Postings::Entry> entries;
  entries.reserve(article.terms.size());
  for (const IndexedArticle::Term& term : article.terms) entries.push_back({term.id, term.weight});
  return entries;
}

SemanticModel::Sample Corpus::SampleOf(const IndexedArticle& article) const {
  SemanticModel::Sample sample;
  sample.reserve(article.terms.size());
  for (const IndexedArticle::Term& term : article.terms) {
    sample.push_back({vocabulary_.key(term.id), term.weight});
  }
  std::sort(sample.begin(), sample.end(),
            [](const auto& a, const auto& b) { return a.key < b.key; });
  return sample;
}

void Corpus::Count(const IndexedArticle& article) {
  for (const IndexedArticle::Term& term : article.terms) vocabulary_.AddUse(term.id);
  vocabulary_.AddArticle(article.language);
  shingle_counts_.Add(article.shingles);
}

void Corpus::Uncount(const IndexedArticle& article) {
  for (const IndexedArticle::Term& term : article.terms) vocabulary_.RemoveUse(term.id);
  vocabulary_.RemoveArticle(article.language);
  shingle_counts_.Remove(article.shingles);
}

void Corpus::ResizeShingleCounts() {
  if (!shingle_counts_.IsWrongSizeFor(size())) return;
  shingle_counts_.ResetFor(size());
  for (const auto& article : articles_) {
    if (article->alive) shingle_counts_.Add(article->shingles);
  }
}

}  // namespace akin

#include "services/recommendation/domain/scoring/marked_words.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "services/recommendation/domain/scoring/overlap.h"

namespace akin {
namespace {

double TitleCosine(const Overlap& titles) {
  const double product = titles.a * titles.b;
  return product > 0 ? std::min(1.0, titles.shared / std::sqrt(product)) : 0;
}

bool HasTerm(const std::vector<IndexedTerm>& terms, uint32_t id) {
  const auto it =
      std::lower_bound(terms.begin(), terms.end(), id,
                       [](const IndexedTerm& term, uint32_t wanted) { return term.id < wanted; });
  return it != terms.end() && it->id == id;
}

}  // namespace

MarkedWords::MarkedWords(const Corpus& corpus, const IndexedArticle& article)
    : corpus_(corpus), article_(article) {
  const auto add = [&corpus](uint32_t term, Kind& kind) {
    kind.terms.insert(term);
    kind.weight += corpus.vocabulary().IdfWithOneMore(term);
  };
  for (const IndexedArticle::Term& term : article.terms) {
    if (term.in_title) add(term.id, title_);
    if (term.is_name) add(term.id, names_);
  }
}

template <typename LeftOut>
double MarkedWords::Strangeness(ArticleIndex other, const LeftOut& left_out) const {
  const std::vector<IndexedTerm> others = corpus_.record(other).Terms();
  const auto share = [&](const std::vector<IndexedTerm>& of, const std::vector<IndexedTerm>& in) {
    double all = 0, strange = 0;
    for (const IndexedTerm& term : of) {
      if ((!term.in_title && !term.is_name) || left_out(term.id)) continue;
      const double weight = corpus_.vocabulary().IdfWithOneMore(term.id);
      all += weight;
      if (!HasTerm(in, term.id)) strange += weight;
    }
    return all > 0 ? strange / all : 0;
  };
  return (share(article_.terms, others) + share(others, article_.terms)) / 2;
}

template <typename LeftOut>
void MarkedWords::Compare(ArticleIndex other, Overlap titles, Overlap names,
                          const LeftOut& left_out, PairFeatures& features) const {
  const Vocabulary& words = corpus_.vocabulary();
  const ArticleRecord record = corpus_.record(other);
  const uint32_t base = words.IdfBaseWithOneMore(record.language());
  const auto add = [&](uint32_t term, const Kind& kind, Overlap& overlap) {
    if (left_out(term)) return;
    overlap.Add(words.IdfWithOneMore(term, base), kind.terms.contains(term));
  };
  record.ForEachMarked([&](uint32_t term) { add(term, title_, titles); },
                       [&](uint32_t term) { add(term, names_, names); });
  features.title_cosine = TitleCosine(titles);
  features.name_overlap = names.OfSmaller();
  features.strange_words = Strangeness(other, left_out);
}

void MarkedWords::Compare(ArticleIndex other, PairFeatures& features) const {
  Compare(
      other, {.a = title_.weight}, {.a = names_.weight}, [](uint32_t) { return false; }, features);
}

void MarkedWords::CompareWithout(const SharedForm& form, ArticleIndex other,
                                 PairFeatures& features) const {
  Compare(
      other, {.a = WeightWithout(form, title_)}, {.a = WeightWithout(form, names_)},
      [&form](uint32_t term) { return form.HasTerm(term); }, features);
}

double MarkedWords::WeightWithout(const SharedForm& form, const Kind& kind) const {
  double weight = 0;
  for (const uint32_t term : kind.terms) {
    if (!form.HasTerm(term)) weight += corpus_.vocabulary().IdfWithOneMore(term);
  }
  return weight;
}

}  // namespace akin

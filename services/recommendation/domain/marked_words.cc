#include "services/recommendation/domain/marked_words.h"

#include <algorithm>
#include <cmath>

#include "services/recommendation/domain/overlap.h"

namespace akin {
namespace {

double TitleCosine(const Overlap& titles) {
  const double product = titles.a * titles.b;
  return product > 0 ? std::min(1.0, titles.shared / std::sqrt(product)) : 0;
}

}  // namespace

MarkedWords::MarkedWords(const Corpus& corpus, const IndexedArticle& article) : corpus_(corpus) {
  const auto add = [&corpus](uint32_t term, Kind& kind) {
    kind.terms.insert(term);
    kind.weight += corpus.vocabulary().IdfWithOneMore(term);
  };
  for (const IndexedArticle::Term& term : article.terms) {
    if (term.in_title) add(term.id, title_);
    if (term.is_name) add(term.id, names_);
  }
}

void MarkedWords::Compare(ArticleIndex other, PairFeatures& features) const {
  const Vocabulary& words = corpus_.vocabulary();
  const ArticleRecord record = corpus_.record(other);
  const uint32_t base = words.IdfBaseWithOneMore(record.language());
  Overlap titles{.a = title_.weight}, names{.a = names_.weight};
  record.ForEachMarked(
      [&](uint32_t term) {
        titles.Add(words.IdfWithOneMore(term, base), title_.terms.contains(term));
      },
      [&](uint32_t term) {
        names.Add(words.IdfWithOneMore(term, base), names_.terms.contains(term));
      });
  features.title_cosine = TitleCosine(titles);
  features.name_overlap = names.OfSmaller();
}

}  // namespace akin

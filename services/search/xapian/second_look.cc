#include "services/search/xapian/second_look.h"

#include <algorithm>
#include <cmath>

#include "absl/hash/hash.h"
#include "services/search/xapian/schema.h"

namespace akin {
namespace {

// So many of the best texts may have words in common, and so many of these count.
constexpr size_t kBest = 10;
constexpr size_t kCommonWords = 20;
// Of these, chosen by how often the texts have them, it is looked up how rare they are.
constexpr size_t kLookedUp = 100;
// A word that more of the articles have tells nothing.
constexpr double kMostArticles = 0.3;
// Of so many matches it is looked where the words stand, and whether they are so near.
constexpr size_t kPlaced = 20;
constexpr Xapian::termpos kFarthest = 10;
// The best match stands out if it does from the one of this rank.
constexpr size_t kEqualRank = 4;

double Rarity(double all, double some) { return std::log(1 + (all - some + 0.5) / (some + 0.5)); }

// The least distance of two places, which ascend; more than kFarthest if there are none.
Xapian::termpos Distance(const std::vector<Xapian::termpos>& a,
                         const std::vector<Xapian::termpos>& b) {
  Xapian::termpos least = kFarthest + 1;
  for (size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    const Xapian::termpos distance = a[i] < b[k] ? b[k] - a[i] : a[i] - b[k];
    if (distance > 0) least = std::min(least, distance);
    a[i] < b[k] ? ++i : ++k;
  }
  return least;
}

// Words, not those of a field or of a value, see schema.h.
bool IsWord(const std::string& term) { return !term.empty() && (term[0] < 'A' || term[0] > 'Z'); }
bool IsStem(const std::string& term) { return !term.empty() && term[0] == 'Z'; }

void SortByWeight(std::vector<SecondLook::Match>& matches) {
  std::stable_sort(matches.begin(), matches.end(),
                   [](const auto& a, const auto& b) { return a.weight > b.weight; });
}

// Greatest first.
template <typename Value, typename Word>
void SortBy(const Value& value, std::vector<Word>& words) {
  std::sort(words.begin(), words.end(), [&](const Word& a, const Word& b) {
    const double of_a = value(a), of_b = value(b);
    return of_a != of_b ? of_a > of_b : a.stem < b.stem;
  });
}

std::vector<std::string> FormsOf(const QueryPlan& plan) {
  std::vector<std::string> forms;
  for (const auto* words : {&plan.words, &plan.parts}) {
    for (const PlainWord& plain : *words) {
      if (!plain.word.forms.empty()) forms.push_back(plain.word.forms.front());
    }
  }
  return forms;
}

}  // namespace

SecondLook::SecondLook(const Xapian::Database& database, const QueryPlan& plan,
                       const SearchWeights& weights)
    : database_(database), plan_(plan), weights_(weights), grams_(FormsOf(plan)) {}

// As in BM25.
double SecondLook::Saturated(double count, double length) const {
  const double k1 = weights_.look_k1, b = weights_.look_b;
  return count * (k1 + 1) / (count + k1 * (1 - b + b * length));
}

void SecondLook::Apply(std::vector<Match>& matches) {
  const auto end = matches.begin() + std::min(matches.size(), kMatches);
  std::vector<Match> best(matches.begin(), end);
  Reorder(best);
  std::copy(best.begin(), best.end(), matches.begin());
}

void SecondLook::Reorder(std::vector<Match>& matches) {
  if (matches.size() < 2) return;
  const bool are_equal =
      matches.size() > kEqualRank &&
      matches[kEqualRank].weight >= weights_.equal_share * matches.front().weight;
  if (!are_equal && grams_.size() == 0) return;
  Texts texts;
  for (const Match& match : matches) texts.emplace(match.id, Read(match.id));
  AddNearWords(texts, matches);
  AddNeighbours(matches);
  if (are_equal) AddCommonWords(texts, matches);
}

SecondLook::Text SecondLook::Read(Xapian::docid id) const {
  Text text;
  for (auto at = database_.termlist_begin(id); at != database_.termlist_end(id); ++at) {
    const std::string term = *at;
    const double count = at.get_wdf();
    if (IsStem(term)) {
      text.stems.push_back({absl::HashOf(term), count});
      text.stem_count += count;
    } else if (IsWord(term)) {
      grams_.Count(term, count, text.grams);
    }
  }
  return text;
}

// The rarity of a gram is that among these texts.
void SecondLook::AddNearWords(const Texts& texts, std::vector<Match>& matches) const {
  double average = 0;
  std::vector<int> having(grams_.size());
  for (const auto& [id, text] : texts) {
    average += text.grams.total / texts.size();
    for (size_t i = 0; i < text.grams.counts.size(); ++i) having[i] += text.grams.counts[i] > 0;
  }
  for (Match& match : matches) {
    const GramCounts& grams = texts.at(match.id).grams;
    for (size_t i = 0; i < grams.counts.size(); ++i) {
      if (grams.counts[i] == 0) continue;
      match.weight += weights_.gram_share * grams_.weight(i) * Rarity(texts.size(), having[i]) *
                      Saturated(grams.counts[i], grams.total / average);
    }
  }
  SortByWeight(matches);
}

std::vector<SecondLook::PlacedWord> SecondLook::PlacedWords() const {
  const double all = database_.get_doccount();
  std::vector<PlacedWord> words;
  for (const PlainWord& plain : plan_.words) {
    if (plain.word.forms.empty()) continue;
    const std::string term = xapian_schema::Term("", plain.word.forms.front());
    words.push_back({term, Rarity(all, database_.get_termfreq(term))});
  }
  return words;
}

SecondLook::Places SecondLook::PlacesOf(const PlacedWord& word, Xapian::docid id) const {
  return Places(database_.positionlist_begin(id, word.term),
                database_.positionlist_end(id, word.term));
}

// Of the first matches; neighbours in the query that are so many places apart in the text.
void SecondLook::AddNeighbours(std::vector<Match>& matches) const {
  const std::vector<PlacedWord> words = PlacedWords();
  for (size_t i = 0; i < std::min(matches.size(), kPlaced); ++i) {
    Places before;
    for (size_t k = 0; k < words.size(); ++k) {
      Places here = PlacesOf(words[k], matches[i].id);
      const Xapian::termpos distance = Distance(before, here);
      if (distance <= kFarthest) {
        const double rarity = std::min(words[k - 1].rarity, words[k].rarity);
        matches[i].weight += weights_.near_share * rarity / distance;
      }
      before = std::move(here);
    }
  }
  SortByWeight(matches);
}

std::vector<SecondLook::CommonWord> SecondLook::CommonWords(
    const Texts& texts, const std::vector<Match>& matches) const {
  struct Found {
    double share = 0;
    int texts = 0;
  };
  absl::flat_hash_map<std::string, Found> found;
  for (size_t i = 0; i < std::min(kBest, matches.size()); ++i) {
    const Xapian::docid id = matches[i].id;
    const double weight = matches[i].weight / matches.front().weight / texts.at(id).stem_count;
    auto at = database_.termlist_begin(id);
    for (at.skip_to("Z"); at != database_.termlist_end(id) && IsStem(*at); ++at) {
      Found& stem = found[*at];
      stem.share += weight * at.get_wdf();
      ++stem.texts;
    }
  }
  std::vector<CommonWord> words;
  for (const auto& [stem, of] : found) {
    if (of.texts > 1) words.push_back({stem, of.share, 0});
  }
  return words;
}

void SecondLook::KeepTelling(std::vector<CommonWord>& words) const {
  const double all = database_.get_doccount();
  SortBy([](const CommonWord& word) { return word.share; }, words);
  if (words.size() > kLookedUp) words.resize(kLookedUp);
  for (CommonWord& word : words) {
    const double articles = database_.get_termfreq(word.stem);
    word.rarity = articles > kMostArticles * all ? 0 : Rarity(all, articles);
  }
  SortBy([](const CommonWord& word) { return word.share * word.rarity; }, words);
  while (words.size() > kCommonWords || (!words.empty() && words.back().rarity == 0)) {
    words.pop_back();
  }
}

void SecondLook::AddCommonWords(const Texts& texts, std::vector<Match>& matches) const {
  std::vector<CommonWord> words = CommonWords(texts, matches);
  KeepTelling(words);
  double shares = 0;
  for (const CommonWord& word : words) shares += word.share;
  absl::flat_hash_map<size_t, double> weights;
  for (const CommonWord& word : words) {
    weights[absl::HashOf(word.stem)] =
        weights_.common_share * plan_.words.size() * word.share / shares * word.rarity;
  }
  double average = 0;
  for (const auto& [id, text] : texts) average += text.stem_count / texts.size();
  for (Match& match : matches) {
    const Text& text = texts.at(match.id);
    for (const Stem& stem : text.stems) {
      const auto weight = weights.find(stem.hash);
      if (weight == weights.end()) continue;
      match.weight += weight->second * Saturated(stem.count, text.stem_count / average);
    }
  }
  SortByWeight(matches);
}

}  // namespace akin

#include "tests/bench/corpus/words.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace akin::bench {
namespace {

struct Weighted {
  const char* word;
  int weight;  // per 10,000 words of English news, roughly
};

constexpr Weighted kFunctionWords[] = {
    {"the", 600},  {"to", 270},    {"of", 260},    {"and", 245},   {"a", 235},     {"in", 215},
    {"that", 100}, {"is", 85},     {"for", 95},    {"on", 85},     {"was", 75},    {"it", 75},
    {"with", 70},  {"he", 70},     {"be", 55},     {"as", 60},     {"at", 60},     {"by", 60},
    {"has", 50},   {"have", 48},   {"from", 48},   {"are", 46},    {"his", 45},    {"an", 40},
    {"but", 42},   {"not", 40},    {"they", 38},   {"will", 36},   {"their", 30},  {"this", 34},
    {"who", 32},   {"had", 32},    {"were", 32},   {"been", 30},   {"which", 26},  {"after", 24},
    {"its", 30},   {"we", 28},     {"would", 26},  {"or", 22},     {"i", 32},      {"more", 22},
    {"she", 22},   {"her", 24},    {"up", 18},     {"out", 18},    {"there", 18},  {"about", 18},
    {"when", 18},  {"one", 18},    {"can", 14},    {"all", 16},    {"into", 14},   {"over", 14},
    {"also", 14},  {"him", 12},    {"if", 13},     {"than", 13},   {"no", 12},     {"what", 12},
    {"you", 16},   {"them", 11},   {"some", 11},   {"could", 11},  {"so", 11},     {"other", 10},
    {"before", 9}, {"against", 9}, {"two", 10},    {"because", 8}, {"while", 8},   {"our", 8},
    {"do", 8},     {"any", 7},     {"only", 7},    {"should", 6},  {"between", 6}, {"being", 6},
    {"these", 6},  {"where", 6},   {"most", 6},    {"such", 5},    {"through", 5}, {"under", 5},
    {"then", 5},   {"did", 5},     {"how", 5},     {"until", 4},   {"both", 4},    {"very", 4},
    {"does", 3},   {"same", 3},    {"those", 4},   {"during", 5},  {"may", 6},     {"just", 6},
    {"now", 6},    {"even", 4},    {"my", 6},      {"me", 5},      {"own", 3},     {"off", 4},
    {"down", 4},   {"again", 3},   {"further", 2}, {"each", 3},    {"few", 2},     {"too", 3},
    {"here", 2},   {"why", 2},     {"your", 4},    {"us", 4},      {"himself", 2}, {"nor", 1},
};

// Ends of the weights' running sum.
constexpr auto kFunctionSums = [] {
  std::array<int, std::size(kFunctionWords)> sums{};
  int sum = 0;
  for (size_t i = 0; i < sums.size(); ++i) sums[i] = sum += kFunctionWords[i].weight;
  return sums;
}();

// Consonant and vowel; two of them and a consonant at the end read like a word.
constexpr absl::string_view kConsonants = "bcdfghjklmnprstvwyz";
constexpr absl::string_view kVowels = "aeiou";
constexpr absl::string_view kEnds = "nrltmdkp";
constexpr uint64_t kSyllables = kConsonants.size() * kVowels.size();

// The digits of `code` to the base of the syllables.
std::string Syllables(uint64_t code, int count) {
  std::string out;
  for (int i = 0; i < count; ++i, code /= kSyllables) {
    out.push_back(kConsonants[code % kSyllables / kVowels.size()]);
    out.push_back(kVowels[code % kVowels.size()]);
  }
  return out;
}

constexpr uint64_t Power(uint64_t base, int exponent) {
  return exponent == 0 ? 1 : base * Power(base, exponent - 1);
}

// Shuffles the numbers below `size`, which must not be a multiple of the prime.
uint64_t Scatter(uint64_t number, uint64_t size) {
  constexpr uint64_t kPrime = 2654435761;  // Knuth's
  return static_cast<unsigned __int128>(number % size) * kPrime % size;
}

// `number` as syllables and a last consonant, as short as leaves room for all smaller ones.
std::string Closed(uint64_t number) {
  int count = 2;
  uint64_t size = Power(kSyllables, count) * kEnds.size();
  for (; number >= size; size *= kSyllables, ++count) number -= size;
  const uint64_t code = Scatter(number, size);
  return absl::StrCat(Syllables(code / kEnds.size(), count), kEnds.substr(code % kEnds.size(), 1));
}

std::string CapitalizedWord(std::string word) {
  word[0] = absl::ascii_toupper(word[0]);
  return word;
}

template <size_t N>
absl::string_view Pick(const char* const (&choices)[N], uint64_t number) {
  return choices[number % N];
}

// From here on words become rarer faster (Ferrer i Cancho & Solé 2001 see the bend at some
// thousand).
constexpr uint64_t kBend = 4000;
constexpr double kBeyondBend = 0.06;  // share of the words beyond it

}  // namespace

absl::string_view FunctionWord(Random& random) {
  const int point = static_cast<int>(random.Below(kFunctionSums.back()));
  const auto it = std::upper_bound(kFunctionSums.begin(), kFunctionSums.end(), point);
  return kFunctionWords[it - kFunctionSums.begin()].word;
}

std::string ContentWord(uint64_t rank) {
  constexpr uint64_t kShort = 900;  // "gabo" and the like, for the commonest
  if (rank < kShort) return Syllables(Scatter(rank, Power(kSyllables, 2)), 2);
  return Closed(rank - kShort);
}

uint64_t GeneralRank(Random& random) {
  static const Zipf common(kBend, 1.05, 55);
  static const Zipf rare(uint64_t{1} << 40, 1.6, 3 * kBend);
  return random.Chance(kBeyondBend) ? kBend + rare(random) : common(random);
}

std::string Inflect(std::string word, Random& random) {
  const double form = random.Unit();
  if (form < 0.68) return word;
  if (form < 0.84) return word + "s";
  return word + (form < 0.92 ? "ed" : "ing");
}

std::string FirstName(uint64_t number) {
  constexpr uint64_t kFirstNames = 600;
  return CapitalizedWord(
      absl::StrCat(Syllables(Scatter(number % kFirstNames, kSyllables * kSyllables), 2),
                   number % 2 ? "h" : "x"));
}

std::string Surname(uint64_t number) {
  static constexpr const char* kEndings[] = {"sen", "son", "berg", "ov", "ski", "ez", "ini", "ley"};
  return CapitalizedWord(absl::StrCat(Closed(number), Pick(kEndings, Mix(number))));
}

std::string PlaceName(uint64_t number) {
  static constexpr const char* kEndings[] = {"burg", "ton",  "ville", "stan",
                                             "holm", "grad", "ford"};
  return CapitalizedWord(absl::StrCat(Closed(number), Pick(kEndings, Mix(number))));
}

std::string OrganisationName(uint64_t number) {
  static constexpr const char* kKinds[] = {"Bank",  "Party", "United", "Group",
                                           "Union", "Court", "Energy", "Ministry"};
  return absl::StrCat(CapitalizedWord(absl::StrCat(Closed(number), "co")), " ",
                      Pick(kKinds, Mix(number)));
}

}  // namespace akin::bench

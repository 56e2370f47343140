#ifndef AKIN_TESTS_BENCH_CORPUS_WORDS_H_
#define AKIN_TESTS_BENCH_CORPUS_WORDS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "tests/bench/corpus/random.h"

// An English-like vocabulary without end: real function words, made-up words for the rest.
namespace akin::bench {

// One of English's function words, as often as English has it.
absl::string_view FunctionWord(Random& random);

// The content word of a rank; every rank has its own, and common ones are shorter.
std::string ContentWord(uint64_t rank);

// The rank of a content word as general as news have it: frequency falls like rank^-1 at first and
// faster further on, and there is no last rank, so that new words never end.
uint64_t GeneralRank(Random& random);

// The word in one of its forms: as it is, or with an ending.
std::string Inflect(std::string word, Random& random);

// Names by number, each its own and none a content word.
std::string FirstName(uint64_t number);  // as many as languages have, some 600
std::string Surname(uint64_t number);
std::string PlaceName(uint64_t number);
std::string OrganisationName(uint64_t number);

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_CORPUS_WORDS_H_

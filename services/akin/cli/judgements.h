#ifndef AKIN_SERVICES_AKIN_CLI_JUDGEMENTS_H_
#define AKIN_SERVICES_AKIN_CLI_JUDGEMENTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// What people think of lists of similar articles, and how well a list does by it: pure functions.
namespace akin {

// What one seed's list should have.
struct Judgement {
  std::string seed;                      // "articles/…"
  std::map<std::string, double> grades;  // By article: 0 for no use, the more the better.
};

// One judgement a line: {"seed": "articles/x", "judgements": {"articles/y": 2, …}}. Names may leave
// out "articles/". INVALID_ARGUMENT "line N: …".
absl::StatusOr<std::vector<Judgement>> ParseJudgements(absl::string_view text);

// Normalised discounted cumulative gain of the first k; Järvelin and Kekäläinen (2002). What is not
// judged gains nothing. 1 if nothing is worth listing.
double Ndcg(const Judgement& judgement, const std::vector<std::string>& listed, size_t k);

// How many of `texts`, given in order, repeat most of an earlier one: they have 60 % of the shorter
// one's sequences of four words in common.
int CountRepetitions(const std::vector<std::vector<std::string>>& texts);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_CLI_JUDGEMENTS_H_

#include "services/akin/cli/judgements.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "nlohmann/json.hpp"
#include "services/akin/cli/names.h"

namespace akin {
namespace {

constexpr size_t kWordsOfSequence = 4;
constexpr double kRepeatedShare = 0.6;

absl::StatusOr<Judgement> ParseLine(absl::string_view line) {
  const auto json = nlohmann::json::parse(std::string(line), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return absl::InvalidArgumentError("no JSON object");
  const auto seed = json.find("seed");
  const auto grades = json.find("judgements");
  if (seed == json.end() || !seed->is_string()) return absl::InvalidArgumentError("no seed");
  if (grades == json.end() || !grades->is_object())
    return absl::InvalidArgumentError("no judgements");
  Judgement judgement{.seed = ArticleName(seed->get<std::string>()), .grades = {}};
  for (const auto& [article, grade] : grades->items()) {
    if (!grade.is_number() || grade.get<double>() < 0)
      return absl::InvalidArgumentError(absl::StrCat(article, ": want a number from 0 on"));
    judgement.grades[ArticleName(article)] = grade.get<double>();
  }
  return judgement;
}

double Discounted(const std::vector<double>& gains, size_t k) {
  double sum = 0;
  for (size_t i = 0; i < std::min(k, gains.size()); ++i) sum += gains[i] / std::log2(i + 2.0);
  return sum;
}

std::set<std::string> SequencesOf(const std::vector<std::string>& words) {
  std::set<std::string> sequences;
  for (size_t i = 0; i + kWordsOfSequence <= words.size(); ++i) {
    std::string sequence;
    for (size_t j = i; j < i + kWordsOfSequence; ++j) absl::StrAppend(&sequence, words[j], " ");
    sequences.insert(std::move(sequence));
  }
  return sequences;
}

bool IsRepetition(const std::set<std::string>& a, const std::set<std::string>& b) {
  const size_t shorter = std::min(a.size(), b.size());
  if (shorter == 0) return false;
  const auto shared =
      std::count_if(a.begin(), a.end(), [&b](const std::string& s) { return b.count(s) > 0; });
  return static_cast<double>(shared) >= kRepeatedShare * static_cast<double>(shorter);
}

}  // namespace

absl::StatusOr<std::vector<Judgement>> ParseJudgements(absl::string_view text) {
  std::vector<Judgement> judgements;
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    absl::StatusOr<Judgement> judgement = ParseLine(line);
    if (!judgement.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, ": ", judgement.status().message()));
    }
    judgements.push_back(*std::move(judgement));
  }
  return judgements;
}

double Ndcg(const Judgement& judgement, const std::vector<std::string>& listed, size_t k) {
  std::vector<double> ideal;
  for (const auto& [article, grade] : judgement.grades) ideal.push_back(grade);
  std::sort(ideal.begin(), ideal.end(), std::greater<>());
  std::vector<double> gains;
  for (const std::string& article : listed) {
    const auto it = judgement.grades.find(article);
    gains.push_back(it == judgement.grades.end() ? 0 : it->second);
  }
  const double best = Discounted(ideal, k);
  return best > 0 ? Discounted(gains, k) / best : 1;
}

int CountRepetitions(const std::vector<std::vector<std::string>>& texts) {
  std::vector<std::set<std::string>> earlier;
  int repetitions = 0;
  for (const auto& text : texts) {
    std::set<std::string> sequences = SequencesOf(text);
    repetitions += std::any_of(earlier.begin(), earlier.end(), [&sequences](const auto& other) {
      return IsRepetition(sequences, other);
    });
    earlier.push_back(std::move(sequences));
  }
  return repetitions;
}

}  // namespace akin

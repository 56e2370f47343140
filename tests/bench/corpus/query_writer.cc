#include "tests/bench/corpus/query_writer.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace akin::bench {
namespace {

constexpr size_t kQuestionWords = 8;

std::vector<std::string> WordsOf(const std::string& text) {
  std::vector<std::string> words;
  for (const absl::string_view word :
       absl::StrSplit(text, absl::ByAnyChar(" .,\n"), absl::SkipEmpty())) {
    words.push_back(absl::AsciiStrToLower(word));
  }
  return words;
}

std::string FirstOf(const std::vector<std::string>& words, size_t count) {
  const auto end = words.begin() + std::min(count, words.size());
  return absl::StrJoin(words.begin(), end, " ");
}

// The words of a headline that say most, the longest first.
std::vector<std::string> Telling(const std::string& headline) {
  std::vector<std::string> words = WordsOf(headline);
  std::stable_sort(words.begin(), words.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

std::string TextOf(const std::string& kind, const SyntheticArticle& article) {
  if (kind == "question") return FirstOf(WordsOf(article.body), kQuestionWords) + "?";
  if (kind == "phrase") return "\"" + FirstOf(WordsOf(article.body), 2) + "\"";
  return FirstOf(Telling(article.headline), kind == "three_words" ? 3 : 1);
}

}  // namespace

std::vector<SyntheticQuery> WriteQueries(const SyntheticArticle& article) {
  std::vector<SyntheticQuery> queries;
  for (const char* kind : kQueryKinds) {
    queries.push_back({kind, TextOf(kind, article), article.source});
  }
  return queries;
}

}  // namespace akin::bench

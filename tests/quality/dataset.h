#ifndef AKIN_TESTS_QUALITY_DATASET_H_
#define AKIN_TESTS_QUALITY_DATASET_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "akin/news/v1/article.pb.h"

// Quality data: one article a line as JSON. Labels are never looked at.
namespace akin {

// What an article is for.
enum class Role {
  kQuery,       // asked about, and listed
  kDistractor,  // listed, not asked about
  kBackground,  // neither: it only shapes the statistics
};

struct DataArticle {
  std::string id;  // the data's own
  Role role = Role::kQuery;
  news::v1::Article article;
};

// One line. INVALID_ARGUMENT if it is not a JSON object with an `id`.
absl::StatusOr<DataArticle> ParseDataLine(const std::string& line, Role role);

// The articles of a file. INVALID_ARGUMENT "FILE:LINE: …".
absl::StatusOr<std::vector<DataArticle>> ReadDataFile(const std::string& path, Role role);

// `sources/{id}` for any text: "BBC News" → "sources/bbc-news-…", where the end keeps texts apart
// whose letters are the same.
std::string SourceOf(absl::string_view text);

// A filter that background articles, and no others, do not pass.
std::string WithoutBackground();

}  // namespace akin

#endif  // AKIN_TESTS_QUALITY_DATASET_H_

#include "tests/quality/dataset.h"

#include <cstdint>
#include <fstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/status/status_macros.h"
#include "common/text/unicode.h"
#include "common/time/proto_time.h"
#include "common/url/url.h"
#include "nlohmann/json.hpp"

namespace akin {
namespace {

// Stands before the ids of background articles.
constexpr absl::string_view kBackgroundPrefix = "akin.background/";

std::string Field(const nlohmann::json& object, const char* name) {
  const auto it = object.find(name);
  return it != object.end() && it->is_string() ? it->get<std::string>() : "";
}

// The title; where there is none, the first sentence; an article without any text keeps its id.
std::string Headline(const nlohmann::json& object) {
  constexpr size_t kMaxBytes = 2000;
  const std::string title = CollapseWhitespace(Field(object, "title"));
  if (!title.empty()) return std::string(TruncateUtf8(title, kMaxBytes));
  for (const char* name : {"body", "summary"}) {
    const std::string sentence = FirstSentence(Field(object, name));
    if (!sentence.empty()) return sentence;
  }
  return Field(object, "id");
}

void SetPublished(const std::string& text, news::v1::Article& article) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error) ||
      absl::ParseTime("%Y-%m-%d", text, &time, &error))
    *article.mutable_publish_time() = ToProto(time);
}

// FNV-1a, https://datatracker.ietf.org/doc/html/draft-eastlake-fnv-17; it need only tell apart the
// few sources of one data set.
uint32_t Fnv1a(absl::string_view text) {
  uint32_t hash = 2166136261u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

}  // namespace

std::string SourceOf(absl::string_view text) {
  std::string slug;
  for (const char c : text) {
    if (absl::ascii_isalnum(c)) {
      slug.push_back(absl::ascii_tolower(c));
    } else if (!slug.empty() && slug.back() != '-') {
      slug.push_back('-');
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  if (slug == text) return absl::StrCat("sources/", slug);
  return absl::StrCat("sources/", slug.substr(0, 40), slug.empty() ? "s" : "-",
                      absl::StrFormat("%08x", Fnv1a(text)));
}

std::string WithoutBackground() {
  return absl::StrCat("external_id != \"", kBackgroundPrefix, "*\"");
}

absl::StatusOr<DataArticle> ParseDataLine(const std::string& line, Role role) {
  const nlohmann::json object = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return absl::InvalidArgumentError("not a JSON object");
  DataArticle out;
  out.id = Field(object, "id");
  out.role = role;
  if (out.id.empty()) return absl::InvalidArgumentError("no id");
  news::v1::Article& article = out.article;
  article.set_external_id(role == Role::kBackground ? absl::StrCat(kBackgroundPrefix, out.id)
                                                    : out.id);
  article.set_headline(Headline(object));
  article.set_summary(Field(object, "summary"));
  article.set_body(Field(object, "body"));
  article.set_language(Field(object, "lang"));
  if (const std::string source = Field(object, "source"); !source.empty())
    article.set_source(SourceOf(source));
  if (const std::string url = Field(object, "url"); !UrlHost(url).empty())
    article.set_canonical_url(url);
  SetPublished(Field(object, "published"), article);
  return out;
}

absl::StatusOr<std::vector<DataArticle>> ReadDataFile(const std::string& path, Role role) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  std::vector<DataArticle> out;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    auto article = ParseDataLine(line, role);
    if (!article.ok())
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", number, ": ", article.status().message()));
    out.push_back(*std::move(article));
  }
  return out;
}

}  // namespace akin

// libFuzzer's entry to what reads texts and bytes of others: the reader that AKIN_FUZZ_READ names.

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "common/access/policy_json.h"
#include "common/access/tokens.h"
#include "common/cache/cache_entry.h"
#include "common/filter/article_filter.h"
#include "common/page/page_token.h"
#include "common/text/utf8.h"
#include "services/search/domain/match_codec.h"
#include "services/search/domain/query.h"
#include "tests/fuzz/require.h"

namespace akin::fuzz {

void CheckError(const absl::Status& status, absl::StatusCode code, absl::string_view bytes) {
  if (status.ok()) return;
  Require(status.code() == code, "errors are the reader's own", bytes);
  Require(!status.message().empty(), "errors say why", bytes);
}

// An article that has something in each field.
news::v1::Article SomeArticle() {
  news::v1::Article article;
  article.set_name("articles/a");
  article.set_headline("Ferry returns");
  article.set_source("sources/wire.example");
  article.set_language("en-GB");
  article.add_categories("news");
  article.add_keywords("ferry");
  article.add_authors("Ada");
  article.mutable_publish_time()->set_seconds(1'700'000'000);
  article.set_story("stories/s");
  article.set_external_id("1");
  article.set_canonical_url("https://wire.example/1");
  return article;
}

[[maybe_unused]] void ReadFilter(absl::string_view bytes) {
  static const auto& article = *new news::v1::Article(SomeArticle());
  const auto filter = ParseArticleFilter(bytes);
  CheckError(filter.status(), absl::StatusCode::kInvalidArgument, bytes);
  if (filter.ok()) MatchesArticle(*filter, article);
}

void CheckNode(const QueryNode& node, absl::string_view query) {
  Require(node.begin <= node.end && node.end <= query.size(), "places are in the query", query);
  Require(node.kind != QueryNode::Kind::kNot || node.children.size() == 1, "a not has one", query);
  for (const QueryNode& child : node.children) CheckNode(child, query);
}

[[maybe_unused]] void ReadQuery(absl::string_view bytes) {
  const auto query = ParseQuery(bytes, {});
  CheckError(query.status(), absl::StatusCode::kInvalidArgument, bytes);
  if (query.ok()) CheckNode(*query, bytes);
}

[[maybe_unused]] void ReadPageToken(absl::string_view bytes) {
  const auto token = DecodePageToken(bytes, 7);
  CheckError(token.status(), absl::StatusCode::kInvalidArgument, bytes);
  const PageToken written{7, {"log", 3}, std::string(bytes)};
  const auto read = DecodePageToken(EncodePageToken(written), 7);
  Require(read.ok() && read->cursor == bytes, "what is written is read", bytes);
}

[[maybe_unused]] void ReadPolicy(absl::string_view bytes) {
  const auto policy = ParsePolicy(bytes);
  CheckError(policy.status(), absl::StatusCode::kInvalidArgument, bytes);
  if (!policy.ok()) return;
  const Caller nobody;
  const CallFacts call{nobody, "/akin.search.v1.SearchService/SearchArticles",
                       [](const std::string&) { return absl::nullopt; }};
  policy->Allows(call);
  policy->GrantsOf(nobody);
}

[[maybe_unused]] void ReadTokens(absl::string_view bytes) {
  const auto tokens = Tokens::Parse(bytes);
  CheckError(tokens.status(), absl::StatusCode::kInvalidArgument, bytes);
  if (tokens.ok()) tokens->NameOf(bytes);
}

// What Redis gives back: an entry, and in it what search keeps.
[[maybe_unused]] void ReadCached(absl::string_view bytes) {
  const auto entry = DecodeCacheEntry(bytes);
  CheckError(entry.status(), absl::StatusCode::kDataLoss, bytes);
  if (entry.ok()) {
    Require(DecodeCacheEntry(EncodeCacheEntry(**entry)).ok(), "entries can be written again",
            bytes);
  }
  const auto match = DecodeMatchResult(entry.ok() ? (*entry)->value : bytes);
  CheckError(match.status(), absl::StatusCode::kDataLoss, bytes);
}

}  // namespace akin::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  akin::fuzz::AKIN_FUZZ_READ({reinterpret_cast<const char*>(data), size});
  return 0;
}

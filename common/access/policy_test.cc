#include "common/access/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "common/access/policy_json.h"

namespace akin {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kRules[] = R"({
  "name": "test",
  "allow_rules": [
    {"name": "readers", "source": {"principals": ["spiffe://a/reader", "*.readers.example"]},
     "request": {"paths": ["/akin.search.v1.SearchService/*", "*/GetArticle"]}},
    {"name": "everyone", "request": {"paths": ["/open.Service/Method"]}},
    {"name": "known", "source": {"principals": ["*"]}, "request": {"paths": ["/known.Service/Method"]}},
    {"name": "tenants", "request": {"paths": ["/tenant.Service/*"],
      "headers": [{"key": "X-Tenant", "values": ["a*", "b"]}, {"key": "x-any", "values": ["*"]}]}}
  ],
  "deny_rules": [
    {"name": "banned", "source": {"principals": ["spiffe://a/banned"]}},
    {"name": "closed", "request": {"paths": ["/akin.search.v1.SearchService/Closed"]}}
  ]
})";

class PolicyTest : public ::testing::Test {
 protected:
  bool Allows(const std::vector<std::string>& principals, absl::string_view path) {
    const Caller caller{principals};
    return policy_.Allows({caller, path, [this](const std::string& key) {
                             const auto found = headers_.find(key);
                             return found == headers_.end()
                                        ? absl::optional<std::string>()
                                        : absl::optional<std::string>(found->second);
                           }});
  }

  const AccessPolicy policy_ = ParsePolicy(kRules).value();
  std::map<std::string, std::string> headers_;
};

TEST_F(PolicyTest, ARuleIsOfItsPrincipalsAndPaths) {
  EXPECT_TRUE(Allows({"spiffe://a/reader"}, "/akin.search.v1.SearchService/SearchArticles"));
  EXPECT_TRUE(Allows({"x", "p.readers.example"}, "/akin.storage.v1.StorageService/GetArticle"));
  EXPECT_FALSE(Allows({"spiffe://a/reader2"}, "/akin.search.v1.SearchService/SearchArticles"));
  EXPECT_FALSE(Allows({"spiffe://a/reader"}, "/akin.storage.v1.StorageService/PurgeArticle"));
  EXPECT_FALSE(Allows({}, "/akin.search.v1.SearchService/SearchArticles"));
}

TEST_F(PolicyTest, WithoutPrincipalsEveryoneIsMeantAndByAStarWhoeverIsKnown) {
  EXPECT_TRUE(Allows({}, "/open.Service/Method"));
  EXPECT_FALSE(Allows({}, "/known.Service/Method"));
  EXPECT_TRUE(Allows({"token:x"}, "/known.Service/Method"));
}

TEST_F(PolicyTest, DenyingComesFirst) {
  EXPECT_FALSE(Allows({"spiffe://a/banned"}, "/open.Service/Method"));
  EXPECT_FALSE(Allows({"spiffe://a/reader"}, "/akin.search.v1.SearchService/Closed"));
}

TEST_F(PolicyTest, AllHeadersOfARuleMustBeThere) {
  EXPECT_FALSE(Allows({}, "/tenant.Service/M"));
  headers_ = {{"x-tenant", "ab"}, {"x-any", "1"}};
  EXPECT_TRUE(Allows({}, "/tenant.Service/M"));
  headers_["x-tenant"] = "bc";
  EXPECT_FALSE(Allows({}, "/tenant.Service/M"));
  headers_ = {{"x-tenant", "b"}};
  EXPECT_FALSE(Allows({}, "/tenant.Service/M"));
}

TEST(PublisherRules, APublisherHasItsSourcesAndNobodyElseHasThem) {
  const AccessPolicy policy = ParsePolicy(R"({"name": "p", "allow_rules": [{"name": "all"}],
    "publishers": [
      {"name": "a", "source": {"principals": ["a"]}, "sources": ["a.example", "*.a.example"]},
      {"name": "b", "source": {"principals": ["b"]}, "sources": ["b.example"]},
      {"name": "ours", "source": {"principals": ["editor"]}, "sources": ["*"]}]})")
                                  .value();
  const auto a = policy.GrantsOf({{"a"}});
  EXPECT_TRUE(a->Allows("a.example"));
  EXPECT_TRUE(a->Allows("www.a.example"));
  EXPECT_FALSE(a->Allows("b.example"));
  EXPECT_FALSE(a->Allows("c.example"));
  EXPECT_EQ(policy.GrantsOf({{"editor"}}), nullptr);
}

TEST(PublisherRules, WhoIsNoPublisherMayChangeWhatIsNobodys) {
  const AccessPolicy policy = ParsePolicy(R"({"name": "p", "allow_rules": [{"name": "all"}],
    "publishers": [{"name": "a", "source": {"principals": ["a"]}, "sources": ["a.example"]},
                   {"name": "ours", "source": {"principals": ["editor"]}, "sources": ["*"]}]})")
                                  .value();
  const auto other = policy.GrantsOf({{"other"}});
  EXPECT_FALSE(other->Allows("a.example"));
  EXPECT_TRUE(other->Allows("c.example"));
  EXPECT_FALSE(policy.GrantsOf({})->Allows("a.example"));
}

struct Mistake {
  const char* json;
  const char* error;
};
class PolicyMistakes : public ::testing::TestWithParam<Mistake> {};

TEST_P(PolicyMistakes, AreSaidWithTheirPlace) {
  EXPECT_THAT(std::string(ParsePolicy(GetParam().json).status().message()),
              StartsWith(GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(
    All, PolicyMistakes,
    ::testing::Values(
        Mistake{"{\n  \"name\": \"p\",\n  \"allow_rules\": [,]\n}", "line 3, column 19"},
        Mistake{"", "line 1, column 1"}, Mistake{"[]", "policy: want an object"},
        Mistake{R"({"allow_rules":[{"name":"a"}]})", "policy: want a name"},
        Mistake{R"({"name":"p"})", "policy: want allow_rules"},
        Mistake{R"({"name":"p","allow_rules":[]})", "allow_rules: want a list that is not empty"},
        Mistake{R"({"name":"p","allow_rules":[{"name":"a"},{}]})", "allow_rules[1]: want a name"},
        Mistake{R"({"name":"p","allow_rules":[{"name":"a","request":{"path":["/x"]}}]})",
                "allow_rules[0].request.path: no such field"},
        Mistake{R"({"name":"p","allow_rules":[{"name":"a","request":{"paths":["/x",7]}}]})",
                "allow_rules[0].request.paths[1]: want a string"},
        Mistake{R"({"name":"p","allow_rules":[{"name":"a","request":{"paths":["a*b"]}}]})",
                "allow_rules[0].request.paths[0]: want one '*' at most"},
        Mistake{R"({"name":"p","allow_rules":[{"name":"a","request":{"paths":["x/Y"]}}]})",
                "allow_rules[0].request.paths[0]: want \"/package.Service/Method\""},
        Mistake{R"({"name":"p","allow_rules":[{"name":"a","source":{"principals":[""]}}]})",
                "allow_rules[0].source.principals[0]: want a string that is not empty"},
        Mistake{
            R"({"name":"p","allow_rules":[{"name":"a","request":{"headers":[{"key":":path","values":["x"]}]}}]})",
            "allow_rules[0].request.headers[0].key: this header means nothing"},
        Mistake{R"({"name":"p","allow_rules":[{"name":"a"}],"deny_rules":{}})",
                "deny_rules: want a list"},
        Mistake{R"({"name":"p","name":"q","allow_rules":[{"name":"a"}]})",
                "policy: \"name\" comes twice"},
        Mistake{R"({"name":"p","allow_rules":[{"name":"a"}],"quotas":[{"name":"q"}]})",
                "quotas[0]: want calls_per_second"},
        Mistake{
            R"({"name":"p","allow_rules":[{"name":"a"}],"quotas":[{"name":"q","calls_per_second":-1}]})",
            "quotas[0].calls_per_second: want a number above 0"},
        Mistake{
            R"({"name":"p","allow_rules":[{"name":"a"}],"publishers":[{"name":"x","sources":["a"]}]})",
            "publishers[0]: want source.principals"}));

// deploy/policy.json, which operators begin with.
class DefaultPolicyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* const tree = getenv("AKIN_SOURCE_DIR");
    if (tree == nullptr) GTEST_SKIP() << "AKIN_SOURCE_DIR is not set (ctest sets it)";
    std::ifstream file(absl::StrCat(tree, "/deploy/policy.json"));
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    policy_ = ParsePolicy(text).value();
  }
  bool Allows(absl::string_view principal, absl::string_view path) const {
    const Caller caller{{std::string(principal)}};
    return policy_->Allows({caller, path, [](const std::string&) { return absl::nullopt; }});
  }
  bool AllowsRole(absl::string_view role, absl::string_view path) const {
    return Allows(absl::StrCat("spiffe://akin.local/", role), path);
  }

  absl::optional<AccessPolicy> policy_;
};

TEST_F(DefaultPolicyTest, ReadersAskForListsAndOperatorsAloneSeePlugins) {
  const std::string service = "/akin.recommendation.v1.RecommendationService/";
  for (const char* method : {"ListSimilarArticles", "BatchListSimilarArticles", "ExplainSimilarity",
                             "GetStory", "ListStories", "RecordEvents"}) {
    EXPECT_TRUE(AllowsRole("reader", service + method)) << method;
  }
  for (const char* role : {"reader", "publisher", "editor", "search"}) {
    EXPECT_FALSE(AllowsRole(role, service + "ListPlugins")) << role;
  }
  EXPECT_TRUE(AllowsRole("operator", service + "ListPlugins"));
}

TEST_F(DefaultPolicyTest, OperatorsAloneMakeBackups) {
  const std::string path = "/akin.storage.v1.BackupService/CreateBackup";
  for (const char* role :
       {"reader", "publisher", "editor", "ingestion", "search", "recommendation"})
    EXPECT_FALSE(AllowsRole(role, path)) << role;
  EXPECT_TRUE(AllowsRole("operator", path));
}

TEST_F(DefaultPolicyTest, WhatIsUnderEmbargoIsForEditorsAlone) {
  for (const char* method : {"ListEmbargoedArticles", "GetEmbargoedArticle", "ReleaseArticle"}) {
    const std::string path = absl::StrCat("/akin.storage.v1.StorageService/", method);
    for (const char* role : {"editor", "operator"}) {
      EXPECT_TRUE(AllowsRole(role, path)) << role << method;
    }
    for (const char* role : {"reader", "publisher", "search", "recommendation", "ingestion"}) {
      EXPECT_FALSE(AllowsRole(role, path)) << role << method;
    }
    for (const char* token : {"token:reader-1", "token:publisher-northwire"}) {
      EXPECT_FALSE(Allows(token, path)) << token << method;
    }
  }
}

}  // namespace
}  // namespace akin

#include <algorithm>
#include <cmath>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "akin/plugin/v1/candidate_source_service.grpc.pb.h"
#include "akin/plugin/v1/list_filter_service.grpc.pb.h"
#include "akin/plugin/v1/ranker_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/status/shown.h"
#include "tests/plugin_conformance/role.h"

namespace akin::plugin_conformance {
namespace {

namespace v1 = plugin::v1;

constexpr int64_t kNow = 1'790'000'000;
constexpr size_t kMaxReasonBytes = 200;

std::string NameAt(size_t i, const std::vector<std::string>& articles) {
  return i < articles.size() ? articles[i] : absl::StrCat("articles/conformance-", i);
}

// With all the fields that a plug-in can be sent.
news::v1::Article ArticleAt(size_t i, const std::vector<std::string>& articles) {
  news::v1::Article article;
  article.set_name(NameAt(i, articles));
  article.set_headline(absl::StrCat("Engineers open the spillway of dam ", i));
  article.set_summary("The reservoir rose four metres overnight.");
  article.set_language("en");
  article.set_source(absl::StrCat("sources/paper", i % 7, ".example"));
  article.mutable_publish_time()->set_seconds(kNow - static_cast<int64_t>(i) * 3600);
  article.add_categories("Weather");
  return article;
}

void FillContext(const QuestionSize& size, v1::PluginContext& context) {
  context.set_pipeline("conformance");
  context.set_log_id("conformance");
  context.set_revision(1);
  context.mutable_now()->set_seconds(kNow);
  context.set_page_size(std::min(size.candidates, 1000));
  context.add_exclude("articles/conformance-excluded");
}

// Context and seeds, which all requests have.
template <typename Request>
void FillQuestion(const QuestionSize& size, const std::vector<std::string>& articles,
                  Request& request) {
  FillContext(size, *request.mutable_context());
  for (int i = 0; i < size.seeds; ++i) *request.add_seeds() = ArticleAt(i, articles);
}

std::string WrongReason(absl::string_view reason) {
  if (reason.size() <= kMaxReasonBytes) return "";
  return absl::StrCat("a reason of ", reason.size(), " bytes, want at most ", kMaxReasonBytes);
}

std::string WrongScore(const std::string& article, double score) {
  if (std::isfinite(score)) return "";
  return absl::StrCat("a score that is not finite (", score, ") of ", Shown(article));
}

// An article that is named twice, or is none of those asked about.
class Named {
 public:
  explicit Named(const std::set<std::string>& allowed) : allowed_(allowed) {}

  std::string Wrong(const std::string& article) {
    if (allowed_.count(article) == 0) return absl::StrCat("not asked about: ", Shown(article));
    if (!seen_.insert(article).second) return absl::StrCat("twice: ", Shown(article));
    return "";
  }

 private:
  const std::set<std::string>& allowed_;
  std::set<std::string> seen_;
};

template <typename Request, typename Response, typename Stub>
class RoleOf : public Role {
 public:
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);
  RoleOf(std::unique_ptr<Stub> stub, Method method) : stub_(std::move(stub)), method_(method) {}

  absl::StatusOr<MessagePtr> Ask(const Message& question, absl::Duration timeout) const override {
    CallContext call;
    call.deadline = absl::Now() + timeout;
    auto answer = CallUnary<Response>(call, *stub_, method_, static_cast<const Request&>(question));
    if (!answer.ok()) return answer.status();
    return std::make_unique<Response>(*std::move(answer));
  }

  std::string Wrong(const Message& question, const Message& answer) const override {
    return WrongAnswer(static_cast<const Request&>(question), static_cast<const Response&>(answer));
  }
  std::string Meaning(const Message& answer) const override {
    return MeaningOf(static_cast<const Response&>(answer));
  }

 protected:
  virtual std::string WrongAnswer(const Request& question, const Response& answer) const = 0;
  virtual std::string MeaningOf(const Response& answer) const = 0;

 private:
  const std::unique_ptr<Stub> stub_;
  const Method method_;
};

// The items as text, in a fixed order.
template <typename Items>
std::string InAnyOrder(const Items& items) {
  std::vector<std::string> texts;
  for (const auto& item : items) texts.push_back(item.ShortDebugString());
  std::sort(texts.begin(), texts.end());
  return absl::StrJoin(texts, "; ");
}

using Source =
    RoleOf<v1::FindCandidatesRequest, v1::FindCandidatesResponse, v1::CandidateSourceService::Stub>;
class SourceRole : public Source {
 public:
  using Source::Source;
  absl::string_view name() const override { return "source"; }
  v1::PluginRole role() const override { return v1::PLUGIN_ROLE_CANDIDATE_SOURCE; }

  MessagePtr NewQuestion(const QuestionSize& size,
                         const std::vector<std::string>& articles) const override {
    auto request = std::make_unique<v1::FindCandidatesRequest>();
    FillQuestion(size, articles, *request);
    request->set_limit(size.candidates);
    return request;
  }

 protected:
  // That more than the limit are proposed, or one twice, is no fault: they are not looked at.
  std::string WrongAnswer(const v1::FindCandidatesRequest&,
                          const v1::FindCandidatesResponse& answer) const override {
    for (const auto& candidate : answer.candidates()) {
      if (!absl::StartsWith(candidate.article(), "articles/")) {
        return absl::StrCat("\"", Shown(candidate.article()), "\", want articles/{id}");
      }
      std::string wrong = WrongScore(candidate.article(), candidate.score());
      if (wrong.empty()) wrong = WrongReason(candidate.reason());
      if (!wrong.empty()) return wrong;
    }
    return "";
  }
  std::string MeaningOf(const v1::FindCandidatesResponse& answer) const override {
    return answer.ShortDebugString();
  }
};

using Ranker =
    RoleOf<v1::RankCandidatesRequest, v1::RankCandidatesResponse, v1::RankerService::Stub>;
class RankerRole : public Ranker {
 public:
  using Ranker::Ranker;
  absl::string_view name() const override { return "ranker"; }
  v1::PluginRole role() const override { return v1::PLUGIN_ROLE_RANKER; }

  MessagePtr NewQuestion(const QuestionSize& size,
                         const std::vector<std::string>& articles) const override {
    auto request = std::make_unique<v1::RankCandidatesRequest>();
    FillQuestion(size, articles, *request);
    for (int i = 0; i < size.candidates; ++i) {
      v1::RankedCandidate& candidate = *request->add_candidates();
      *candidate.mutable_article() = ArticleAt(size.seeds + i, articles);
      candidate.set_similarity(1.0 / (1 + i));
      v1::Feature& feature = *candidate.add_features();
      feature.set_name("lexical_cosine");
      feature.set_value(0.5);
    }
    return request;
  }

 protected:
  std::string WrongAnswer(const v1::RankCandidatesRequest& question,
                          const v1::RankCandidatesResponse& answer) const override {
    std::set<std::string> candidates;
    for (const auto& one : question.candidates()) candidates.insert(one.article().name());
    Named named(candidates);
    for (const auto& score : answer.scores()) {
      std::string wrong = named.Wrong(score.article());
      if (wrong.empty()) wrong = WrongScore(score.article(), score.score());
      if (wrong.empty()) wrong = WrongReason(score.reason());
      if (!wrong.empty()) return wrong;
    }
    return "";
  }
  std::string MeaningOf(const v1::RankCandidatesResponse& answer) const override {
    return answer.abstain() ? "abstain" : InAnyOrder(answer.scores());
  }
};

using Filter = RoleOf<v1::ReviewListRequest, v1::ReviewListResponse, v1::ListFilterService::Stub>;
class FilterRole : public Filter {
 public:
  using Filter::Filter;
  absl::string_view name() const override { return "filter"; }
  v1::PluginRole role() const override { return v1::PLUGIN_ROLE_LIST_FILTER; }

  MessagePtr NewQuestion(const QuestionSize& size,
                         const std::vector<std::string>& articles) const override {
    auto request = std::make_unique<v1::ReviewListRequest>();
    FillQuestion(size, articles, *request);
    for (int i = 0; i < size.candidates; ++i) {
      v1::ListedArticle& hit = *request->add_hits();
      *hit.mutable_article() = ArticleAt(size.seeds + i, articles);
      hit.set_similarity(1.0 / (1 + i));
    }
    return request;
  }

 protected:
  std::string WrongAnswer(const v1::ReviewListRequest& question,
                          const v1::ReviewListResponse& answer) const override {
    std::set<std::string> hits;
    for (const auto& hit : question.hits()) hits.insert(hit.article().name());
    Named named(hits);
    for (const auto& decision : answer.decisions()) {
      std::string wrong = named.Wrong(decision.article());
      if (wrong.empty() && !v1::ListAction_IsValid(decision.action())) {
        wrong = absl::StrCat("no such action: ", decision.action());
      }
      if (wrong.empty() && decision.place() < 0) wrong = "a negative place";
      if (wrong.empty()) wrong = WrongReason(decision.reason());
      if (!wrong.empty()) return wrong;
    }
    return "";
  }
  // Decisions are carried out in their order.
  std::string MeaningOf(const v1::ReviewListResponse& answer) const override {
    return answer.ShortDebugString();
  }
};

}  // namespace

std::vector<std::unique_ptr<Role>> AllRoles(const std::shared_ptr<grpc::Channel>& channel) {
  std::vector<std::unique_ptr<Role>> roles;
  roles.push_back(std::make_unique<SourceRole>(v1::CandidateSourceService::NewStub(channel),
                                               &v1::CandidateSourceService::Stub::FindCandidates));
  roles.push_back(std::make_unique<RankerRole>(v1::RankerService::NewStub(channel),
                                               &v1::RankerService::Stub::RankCandidates));
  roles.push_back(std::make_unique<FilterRole>(v1::ListFilterService::NewStub(channel),
                                               &v1::ListFilterService::Stub::ReviewList));
  return roles;
}

}  // namespace akin::plugin_conformance

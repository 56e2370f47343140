#include "tests/plugin_conformance/conformance.h"

#include <algorithm>
#include <set>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "akin/news/v1/article.pb.h"
#include "akin/plugin/v1/plugin_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/rpc/tls_credentials.h"
#include "common/status/shown.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/plugin_conformance/role.h"

namespace akin::plugin_conformance {
namespace {

namespace v1 = plugin::v1;

constexpr size_t kMaxAnswerBytes = 1 << 20;
constexpr absl::Duration kDescribeDeadline = absl::Seconds(1);
constexpr int kMaxCandidates = 1000;
constexpr int kMaxSeeds = 20;
constexpr int kCallsAtOnce = 32;
constexpr int kUnknownField = 9999;
// As Akin does it. gRPC's client resets streams whose headers it has not sent when their deadline
// passes, at which strict servers (nghttp2, and so Node) rightly close the connection: whoever
// comes next meets a broken one, which is no fault of the plug-in.
constexpr absl::Duration kRetryAfter = absl::Milliseconds(5);

std::string Said(const absl::Status& status) {
  return absl::StrCat(absl::StatusCodeToString(status.code()), ": ", Shown(status.message(), 150));
}

std::shared_ptr<grpc::Channel> NewPluginChannel(const Options& options) {
  ChannelOptions channel{.retry_after = kRetryAfter, .server_name = options.server_name};
  if (!options.tls.ca.empty()) channel.credentials = KnownTlsChannelCredentials(options.tls);
  return NewChannel(options.address, channel);
}

// What gRPC makes of a stream that the server resets when it closes the connection.
bool IsBrokenStream(const absl::Status& status) {
  return absl::IsInternal(status) && absl::StartsWith(status.message(), "Received RST_STREAM");
}

// The same question from a later version of the contract.
MessagePtr WithUnknownFields(const Message& question) {
  MessagePtr later(question.New());
  later->CopyFrom(question);
  const auto add = [](Message& message) {
    message.GetReflection()->MutableUnknownFields(&message)->AddLengthDelimited(kUnknownField,
                                                                                "from a later v1");
  };
  add(*later);
  const auto* context = later->GetDescriptor()->FindFieldByName("context");
  add(*later->GetReflection()->MutableMessage(later.get(), context));
  return later;
}

class Tester {
 public:
  Tester(const Options& options, const std::function<void(const Finding&)>& tell)
      : options_(options),
        tell_(tell),
        channel_(NewPluginChannel(options)),
        plugin_(v1::PluginService::NewStub(channel_)),
        health_(grpc::health::v1::Health::NewStub(channel_)) {}

  bool Run() {
    if (!TestDescribe()) return false;  // Akin would not call it either.
    TestHealth();
    TestRoles();
    return passed_;
  }

 private:
  // `got` is "" if all is well.
  void Check(std::string check, std::string expected, std::string got) {
    const Finding finding{std::move(check), std::move(expected), std::move(got)};
    passed_ = passed_ && finding.passed();
    tell_(finding);
  }

  // --- Describe

  absl::StatusOr<v1::DescribeResponse> Describe() const {
    CallContext call;
    call.deadline = absl::Now() + std::max(kDescribeDeadline, options_.deadline);
    return CallUnary<v1::DescribeResponse>(call, *plugin_, &v1::PluginService::Stub::Describe,
                                           v1::DescribeRequest());
  }

  bool TestDescribe() {
    const auto described = Describe();
    Check("describe: answers", "an answer within 1 s",
          described.ok() ? "" : Said(described.status()));
    if (!described.ok()) return false;
    described_ = *described;
    Check("describe: has a name", "name of 1 to 100 bytes, version of at most 100", WrongNames());
    Check("describe: contract version", "contract_version 1",
          described_.contract_version() == 1 ? "" : absl::StrCat(described_.contract_version()));
    Check("describe: article fields exist", "names of fields of akin.news.v1.Article",
          WrongFields());
    Check("describe: limits", "limits of 0 (none) or more", WrongLimits());
    const auto again = Describe();
    const bool same = again.ok() && again->SerializeAsString() == described_.SerializeAsString();
    Check("describe: says the same twice", "the same answer until it is restarted",
          same ? "" : "another answer, or none");
    return true;
  }

  std::string WrongNames() const {
    if (described_.name().empty()) return "no name";
    if (described_.name().size() > 100) return "a name of over 100 bytes";
    return described_.version().size() > 100 ? "a version of over 100 bytes" : "";
  }

  std::string WrongFields() const {
    for (const std::string& field : described_.article_fields()) {
      if (news::v1::Article::descriptor()->FindFieldByName(field) == nullptr) {
        return absl::StrCat("\"", Shown(field), "\", which Article has not");
      }
    }
    return "";
  }

  std::string WrongLimits() const {
    const bool negative = described_.max_candidates() < 0 ||
                          described_.max_calls_per_second() < 0 ||
                          described_.max_concurrent_calls() < 0;
    return negative ? "a negative one" : "";
  }

  // --- Health

  void TestHealth() {
    CallContext call;
    call.deadline = absl::Now() + std::max(kDescribeDeadline, options_.deadline);
    const auto health = CallUnary<grpc::health::v1::HealthCheckResponse>(
        call, *health_, &grpc::health::v1::Health::Stub::Check,
        grpc::health::v1::HealthCheckRequest());
    std::string got;
    if (!health.ok()) {
      got = Said(health.status());
    } else if (health->status() != grpc::health::v1::HealthCheckResponse::SERVING) {
      got = grpc::health::v1::HealthCheckResponse::ServingStatus_Name(health->status());
    }
    // Akin takes a plug-in without it for SERVING, but cannot be told when it is not.
    Check("health: serves grpc.health.v1", "SERVING for \"\"", got);
  }

  // --- Roles

  void TestRoles() {
    std::set<int> told(described_.roles().begin(), described_.roles().end());
    Check("describe: has roles", "at least one of source, ranker, filter",
          told.empty() ? "none" : "");
    for (const auto& role : AllRoles(channel_)) {
      const bool wanted = options_.kind == role->name();
      if (wanted && told.count(role->role()) == 0) {
        Check(absl::StrCat("describe: is a ", role->name()), "the role that --kind names",
              "another one only");
      } else if (wanted || (options_.kind == "all" && told.count(role->role()) > 0)) {
        TestRole(*role);
      }
    }
  }

  void TestRole(const Role& role) {
    TestOrdinary(role);
    TestUnknownFields(role);
    TestUnknownArticles(role);
    TestEmpty(role);
    TestLargest(role);
    TestManyAtOnce(role);
    TestShortDeadline(role);
  }

  int MaxCandidates() const {
    return described_.max_candidates() == 0 ? kMaxCandidates
                                            : std::min(described_.max_candidates(), kMaxCandidates);
  }

  MessagePtr Ordinary(const Role& role) const {
    return role.NewQuestion({.candidates = std::min(10, MaxCandidates())}, options_.articles);
  }

  // The answer; `wrong` says what is wrong with it.
  absl::StatusOr<MessagePtr> Ask(const Role& role, const Message& question,
                                 std::string& wrong) const {
    Pace();
    auto answer = role.Ask(question, options_.deadline);
    if (!answer.ok()) {
      wrong = Said(answer.status());
    } else if ((*answer)->ByteSizeLong() > kMaxAnswerBytes) {
      wrong = absl::StrCat("an answer of ", (*answer)->ByteSizeLong(), " bytes");
    } else {
      wrong = role.Wrong(question, **answer);
    }
    return answer;
  }

  // Akin keeps to the rate that is told, and so do we.
  void Pace() const {
    if (described_.max_calls_per_second() == 0) return;
    absl::SleepFor(absl::Seconds(1) / described_.max_calls_per_second());
  }

  void TestOrdinary(const Role& role) {
    const MessagePtr question = Ordinary(role);
    std::string wrong, wrong_again;
    const auto answer = Ask(role, *question, wrong);
    Check(absl::StrCat(role.name(), ": answers legally"),
          absl::StrCat("an answer that the contract allows, of at most 1 MiB, within ",
                       absl::FormatDuration(options_.deadline)),
          wrong);
    const auto again = Ask(role, *question, wrong_again);
    Check(absl::StrCat(role.name(), ": is deterministic"), "the same answer to the same request",
          Difference(role, answer, again));
  }

  static std::string Difference(const Role& role, const absl::StatusOr<MessagePtr>& a,
                                const absl::StatusOr<MessagePtr>& b) {
    if (!a.ok() || !b.ok()) return Said(a.ok() ? b.status() : a.status());
    const std::string first = role.Meaning(**a), second = role.Meaning(**b);
    if (first == second) return "";
    return absl::StrCat(Shown(first, 60), " and then ", Shown(second, 60));
  }

  void TestUnknownFields(const Role& role) {
    const MessagePtr question = Ordinary(role);
    std::string wrong;
    const auto answer = Ask(role, *question, wrong);
    const auto later = Ask(role, *WithUnknownFields(*question), wrong);
    Check(absl::StrCat(role.name(), ": tolerates unknown fields"),
          "the answer that it gives without them", Difference(role, answer, later));
  }

  void TestUnknownArticles(const Role& role) {
    std::string wrong;
    (void)Ask(role, *role.NewQuestion({.candidates = std::min(3, MaxCandidates())}, {}), wrong);
    Check(absl::StrCat(role.name(), ": abstains where it knows nothing"),
          "OK, with an empty answer or a legal one, about articles that it cannot know", wrong);
  }

  void TestEmpty(const Role& role) {
    Pace();
    const auto answer =
        role.Ask(*role.NewQuestion({.candidates = 0}, options_.articles), options_.deadline);
    const bool legal = answer.ok() || absl::IsInvalidArgument(answer.status());
    Check(absl::StrCat(role.name(), ": survives an empty question"), "OK or INVALID_ARGUMENT",
          legal ? "" : Said(answer.status()));
  }

  void TestLargest(const Role& role) {
    const QuestionSize size{.seeds = kMaxSeeds, .candidates = MaxCandidates()};
    std::string wrong;
    (void)Ask(role, *role.NewQuestion(size, options_.articles), wrong);
    Check(absl::StrCat(role.name(), ": takes what it says that it takes"),
          absl::StrCat("a legal answer to ", size.seeds, " seeds and ", size.candidates,
                       " candidates"),
          wrong);
  }

  int CallsAtOnce() const {
    int calls = kCallsAtOnce;
    for (const int limit : {described_.max_concurrent_calls(), described_.max_calls_per_second()}) {
      if (limit > 0) calls = std::min(calls, limit);
    }
    return calls;
  }

  // Asks on several threads at once, `calls` times in all.
  template <typename OnAnswer>
  void AskAtOnce(const Role& role, const Message& question, int calls, absl::Duration timeout,
                 const OnAnswer& on_answer) const {
    std::vector<absl::StatusOr<MessagePtr>> answers;
    for (int i = 0; i < calls; ++i) answers.emplace_back(absl::UnknownError("not asked"));
    std::vector<std::thread> threads;
    for (int i = 0; i < calls; ++i) {
      threads.emplace_back([&, i] { answers[i] = role.Ask(question, timeout); });
    }
    for (std::thread& thread : threads) thread.join();
    for (const auto& answer : answers) on_answer(answer);
  }

  void TestManyAtOnce(const Role& role) {
    const MessagePtr question = Ordinary(role);
    std::string wrong;
    const auto alone = Ask(role, *question, wrong);
    Pace();
    // They share the processors, so all of them together get as much more time.
    AskAtOnce(role, *question, CallsAtOnce(), options_.deadline * CallsAtOnce(),
              [&](const auto& answer) {
                if (wrong.empty()) wrong = Difference(role, alone, answer);
              });
    Check(absl::StrCat(role.name(), ": takes many calls at once"),
          absl::StrCat("the same answer to each of ", CallsAtOnce()), wrong);
  }

  // Whether it stops working on what nobody waits for shows in what comes after.
  void TestShortDeadline(const Role& role) {
    const MessagePtr large =
        role.NewQuestion({.seeds = kMaxSeeds, .candidates = MaxCandidates()}, options_.articles);
    std::string wrong;
    for (int round = 0; round < 4; ++round) {
      Pace();
      AskAtOnce(role, *large, CallsAtOnce(), absl::Milliseconds(1), [&](const auto& answer) {
        if (!answer.ok() && !absl::IsDeadlineExceeded(answer.status()) &&
            !absl::IsUnavailable(answer.status()) && !absl::IsCancelled(answer.status()) &&
            !absl::IsResourceExhausted(answer.status()) && !IsBrokenStream(answer.status())) {
          wrong = Said(answer.status());
        }
      });
    }
    Check(absl::StrCat(role.name(), ": lets go at a deadline"),
          "DEADLINE_EXCEEDED (or a quick answer, or UNAVAILABLE) with 1 ms", wrong);
    (void)Ask(role, *Ordinary(role), wrong = "");
    Check(absl::StrCat(role.name(), ": goes on after deadlines that have passed"),
          absl::StrCat("an ordinary answer within ", absl::FormatDuration(options_.deadline)),
          wrong);
  }

  const Options& options_;
  const std::function<void(const Finding&)>& tell_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::PluginService::Stub> plugin_;
  const std::unique_ptr<grpc::health::v1::Health::Stub> health_;
  v1::DescribeResponse described_;
  bool passed_ = true;
};

}  // namespace

bool TestPlugin(const Options& options, const std::function<void(const Finding&)>& tell) {
  return Tester(options, tell).Run();
}

}  // namespace akin::plugin_conformance

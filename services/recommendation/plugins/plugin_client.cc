#include "services/recommendation/plugins/plugin_client.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "common/rpc/async_call.h"
#include "common/rpc/client.h"
#include "common/rpc/health_question.h"
#include "common/rpc/tls_credentials.h"
#include "common/status/shown.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;
using google::protobuf::Message;

constexpr int kMaxAnswerBytes = 1 << 20;
constexpr size_t kMaxShownError = 200;
constexpr int kContractVersion = 1;
// Long enough to connect again nearby, and a small part of a budget.
constexpr absl::Duration kRetryAfter = absl::Milliseconds(5);

int OrDefault(int value, int otherwise) { return value == 0 ? otherwise : value; }

CircuitBreaker::Options BreakerOf(const v1::PluginTarget& target) {
  CircuitBreaker::Options options;
  options.failures_to_open = OrDefault(target.breaker_failures(), 5);
  options.open_for = absl::Milliseconds(OrDefault(target.breaker_open_ms(), 1'000));
  options.max_open_for = 30 * options.open_for;
  return options;
}

const char* MethodOf(plugin::v1::PluginRole role) {
  switch (role) {
    case plugin::v1::PLUGIN_ROLE_RANKER:
      return "/akin.plugin.v1.RankerService/RankCandidates";
    case plugin::v1::PLUGIN_ROLE_LIST_FILTER:
      return "/akin.plugin.v1.ListFilterService/ReviewList";
    default:
      return "/akin.plugin.v1.CandidateSourceService/FindCandidates";
  }
}

std::shared_ptr<grpc::Channel> NewPluginChannel(const v1::PluginTarget& target,
                                                const TlsFiles& identity) {
  ChannelOptions options{.retry_after = kRetryAfter, .max_answer_bytes = kMaxAnswerBytes};
  if (target.has_tls()) {
    const v1::PluginTls& tls = target.tls();
    const bool has_own = !tls.cert_file().empty();
    options.credentials =
        KnownTlsChannelCredentials({has_own ? tls.cert_file() : identity.cert,
                                    has_own ? tls.key_file() : identity.key, tls.ca_file()});
    options.server_name = tls.server_name();
  }
  return NewChannel(target.target(), options);
}

// A smaller limit, where a plug-in has one of its own.
int WithOwnLimit(int limit, int own) { return own > 0 ? std::min(limit, own) : limit; }

absl::StatusOr<std::shared_ptr<const PluginClient::Description>> Use(
    const plugin::v1::DescribeResponse& told) {
  if (told.contract_version() != kContractVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat("contract_version: ", told.contract_version(), ", want ", kContractVersion));
  }
  auto description = std::make_shared<PluginClient::Description>();
  ASSIGN_OR_RETURN(description->fields, ArticleFields::Parse(told.article_fields()));
  description->told = told;
  description->told.set_name(Shown(told.name(), 100));
  description->told.set_version(Shown(told.version(), 100));
  return std::shared_ptr<const PluginClient::Description>(std::move(description));
}

}  // namespace

PluginClient::PluginClient(const v1::PluginTarget& target, const Options& options,
                           TimerQueue& timers, const Clock& clock, Metrics& metrics)
    : target_(target),
      options_(options),
      timers_(timers),
      clock_(clock),
      channel_(NewPluginChannel(target, options.identity)),
      circuit_(BreakerOf(target), clock,
               {.kind = "plugin",
                .name = target.name(),
                .when_opened = "plug-in fails: it is left alone for a while",
                .when_closed = "plug-in answers again"},
               metrics.GetGauge("akin_plugin_circuit_open",
                                "1 while the plug-in is left alone after failures.",
                                {{"plugin", target.name()}})) {}

std::shared_ptr<PluginClient> PluginClient::Create(const v1::PluginTarget& target,
                                                   const Options& options, TimerQueue& timers,
                                                   const Clock& clock, Metrics& metrics) {
  std::shared_ptr<PluginClient> client(new PluginClient(target, options, timers, clock, metrics));
  client->Describe();
  return client;
}

void PluginClient::Close() {
  decltype(under_way_) under_way;
  {
    MutexLock lock(mu_);
    closed_ = true;
    under_way = under_way_;
  }
  for (const auto& context : under_way) context->TryCancel();
  MutexLock lock(mu_);
  while (!under_way_.empty()) call_ended_.Wait(mu_);
}

std::shared_ptr<const PluginClient::Description> PluginClient::description() const {
  MutexLock lock(mu_);
  return description_;
}

absl::Duration PluginClient::budget() const {
  return absl::Milliseconds(OrDefault(target_.deadline_ms(), 50));
}

// --- Calls

std::shared_ptr<PendingCall> PluginClient::Call(plugin::v1::PluginRole role,
                                                const MakeRequest& make_request,
                                                std::shared_ptr<Message> response, absl::Time until,
                                                const std::string& traceparent) {
  auto pending = std::make_shared<PendingCall>();
  const absl::Time start = absl::Now();
  const auto description = Admit(role);
  if (!description.ok()) {
    pending->Finish({PluginOutcome::kSkipped, description.status()});
    return pending;
  }
  const bool had_its_time = until - start >= budget() * 0.9;
  const auto on_end = [this, pending, response, start, had_its_time](const absl::Status& status) {
    Report(status, had_its_time);
    if (status.ok()) {
      pending->Finish({PluginOutcome::kAnswered, status, absl::Now() - start, response});
    } else {
      pending->Finish(
          {absl::IsDeadlineExceeded(status) ? PluginOutcome::kLate : PluginOutcome::kFailed,
           status});
    }
  };
  if (!Start(MethodOf(role), *make_request(**description), response, until, traceparent, on_end)) {
    on_end(absl::CancelledError("not used any more"));
  }
  return pending;
}

absl::StatusOr<std::shared_ptr<const PluginClient::Description>> PluginClient::Admit(
    plugin::v1::PluginRole role) {
  MutexLock lock(mu_);
  if (description_ == nullptr) {
    return absl::UnavailableError("it has not described itself");
  }
  const auto& roles = description_->told.roles();
  if (std::find(roles.begin(), roles.end(), role) == roles.end()) {
    return absl::UnavailableError(
        absl::StrCat("it does not say that it serves ", plugin::v1::PluginRole_Name(role)));
  }
  if (!serves_) return absl::UnavailableError("it says that it does not serve");
  RETURN_IF_ERROR(CheckLimits());
  if (!circuit_.Allow()) return absl::UnavailableError("it is left alone after failures");
  ++calls_;
  ++calls_in_second_;
  return description_;
}

absl::Status PluginClient::CheckLimits() {
  const plugin::v1::DescribeResponse& told = description_->told;
  const int at_a_time =
      WithOwnLimit(OrDefault(target_.max_concurrent_calls(), 64), told.max_concurrent_calls());
  if (calls_ >= at_a_time) {
    return absl::ResourceExhaustedError(absl::StrCat("it has ", at_a_time, " calls already"));
  }
  const absl::Time now = clock_.Now();
  if (now - second_ >= absl::Seconds(1)) {
    second_ = now;
    calls_in_second_ = 0;
  }
  if (told.max_calls_per_second() > 0 && calls_in_second_ >= told.max_calls_per_second()) {
    return absl::ResourceExhaustedError(
        absl::StrCat("it wants ", told.max_calls_per_second(), " calls in a second at most"));
  }
  return absl::OkStatus();
}

void PluginClient::Report(const absl::Status& status, bool had_its_time) {
  bool is_ours = absl::IsDeadlineExceeded(status) && !had_its_time;
  {
    MutexLock lock(mu_);
    --calls_;
    is_ours = is_ours || closed_;
  }
  if (status.ok()) return circuit_.ReportSuccess();
  if (is_ours) return circuit_.ReportNothing();
  NoteError(status);
  circuit_.ReportFailure(status);
}

// False, and nothing happens, once it is closed.
bool PluginClient::Start(const char* method, const Message& request,
                         std::shared_ptr<Message> response, absl::Time deadline,
                         const std::string& traceparent, OnEnd on_end) {
  auto context = std::make_shared<grpc::ClientContext>();
  context->set_deadline(absl::ToChronoTime(deadline));
  if (!traceparent.empty()) context->AddMetadata("traceparent", traceparent);
  {
    MutexLock lock(mu_);
    if (closed_) return false;
    under_way_.insert(context);
  }
  StartUnary(
      channel_, method, context, request, std::move(response),
      [self = shared_from_this(), context, on_end = std::move(on_end)](const absl::Status& status) {
        on_end(status);
        MutexLock lock(self->mu_);
        self->under_way_.erase(context);
        self->call_ended_.NotifyAll();
      });
  return true;
}

// --- What it says of itself

void PluginClient::Describe() {
  auto told = std::make_shared<plugin::v1::DescribeResponse>();
  Start("/akin.plugin.v1.PluginService/Describe", plugin::v1::DescribeRequest(), told,
        absl::Now() + options_.describe_timeout, "",
        [this, told](const absl::Status& status) { Learn(status, *told); });
}

// A plug-in that has described itself once and fails to do so again stays what it was.
void PluginClient::Learn(const absl::Status& status, const plugin::v1::DescribeResponse& told) {
  auto description = status.ok() ? Use(told) : status;
  if (!description.ok()) {
    NoteError(absl::Status(description.status().code(),
                           absl::StrCat("Describe: ", description.status().message())));
    if (status.ok()) {
      MutexLock lock(mu_);
      description_ = nullptr;
    }
    return DescribeLater(options_.describe_after_failure);
  }
  bool is_new = false;
  {
    MutexLock lock(mu_);
    is_new = description_ == nullptr;
    description_ = *description;
  }
  if (is_new) {
    Log(Severity::kInfo, "plug-in has described itself",
        {{"plugin", target_.name()},
         {"name", (*description)->told.name()},
         {"version", (*description)->told.version()}});
  }
  CheckHealth();
}

void PluginClient::CheckHealth() {
  const std::shared_ptr<Message> answer = NewHealthResponse();
  Start(kHealthMethod, *NewHealthRequest(), answer, absl::Now() + options_.describe_timeout, "",
        [this, answer](const absl::Status& status) {
          const bool serves = SaysItServes(status, *answer);
          {
            MutexLock lock(mu_);
            serves_ = serves;
          }
          DescribeLater(serves ? options_.describe_again : options_.describe_after_failure);
        });
}

// The queue may call when the client is gone.
void PluginClient::DescribeLater(absl::Duration delay) {
  timers_.RunAfter(delay, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->Describe();
  });
}

void PluginClient::NoteError(const absl::Status& status) {
  MutexLock lock(mu_);
  last_error_ = absl::StrCat(absl::StatusCodeToString(status.code()), ": ",
                             Shown(status.message(), kMaxShownError));
  last_error_time_ = clock_.Now();
}

v1::PluginStatus PluginClient::Status() const {
  v1::PluginStatus status;
  status.set_plugin(target_.name());
  status.set_target(target_.target());
  MutexLock lock(mu_);
  status.set_state(description_ == nullptr ? v1::PLUGIN_STATE_NOT_DESCRIBED
                   : !serves_              ? v1::PLUGIN_STATE_NOT_SERVING
                   : circuit_.IsOpen()     ? v1::PLUGIN_STATE_BREAKER_OPEN
                                           : v1::PLUGIN_STATE_READY);
  if (description_ != nullptr) {
    status.set_described_name(description_->told.name());
    status.set_described_version(description_->told.version());
  }
  if (!last_error_.empty()) {
    status.set_last_error(last_error_);
    *status.mutable_last_error_time() = ToProto(last_error_time_);
  }
  return status;
}

}  // namespace akin

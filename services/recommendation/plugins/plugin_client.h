#ifndef AKIN_SERVICES_RECOMMENDATION_PLUGINS_PLUGIN_CLIENT_H_
#define AKIN_SERVICES_RECOMMENDATION_PLUGINS_PLUGIN_CLIENT_H_

#include <memory>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "akin/plugin/v1/plugin_service.pb.h"
#include "akin/recommendation/v1/pipeline.pb.h"
#include "akin/recommendation/v1/plugin_status.pb.h"
#include "common/circuit/reported_circuit.h"
#include "common/metrics/metrics.h"
#include "common/sync/mutex.h"
#include "common/sync/timer_queue.h"
#include "common/time/clock.h"
#include "common/tls/tls_files.h"
#include "services/recommendation/pipelines/article_fields.h"
#include "services/recommendation/plugins/pending_call.h"

namespace grpc {
class Channel;
class ClientContext;
}  // namespace grpc

namespace akin {

// One plug-in: the channel to it, what it says of itself and whether it serves (asked from time to
// time), its limits and its circuit breaker. Nobody waits in it. Thread-safe.
class PluginClient : public std::enable_shared_from_this<PluginClient> {
 public:
  struct Options {
    absl::Duration describe_again = absl::Minutes(1);
    absl::Duration describe_after_failure = absl::Seconds(2);
    absl::Duration describe_timeout = absl::Seconds(1);
    // What plug-ins with TLS are shown where their target says nothing else: certificate and key of
    // the service itself, if it has them.
    TlsFiles identity = {};
  };
  // Begins to ask the plug-in what it is. All but `options` must outlive the client's Close.
  static std::shared_ptr<PluginClient> Create(const recommendation::v1::PluginTarget& target,
                                              const Options& options, TimerQueue& timers,
                                              const Clock& clock, Metrics& metrics);

  // Cancels what is under way, waits for its end, and calls no more. Before the last reference
  // goes.
  void Close();

  // What the plug-in said of itself; null until it has, in a way that can be used.
  struct Description {
    plugin::v1::DescribeResponse told;
    ArticleFields fields;
  };
  std::shared_ptr<const Description> description() const;

  const recommendation::v1::PluginTarget& target() const { return target_; }
  // How long an answer waits for it.
  absl::Duration budget() const;

  using MakeRequest =
      std::function<std::shared_ptr<google::protobuf::Message>(const Description& description)>;
  // Calls the method of the role, or does not (kSkipped) where the plug-in cannot be called now;
  // only then `make_request` is not called. `response` is the method's, empty. The end comes to the
  // result, at `until` at the latest, which is the call's deadline; a call that had less time than
  // `budget` and was late is not held against the plug-in.
  std::shared_ptr<PendingCall> Call(plugin::v1::PluginRole role, const MakeRequest& make_request,
                                    std::shared_ptr<google::protobuf::Message> response,
                                    absl::Time until, const std::string& traceparent);

  // All but the bindings.
  recommendation::v1::PluginStatus Status() const;

 private:
  using Message = google::protobuf::Message;
  using OnEnd = std::function<void(const absl::Status&)>;

  PluginClient(const recommendation::v1::PluginTarget& target, const Options& options,
               TimerQueue& timers, const Clock& clock, Metrics& metrics);
  // How it describes itself, with a place for the call.
  absl::StatusOr<std::shared_ptr<const Description>> Admit(plugin::v1::PluginRole role);
  absl::Status CheckLimits() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Report(const absl::Status& status, bool had_its_time);
  bool Start(const char* method, const Message& request, std::shared_ptr<Message> response,
             absl::Time deadline, const std::string& traceparent, OnEnd on_end);
  void Describe();
  void Learn(const absl::Status& status, const plugin::v1::DescribeResponse& told);
  void CheckHealth();
  void DescribeLater(absl::Duration delay);
  void NoteError(const absl::Status& status);

  const recommendation::v1::PluginTarget target_;
  const Options options_;
  TimerQueue& timers_;
  const Clock& clock_;
  const std::shared_ptr<grpc::Channel> channel_;
  ReportedCircuit circuit_;

  mutable Mutex mu_;
  CondVar call_ended_;
  bool closed_ ABSL_GUARDED_BY(mu_) = false;
  absl::flat_hash_set<std::shared_ptr<grpc::ClientContext>> under_way_ ABSL_GUARDED_BY(mu_);
  std::shared_ptr<const Description> description_ ABSL_GUARDED_BY(mu_);
  bool serves_ ABSL_GUARDED_BY(mu_) = true;
  int calls_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Time second_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();  // That calls are counted in.
  int calls_in_second_ ABSL_GUARDED_BY(mu_) = 0;
  std::string last_error_ ABSL_GUARDED_BY(mu_);
  absl::Time last_error_time_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PLUGINS_PLUGIN_CLIENT_H_

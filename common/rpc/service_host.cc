#include "common/rpc/service_host.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/calls.h"
#include "common/rpc/host_state.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/rpc_service_method.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/support/server_callback.h"

namespace akin {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::internal::RpcMethod;
using rpc_internal::MethodReport;

// Registers raw (unparsed) callback methods by name, which generated services do only one class per
// method. gRPC wants method names that outlive it, hence the deques of stable addresses.
class ServiceHost::Impl : public grpc::Service {
 public:
  Impl(absl::string_view full_name, Options options)
      : full_name(full_name), state(std::move(options)) {}

  void Add(absl::string_view method, UnaryMethod entry) {
    const MethodReport& report = Reported(method);
    const UnaryMethod& kept = unary_.emplace_back(std::move(entry));
    Register(report.name, RpcMethod::NORMAL_RPC,
             new grpc::internal::CallbackUnaryHandler<ByteBuffer, ByteBuffer>(
                 [this, &report, &kept](CallbackServerContext* server, const ByteBuffer* request,
                                        ByteBuffer* response) {
                   return rpc_internal::NewUnaryCall(state, kept, report, server, request,
                                                     response);
                 }));
  }

  void Add(absl::string_view method, ServerStreamMethod entry) {
    const MethodReport& report = Reported(method);
    const ServerStreamMethod& kept = streams_.emplace_back(std::move(entry));
    Register(report.name, RpcMethod::SERVER_STREAMING,
             new grpc::internal::CallbackServerStreamingHandler<ByteBuffer, ByteBuffer>(
                 [this, &report, &kept](CallbackServerContext* server, const ByteBuffer* request) {
                   return rpc_internal::NewServerStreamCall(state, kept, report, server, request);
                 }));
  }

  void Add(absl::string_view method, BidiBatchMethod entry) {
    const MethodReport& report = Reported(method);
    const BidiBatchMethod& kept = batches_.emplace_back(std::move(entry));
    Register(report.name, RpcMethod::BIDI_STREAMING,
             new grpc::internal::CallbackBidiHandler<ByteBuffer, ByteBuffer>(
                 [this, &report, &kept](CallbackServerContext* server) {
                   return rpc_internal::NewBidiBatchCall(state, kept, report, server);
                 }));
  }

  void SetCheap(absl::string_view method) {
    const auto named = [&](const MethodReport& report) {
      return report.name == absl::StrCat("/", full_name, "/", method);
    };
    const auto report = std::find_if(reports_.begin(), reports_.end(), named);
    if (report == reports_.end()) std::abort();  // a slip of the pen in the service
    report->cost = WorkCost::kCheap;
  }

  void ReportCalls(const std::function<OnCall(absl::string_view)>& of) {
    for (MethodReport& report : reports_) report.on_call = of(report.name);
  }

  const std::string full_name;
  rpc_internal::HostState state;

 private:
  const MethodReport& Reported(absl::string_view method) {
    return reports_.emplace_back(MethodReport{absl::StrCat("/", full_name, "/", method)});
  }

  void Register(const std::string& name, RpcMethod::RpcType type,
                grpc::internal::MethodHandler* handler) {
    AddMethod(new grpc::internal::RpcServiceMethod(name.c_str(), type, nullptr));
    MarkMethodRawCallback(method_count_++, handler);
  }

  int method_count_ = 0;
  std::deque<MethodReport> reports_;
  std::deque<UnaryMethod> unary_;
  std::deque<ServerStreamMethod> streams_;
  std::deque<BidiBatchMethod> batches_;
};

ServiceHost::ServiceHost(absl::string_view full_name, Options options)
    : impl_(std::make_unique<Impl>(full_name, std::move(options))) {}
ServiceHost::~ServiceHost() = default;

void ServiceHost::AddUnary(absl::string_view method, UnaryMethod entry) {
  impl_->Add(method, std::move(entry));
}
void ServiceHost::AddServerStream(absl::string_view method, ServerStreamMethod entry) {
  impl_->Add(method, std::move(entry));
}
void ServiceHost::AddBidiBatch(absl::string_view method, BidiBatchMethod entry) {
  impl_->Add(method, std::move(entry));
}
void ServiceHost::SetCheap(std::initializer_list<absl::string_view> methods) {
  for (absl::string_view method : methods) impl_->SetCheap(method);
}

const std::string& ServiceHost::full_name() const { return impl_->full_name; }
grpc::Service& ServiceHost::grpc_service() { return *impl_; }
void ServiceHost::ReportCalls(const std::function<OnCall(absl::string_view method)>& of) {
  impl_->ReportCalls(of);
}
void ServiceHost::GuardCalls(CallGuard* guard) { impl_->state.set_guard(guard); }
bool ServiceHost::IsReady() const {
  const auto& ready = impl_->state.options().ready_to_read;
  return ready == nullptr || ready().ok();
}
void ServiceHost::EndStreams() { impl_->state.EndStreams(); }
bool ServiceHost::HasStreams() const { return impl_->state.HasStreams(); }
void ServiceHost::AbortStreams() { impl_->state.AbortStreams(); }

}  // namespace akin

#include "common/rpc/host_state.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/rpc/mend_utf8.h"
#include "common/rpc/status_conversion.h"
#include "common/rpc/trace_context.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "google/protobuf/stubs/logging.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "grpcpp/support/proto_buffer_writer.h"

namespace akin::rpc_internal {
namespace {

// When a server that is busy may have room again.
constexpr absl::Duration kBusyRetry = absl::Milliseconds(100);

// What the caller sent under `key`, "" if nothing.
absl::string_view ClientMetadata(const grpc::CallbackServerContext& server, const char* key) {
  const auto entry = server.client_metadata().find(key);
  if (entry == server.client_metadata().end()) return {};
  return absl::string_view(entry->second.data(), entry->second.size());
}

// gRPC's own limit, which it would enforce by ending the connection with all of its calls.
absl::Status CheckMetadata(const grpc::CallbackServerContext& server) {
  constexpr size_t kMaxBytes = 8 << 10;
  size_t bytes = 0;
  for (const auto& [key, value] : server.client_metadata()) bytes += key.size() + value.size();
  if (bytes <= kMaxBytes) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kResourceExhausted, "METADATA_TOO_LARGE",
                         absl::StrCat("metadata: ", bytes, " bytes, want at most ", kMaxBytes));
}

absl::Time Deadline(const grpc::CallbackServerContext& server) {
  const absl::Time deadline = absl::FromChrono(server.deadline());
  // gRPC says "none" with the end of its clock.
  return deadline > absl::Now() + absl::Hours(24 * 365) ? absl::InfiniteFuture() : deadline;
}

// protobuf tells which string is not UTF-8 only through its log.
thread_local std::string invalid_utf8_field;

void CaptureInvalidUtf8(google::protobuf::LogLevel level, const char* file, int line,
                        const std::string& message) {
  constexpr absl::string_view kStart = "String field '";
  if (absl::StartsWith(message, kStart)) {
    invalid_utf8_field =
        message.substr(kStart.size(), message.find('\'', kStart.size()) - kStart.size());
  } else {
    absl::FPrintF(stderr, "protobuf[%d] %s:%d: %s\n", level, file, line, message);
  }
}

absl::Status ParseError(const google::protobuf::Message& message) {
  if (invalid_utf8_field.empty()) {
    return InvalidField("request", absl::StrCat("not a message of type ", message.GetTypeName()));
  }
  // "akin.news.v1.Article.headline": its last part is what the caller calls the field.
  const std::string field = invalid_utf8_field.substr(invalid_utf8_field.rfind('.') + 1);
  return InvalidField(field, absl::StrCat("not valid UTF-8 (", invalid_utf8_field, ")"));
}

grpc::ByteBuffer ToByteBuffer(const google::protobuf::Message& message) {
  grpc::ByteBuffer buffer;
  const size_t size = message.ByteSizeLong();
  grpc::ProtoBufferWriter writer(&buffer, grpc::kProtoBufferWriterMaxBufferLength,
                                 static_cast<int>(size));
  message.SerializeToZeroCopyStream(&writer);
  return buffer;
}

}  // namespace

absl::Status ServerStopping() {
  return WithRetryAfter(ErrorWithReason(absl::StatusCode::kUnavailable, "SERVER_STOPPING",
                                        "server is stopping"),
                        absl::Seconds(1));
}

// Made once: refusing is to cost little.
const absl::Status& QueueTooLong() {
  static const auto* const status = new absl::Status(
      WithRetryAfter(ErrorWithReason(absl::StatusCode::kResourceExhausted, "QUEUE_TOO_LONG",
                                     "server is busy: the call would have to wait for too long"),
                     kBusyRetry));
  return *status;
}

HostState::HostState(ServiceHost::Options options)
    : options_(std::move(options)),
      lanes_({options_.threads, options_.max_running, options_.max_queue_time}, clock_) {
  static const auto previous = google::protobuf::SetLogHandler(CaptureInvalidUtf8);
  (void)previous;
}

absl::Status HostState::Admit(const grpc::CallbackServerContext& server) {
  if (++calls_ <= options_.max_calls) return CheckMetadata(server);
  return WithRetryAfter(
      ErrorWithReason(absl::StatusCode::kResourceExhausted, "TOO_MANY_CALLS",
                      absl::StrCat("server is busy with ", options_.max_calls, " calls")),
      kBusyRetry);
}

void HostState::Add(std::weak_ptr<OpenStream> stream) {
  {
    MutexLock lock(mu_);
    streams_.erase(
        std::remove_if(streams_.begin(), streams_.end(), [](const auto& s) { return s.expired(); }),
        streams_.end());
    streams_.push_back(stream);
    if (!stopping_) return;
  }
  if (auto open = stream.lock()) open->End(ServerStopping());
}

void HostState::EndStreams() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
  }
  for (const auto& stream : OpenStreams()) stream->End(ServerStopping());
}

void HostState::AbortStreams() {
  for (const auto& stream : OpenStreams()) stream->Abort();
}

std::vector<std::shared_ptr<OpenStream>> HostState::OpenStreams() {
  MutexLock lock(mu_);
  std::vector<std::shared_ptr<OpenStream>> open;
  for (const auto& stream : streams_) {
    if (auto held = stream.lock()) open.push_back(std::move(held));
  }
  return open;
}

CallCore::CallCore(HostState& host, const MethodReport& report,
                   grpc::CallbackServerContext& server)
    : host_(host),
      report_(report),
      server_(&server),
      start_(absl::Now()),
      cancelled_(std::make_shared<std::atomic<bool>>(false)),
      context_{Deadline(server), ContinueTrace(ClientMetadata(server, "traceparent")),
               cancelled_, &server},
      admitted_(Enter(server)) {}

CallCore::~CallCore() { host_.Leave(); }

absl::Status CallCore::Enter(grpc::CallbackServerContext& server) {
  RETURN_IF_ERROR(host_.Admit(server));
  if (host_.guard() == nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(visit_, host_.guard()->Enter(report_.name, server, context_));
  return absl::OkStatus();
}

absl::Status CallCore::CheckRoom() {
  return host_.lanes().IsFull(report_.cost) ? QueueTooLong() : absl::OkStatus();
}

void CallCore::Run(std::function<void(const WorkLanes::Turn&)> step) {
  host_.lanes().Run(report_.cost, [this, step = std::move(step)](const WorkLanes::Turn& turn) {
    queued_nanos_ += absl::ToInt64Nanoseconds(turn.waited);
    step(turn);
  });
}

void CallCore::CountBytes(size_t bytes) {
  if (visit_ != nullptr) visit_->CountBytes(bytes);
}

absl::Status CallCore::NextRequest(size_t bytes) {
  return visit_ == nullptr ? absl::OkStatus() : visit_->NextRequest(bytes);
}

void CallCore::Handled(const google::protobuf::Message* request,
                       const absl::StatusOr<MessagePtr>& answer) {
  if (visit_ != nullptr) visit_->Handled(request, answer);
}

void CallCore::TryCancel() {
  MutexLock lock(mu_);
  if (server_ != nullptr) server_->TryCancel();
}

grpc::Status CallCore::Close(const absl::Status& status) {
  {
    MutexLock lock(mu_);
    server_ = nullptr;
  }
  if (report_.on_call) {
    report_.on_call(
        {status, absl::Now() - start_, absl::Nanoseconds(queued_nanos_.load()), context_});
  }
  return ToGrpcStatus(status);
}

absl::Status Parse(const grpc::ByteBuffer& bytes, google::protobuf::Message& message) {
  invalid_utf8_field.clear();
  grpc::Slice slice;
  if (bytes.TrySingleSlice(&slice).ok()) {  // as all but large messages come
    return message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()))
               ? absl::OkStatus()
               : ParseError(message);
  }
  grpc::ByteBuffer buffer(bytes);  // a reference; the reader wants it mutable
  grpc::ProtoBufferReader reader(&buffer);
  const bool parsed = reader.status().ok() && message.ParseFromZeroCopyStream(&reader);
  return parsed ? absl::OkStatus() : ParseError(message);
}

grpc::ByteBuffer Serialize(google::protobuf::Message& message) {
  invalid_utf8_field.clear();
  grpc::ByteBuffer buffer = ToByteBuffer(message);
  if (invalid_utf8_field.empty()) return buffer;
  Log(Severity::kError, "an answer was not valid UTF-8", {{"field", invalid_utf8_field}});
#ifdef AKIN_CHECKS
  std::abort();
#endif
  MendUtf8(message);
  return ToByteBuffer(message);
}

grpc::ByteBuffer ToByteBuffer(ReadyAnswer answer) {
  using Shared = std::shared_ptr<const std::string>;
  auto* const held = new Shared(std::move(answer.shared));
  const grpc::Slice slices[] = {
      // gRPC wants the bytes mutable, and does not change them.
      grpc::Slice(
          const_cast<char*>((*held)->data()), (*held)->size(),
          [](void* shared) { delete static_cast<Shared*>(shared); }, held),
      grpc::Slice(answer.own)};
  return grpc::ByteBuffer(slices, 2);
}

}  // namespace akin::rpc_internal

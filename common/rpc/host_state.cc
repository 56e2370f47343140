#include "common/rpc/host_state.h"

#include <algorithm>

#include "absl/random/random.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/rpc/status_conversion.h"
#include "common/status/errors.h"
#include "google/protobuf/stubs/logging.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "grpcpp/support/proto_buffer_writer.h"

namespace akin::rpc_internal {
namespace {

std::string NewTraceparent() {
  thread_local absl::BitGen random;
  const auto digits = [](uint64_t number) { return absl::Hex(number, absl::kZeroPad16); };
  return absl::StrCat("00-", digits(absl::Uniform<uint64_t>(random)),
                      digits(absl::Uniform<uint64_t>(random)), "-",
                      digits(absl::Uniform<uint64_t>(random) | 1), "-01");
}

std::string Traceparent(const grpc::CallbackServerContext& server) {
  const auto entry = server.client_metadata().find("traceparent");
  constexpr size_t kLength = 55;
  if (entry == server.client_metadata().end() || entry->second.size() != kLength) {
    return NewTraceparent();
  }
  return std::string(entry->second.data(), entry->second.size());
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

}  // namespace

HostState::HostState(ServiceHost::Options options)
    : options_(std::move(options)), executor_(options_.threads) {
  static const auto previous = google::protobuf::SetLogHandler(CaptureInvalidUtf8);
  (void)previous;
}

absl::Status HostState::Admit() {
  if (++calls_ <= options_.max_calls) return absl::OkStatus();
  return WithRetryAfter(
      ErrorWithReason(absl::StatusCode::kResourceExhausted, "TOO_MANY_CALLS",
                      absl::StrCat("server is busy with ", options_.max_calls, " calls")),
      absl::Milliseconds(100));
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
  if (auto open = stream.lock()) open->End(absl::UnavailableError("server is stopping"));
}

void HostState::Stop() {
  std::vector<std::weak_ptr<OpenStream>> streams;
  {
    MutexLock lock(mu_);
    stopping_ = true;
    streams.swap(streams_);
  }
  for (const auto& stream : streams) {
    if (auto open = stream.lock()) open->End(absl::UnavailableError("server is stopping"));
  }
}

CallCore::CallCore(HostState& host, const MethodReport& report,
                   const grpc::CallbackServerContext& server)
    : host_(host),
      report_(report),
      start_(absl::Now()),
      cancelled_(std::make_shared<std::atomic<bool>>(false)),
      context_{Deadline(server), Traceparent(server), cancelled_, &server},
      admitted_(host.Admit()) {}

CallCore::~CallCore() { host_.Leave(); }

grpc::Status CallCore::Close(const absl::Status& status) {
  if (report_.on_call) report_.on_call({status, absl::Now() - start_, context_});
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

grpc::ByteBuffer Serialize(const google::protobuf::Message& message) {
  grpc::ByteBuffer buffer;
  const size_t size = message.ByteSizeLong();
  grpc::ProtoBufferWriter writer(&buffer, grpc::kProtoBufferWriterMaxBufferLength,
                                 static_cast<int>(size));
  message.SerializeToZeroCopyStream(&writer);
  return buffer;
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

#include "common/rpc/async_call.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/status_conversion.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "grpcpp/support/proto_buffer_writer.h"

namespace akin {
namespace {

using google::protobuf::Message;

grpc::ByteBuffer Serialize(const Message& message) {
  grpc::ByteBuffer bytes;
  grpc::ProtoBufferWriter writer(&bytes, grpc::kProtoBufferWriterMaxBufferLength,
                                 static_cast<int>(message.ByteSizeLong()));
  message.SerializeToZeroCopyStream(&writer);
  return bytes;
}

absl::Status Parse(const grpc::Status& status, grpc::ByteBuffer& bytes, Message& message) {
  if (!status.ok()) return FromGrpcStatus(status);
  if (!bytes.Valid()) return absl::DataLossError("no answer");
  grpc::ProtoBufferReader reader(&bytes);
  if (reader.status().ok() && message.ParseFromZeroCopyStream(&reader)) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("not a ", message.GetTypeName()));
}

// All channels share the queue that callbacks come by, and the last one to go takes it down: if its
// threads are still reading then, gRPC 1.51 ends the process. One channel that stays prevents that;
// it takes a call, which fails at once, to be one of them.
struct KeptQueue {
  std::shared_ptr<grpc::Channel> channel =
      grpc::CreateChannel("unix:/dev/null", grpc::InsecureChannelCredentials());
  grpc::ClientContext context;
  grpc::Slice nothing;
  grpc::ByteBuffer sent = grpc::ByteBuffer(&nothing, 1), received;

  KeptQueue() {
    context.set_deadline(std::chrono::system_clock::time_point());
    grpc::GenericStub(channel).UnaryCall(&context, "/akin.None/None", grpc::StubOptions(), &sent,
                                         &received, [](const grpc::Status&) {});
  }
};

void KeepQueue() {
  static const auto* const kept = new KeptQueue();
  (void)kept;
}

}  // namespace

void StartUnary(const std::shared_ptr<grpc::Channel>& channel, const char* method,
                std::shared_ptr<grpc::ClientContext> context, const Message& request,
                std::shared_ptr<Message> response,
                std::function<void(const absl::Status&)> on_end) {
  KeepQueue();
  struct Bytes {
    grpc::ByteBuffer sent, received;
  };
  const auto bytes = std::make_shared<Bytes>(Bytes{Serialize(request), {}});
  grpc::ClientContext* const started = context.get();
  grpc::GenericStub(channel).UnaryCall(
      started, method, grpc::StubOptions(), &bytes->sent, &bytes->received,
      [bytes, context = std::move(context), response = std::move(response),
       on_end = std::move(on_end)](const grpc::Status& status) {
        on_end(Parse(status, bytes->received, *response));
      });
}

}  // namespace akin

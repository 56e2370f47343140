#include "common/rpc/async_call.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/status_conversion.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
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

}  // namespace

void StartUnary(const std::shared_ptr<grpc::Channel>& channel, const char* method,
                std::shared_ptr<grpc::ClientContext> context, const Message& request,
                std::shared_ptr<Message> response,
                std::function<void(const absl::Status&)> on_end) {
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

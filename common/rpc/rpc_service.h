#ifndef AKIN_COMMON_RPC_RPC_SERVICE_H_
#define AKIN_COMMON_RPC_RPC_SERVICE_H_

#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_host.h"
#include "google/protobuf/message.h"

namespace akin {

// What a server stream sends, pulled by the adapter as fast as the client reads and no faster.
// Called by one thread at a time.
template <typename Response>
class StreamSource {
 public:
  virtual ~StreamSource() = default;
  // The next message; nullopt if there is none now, in which case the `wake` that the source was
  // made with must be called when there may be one. A status that is not OK ends the stream with
  // it; EndOfStream (end_of_stream.h) ends it well.
  virtual absl::StatusOr<absl::optional<Response>> Next() = 0;
};

// Base of every RPC service: maps the methods of one proto service to plain functions. The rest
// (parsing, admission, waiting for min_revision, threads, status mapping, measuring) is done by
// ServiceHost. Register the methods in the constructor; handlers run on several threads at once.
class RpcService {
 public:
  // `full_name` is the proto service's, e.g. "akin.storage.v1.StorageService".
  RpcService(absl::string_view full_name, ServiceHost::Options options)
      : host_(full_name, std::move(options)) {}
  virtual ~RpcService() = default;

  ServiceHost& host() { return host_; }

 protected:
  template <typename Request, typename Response>
  using UnaryHandler = std::function<absl::StatusOr<Response>(const CallContext&, const Request&)>;

  // What is known at once, see UnaryMethod::answer_at_once.
  template <typename Request>
  using ReadyHandler =
      std::function<absl::optional<ReadyAnswer>(const CallContext&, const Request&)>;

  // A method with one request and one answer. If the request has `min_revision` and the options
  // have a gate, the handler runs only once that revision is served. `ready` may be null.
  template <typename Request, typename Response>
  void Unary(absl::string_view method, UnaryHandler<Request, Response> handler,
             ReadyHandler<Request> ready = nullptr) {
    UnaryMethod entry = {NewMessage<Request>, MinRevision<Request>(),
                         [handler = std::move(handler)](
                             const CallContext& call,
                             const google::protobuf::Message& in) -> absl::StatusOr<MessagePtr> {
                           auto response = handler(call, static_cast<const Request&>(in));
                           if (!response.ok()) return response.status();
                           return MessagePtr(new Response(*std::move(response)));
                         }};
    if (ready) {
      entry.answer_at_once = [ready = std::move(ready)](const CallContext& call,
                                                        const google::protobuf::Message& in) {
        return ready(call, static_cast<const Request&>(in));
      };
    }
    host_.AddUnary(method, std::move(entry));
  }

  // A method of this object.
  template <typename Self, typename Request, typename Response>
  void Unary(absl::string_view method,
             absl::StatusOr<Response> (Self::*handler)(const CallContext&, const Request&),
             std::type_identity_t<ReadyHandler<Request>> ready = nullptr) {
    Unary<Request, Response>(
        method,
        [this, handler](const CallContext& call, const Request& in) {
          return (static_cast<Self*>(this)->*handler)(call, in);
        },
        std::move(ready));
  }

  // A method that answers with a stream.
  template <typename Request, typename Response>
  using StreamHandler = std::function<absl::StatusOr<std::unique_ptr<StreamSource<Response>>>(
      const CallContext&, const Request&, std::function<void()> wake)>;

  template <typename Request, typename Response>
  void ServerStream(absl::string_view method, StreamHandler<Request, Response> handler) {
    host_.AddServerStream(method, {NewMessage<Request>,
                                   [handler = std::move(handler)](
                                       const CallContext& call, const google::protobuf::Message& in,
                                       std::function<void()> wake) -> absl::StatusOr<PullMessage> {
                                     auto source = handler(call, static_cast<const Request&>(in),
                                                           std::move(wake));
                                     if (!source.ok()) return source.status();
                                     return PullFrom<Response>(*std::move(source));
                                   }});
  }

  // A method that takes a stream and acknowledges each message in order. Requests come in batches:
  // all that arrived while the last batch was handled, within the host's limits; the handler
  // returns as many responses as there are requests.
  template <typename Request, typename Response>
  using BatchHandler = std::function<absl::StatusOr<std::vector<Response>>(
      const CallContext&, const std::vector<Request>&)>;

  template <typename Request, typename Response>
  void BidiBatch(absl::string_view method, BatchHandler<Request, Response> handler) {
    host_.AddBidiBatch(
        method, {NewMessage<Request>,
                 [handler = std::move(handler)](const CallContext& call, std::vector<MessagePtr> in)
                     -> absl::StatusOr<std::vector<MessagePtr>> {
                   std::vector<Request> requests;
                   requests.reserve(in.size());
                   for (MessagePtr& m : in)
                     requests.push_back(std::move(static_cast<Request&>(*m)));
                   auto responses = handler(call, requests);
                   if (!responses.ok()) return responses.status();
                   std::vector<MessagePtr> out;
                   out.reserve(responses->size());
                   for (Response& r : *responses)
                     out.push_back(std::make_unique<Response>(std::move(r)));
                   return out;
                 }});
  }

 private:
  template <typename M>
  static MessagePtr NewMessage() {
    return std::make_unique<M>();
  }

  template <typename M, typename = void>
  struct HasMinRevision : std::false_type {};
  template <typename M>
  struct HasMinRevision<M, std::void_t<decltype(std::declval<M>().min_revision())>>
      : std::true_type {};

  template <typename Request>
  static std::function<int64_t(const google::protobuf::Message&)> MinRevision() {
    if constexpr (HasMinRevision<Request>::value) {
      return [](const google::protobuf::Message& m) {
        return static_cast<const Request&>(m).min_revision();
      };
    } else {
      return nullptr;
    }
  }

  template <typename Response>
  static PullMessage PullFrom(std::shared_ptr<StreamSource<Response>> source) {
    return [source]() -> absl::StatusOr<MessagePtr> {
      auto next = source->Next();
      if (!next.ok()) return next.status();
      if (!next->has_value()) return MessagePtr();
      return MessagePtr(new Response(std::move(**next)));
    };
  }

  ServiceHost host_;
};

}  // namespace akin

#endif  // AKIN_COMMON_RPC_RPC_SERVICE_H_

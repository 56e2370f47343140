#ifndef AKIN_TESTS_PLUGIN_CONFORMANCE_ROLE_H_
#define AKIN_TESTS_PLUGIN_CONFORMANCE_ROLE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "akin/plugin/v1/plugin_service.pb.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"

namespace akin::plugin_conformance {

using Message = google::protobuf::Message;
using MessagePtr = std::unique_ptr<Message>;

// How much a question asks about.
struct QuestionSize {
  int seeds = 1;
  int candidates = 10;  // Or hits, or the limit of a source.
};

// One role that a plug-in may have: what Akin asks it, and which answers are legal. Thread-safe.
class Role {
 public:
  virtual ~Role() = default;

  virtual absl::string_view name() const = 0;
  virtual plugin::v1::PluginRole role() const = 0;

  // A question like Akin's. `articles` are names to ask about; made up where they do not suffice.
  virtual MessagePtr NewQuestion(const QuestionSize& size,
                                 const std::vector<std::string>& articles) const = 0;
  virtual absl::StatusOr<MessagePtr> Ask(const Message& question, absl::Duration timeout) const = 0;

  // What an answer has that the contract forbids, in words; "" if it is legal.
  virtual std::string Wrong(const Message& question, const Message& answer) const = 0;
  // The answer as text, the same for answers that mean the same.
  virtual std::string Meaning(const Message& answer) const = 0;
};

// Source, ranker and filter.
std::vector<std::unique_ptr<Role>> AllRoles(const std::shared_ptr<grpc::Channel>& channel);

}  // namespace akin::plugin_conformance

#endif  // AKIN_TESTS_PLUGIN_CONFORMANCE_ROLE_H_

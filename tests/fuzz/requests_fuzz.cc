// libFuzzer's entry to a service: calls of its methods, one after another, with whatever in their
// requests. None may hang, fail for a fault of ours or bring what its message cannot hold.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/notification.h"
#include "common/page/page_token.h"
#include "common/rpc/async_call.h"
#include "common/rpc/client.h"
#include "common/rpc/server.h"
#include "tests/fuzz/proto_program.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/service_under_fuzz.h"

namespace akin::fuzz {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

// With sanitizers, on a machine with other work.
constexpr absl::Duration kPatience = absl::Seconds(20);
// Programs that one service gets, so that what they leave behind does not add up.
constexpr int kProgramsPerService = 500;
// Page tokens of these inputs: the last one that was given, and the same with another cursor
// (tokens are no secrets, so who likes can make them).
constexpr char kLastToken[] = "LAST";
constexpr char kForgedToken[] = "FORGED ";

const std::vector<std::string>& Words() {
  static const auto& words = *new std::vector<std::string>{
      "",
      "articles/a",
      "articles/b",
      "articles/",
      "stories/s",
      "sources/wire.example",
      "feeds/f",
      "-",
      "a",
      "ferry",
      "\"",
      "(",
      "*",
      "\xff",
      "\xe2\x82\xac",
      "\n\n",
      std::string(1'000, 'a'),
      "en",
      "zz-ZZ",
      "https://wire.example/1",
      "http://[::1]/",
      "publish_time > \"2024-01-01T00:00:00Z\"",
      "source = \"wire.example\"",
      "NOT (language = \"en\" OR headline : \"a\")",
      "after:2024-01-01",
      "word~1 OR x^2",
      "publish_time desc",
      kLastToken,
      "FORGED 1",
      "FORGED -1 articles/a",
      "FORGED 1700000000000000000 feeds/f",
      "FORGED 99999999999999999999",
      "Ferry returns",
      "<rss><channel><item><title>Ferry</title></item></channel></rss>",
      "text/html",
      "lease",
      "\xed\xa0\x80",
      std::string("\0", 1)};
  return words;
}

// What runs for a while: the service and a way to call it.
class Subject {
 public:
  Subject()
      : service_(NewServiceUnderFuzz()),
        server_(Server::Start({.address = ""}, {&service_->service()}).value()),
        channel_(server_->InProcessChannel()) {}

  void Run(std::vector<ProtoStep> program) {
    for (ProtoStep& step : program) Call(step);
  }

 private:
  void Call(ProtoStep& step);
  void UseLastToken(Message& request) const;
  void KeepToken(const Message& response);

  std::unique_ptr<ServiceUnderFuzz> service_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string last_token_;
};

const google::protobuf::ServiceDescriptor& Descriptor() {
  static const auto* const descriptor = DescriptorPool::generated_pool()->FindServiceByName(
      NewServiceUnderFuzz()->service().host().full_name());
  return *descriptor;
}

// Streams are fuzzed elsewhere.
const MethodDescriptor* Find(absl::string_view verb) {
  const auto* const method = Descriptor().FindMethodByName(std::string(verb));
  if (method == nullptr || method->client_streaming() || method->server_streaming()) return nullptr;
  return method;
}

std::unique_ptr<Message> NewMessage(const google::protobuf::Descriptor& type) {
  return std::unique_ptr<Message>(MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

std::unique_ptr<Message> RequestOf(absl::string_view verb) {
  const auto* const method = Find(verb);
  return method == nullptr ? nullptr : NewMessage(*method->input_type());
}

std::vector<std::string> Verbs() {
  std::vector<std::string> verbs;
  for (int i = 0; i < Descriptor().method_count(); ++i) {
    if (Find(Descriptor().method(i)->name()) != nullptr)
      verbs.push_back(Descriptor().method(i)->name());
  }
  return verbs;
}

bool IsOurFault(const absl::Status& status) {
  return absl::IsInternal(status) || absl::IsUnknown(status) || absl::IsDataLoss(status) ||
         absl::IsDeadlineExceeded(status);
}

// See page_token.cc: a checksum, then arguments, revision, log and cursor.
std::string Forged(absl::string_view token, absl::string_view cursor) {
  constexpr size_t kChecksumSize = 16;
  std::string bytes;
  absl::WebSafeBase64Unescape(token, &bytes);
  const std::vector<std::string> parts =
      absl::StrSplit(bytes.substr(std::min(bytes.size(), kChecksumSize)), absl::MaxSplits(' ', 3));
  PageToken forged{.cursor = std::string(cursor)};
  if (parts.size() < 3 || !absl::SimpleHexAtoi(parts[0], &forged.arguments) ||
      !absl::SimpleAtoi(parts[1], &forged.position.revision)) {
    return std::string(token);
  }
  forged.position.log_id = parts[2];
  return EncodePageToken(forged);
}

void Subject::Call(ProtoStep& step) {
  const MethodDescriptor& method = *Find(step.verb);
  UseLastToken(*step.message);
  const std::string name = absl::StrCat("/", method.service()->full_name(), "/", method.name());
  const std::shared_ptr<Message> response = NewMessage(*method.output_type());
  absl::Status status;
  absl::Notification ended;
  StartUnary(channel_, name.c_str(), NewClientContext({}, kPatience), *step.message, response,
             [&](const absl::Status& end) {
               status = end;
               ended.Notify();
             });
  ended.WaitForNotification();
  const std::string what =
      absl::StrCat(name, " ", step.message->ShortDebugString(), ": ", status.ToString());
  Require(!IsOurFault(status), "a call is answered, or told what is wrong with it", what);
  Require(status.ok() || !status.message().empty(), "errors say why", what);
  if (status.ok()) KeepToken(*response);
}

void Subject::UseLastToken(Message& request) const {
  const auto* const field = request.GetDescriptor()->FindFieldByName("page_token");
  if (field == nullptr) return;
  const std::string wanted = request.GetReflection()->GetString(request, field);
  absl::string_view cursor = wanted;
  if (wanted == kLastToken) {
    request.GetReflection()->SetString(&request, field, last_token_);
  } else if (absl::ConsumePrefix(&cursor, kForgedToken)) {
    request.GetReflection()->SetString(&request, field, Forged(last_token_, cursor));
  }
}

void Subject::KeepToken(const Message& response) {
  const auto* const field = response.GetDescriptor()->FindFieldByName("next_page_token");
  if (field != nullptr) last_token_ = response.GetReflection()->GetString(response, field);
}

// What libraries keep for a service until the process ends, they make for another one before, so
// that it outlives this.
std::unique_ptr<Subject> FirstSubject() {
  std::make_unique<Subject>().reset();
  return std::make_unique<Subject>();
}

void Run(absl::string_view text) {
  static std::unique_ptr<Subject> subject = FirstSubject();
  static int programs = 0;
  if (++programs % kProgramsPerService == 0) {
    subject.reset();
    subject = std::make_unique<Subject>();
  }
  subject->Run(ReadProgram(text, RequestOf));
}

}  // namespace
}  // namespace akin::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  akin::fuzz::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned int seed) {
  using namespace akin::fuzz;  // NOLINT: the library's name, our content
  static const ProtoMutator& mutator = *new ProtoMutator(Words());
  static const auto& verbs = *new std::vector<std::string>(Verbs());
  return MutateInput(data, size, max_size, seed, RequestOf, verbs, mutator);
}

#ifndef AKIN_SERVICES_WEB_TESTING_FAKE_NEWS_SERVICES_H_
#define AKIN_SERVICES_WEB_TESTING_FAKE_NEWS_SERVICES_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "services/web/news/news_services.h"

namespace akin {

// Services that answer as a test says, at once. One thread.
class FakeNewsServices : public NewsServices {
 public:
  void Answer(const std::string& method, const google::protobuf::Message& response) {
    std::unique_ptr<google::protobuf::Message> copy(response.New());
    copy->CopyFrom(response);
    errors_.erase(method);
    answers_[method] = std::move(copy);
  }
  void Fail(const std::string& method, absl::Status status) { errors_[method] = std::move(status); }

  // The last request to a method, an empty one if there was none.
  template <typename Request>
  Request Asked(const std::string& method) const {
    Request request;
    const auto asked = requests_.find(method);
    if (asked != requests_.end()) request.ParseFromString(asked->second);
    return request;
  }
  int call_count() const { return calls_; }

  // A method that the test has not spoken of is UNAVAILABLE.
  void Start(const Call& call, const google::protobuf::Message& request,
             std::shared_ptr<google::protobuf::Message> response, OnEnd on_end) override {
    ++calls_;
    requests_[call.method] = request.SerializeAsString();
    if (const auto error = errors_.find(call.method); error != errors_.end())
      return on_end(error->second);
    const auto answer = answers_.find(call.method);
    if (answer == answers_.end()) return on_end(absl::UnavailableError("down"));
    response->CopyFrom(*answer->second);
    on_end(absl::OkStatus());
  }

 private:
  int calls_ = 0;
  std::map<std::string, std::unique_ptr<google::protobuf::Message>> answers_;
  std::map<std::string, absl::Status> errors_;
  std::map<std::string, std::string> requests_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_TESTING_FAKE_NEWS_SERVICES_H_

#ifndef AKIN_SERVICES_WEB_NEWS_NEWS_SERVICES_H_
#define AKIN_SERVICES_WEB_NEWS_NEWS_SERVICES_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"

namespace akin {

// Calls of the four services, as every page and every answer makes them. Thread-safe.
class NewsServices {
 public:
  using OnEnd = std::function<void(const absl::Status&)>;

  struct Call {
    // "/akin.storage.v1.StorageService/GetArticle".
    std::string method;
    // After which it ends with DEADLINE_EXCEEDED.
    absl::Duration timeout = absl::Seconds(5);
    // W3C trace context that goes with it.
    std::string traceparent;
    // Whose server is asked, by a package that it serves, "akin.storage.v1"; empty: the method's.
    std::string server = {};
  };

  virtual ~NewsServices() = default;
  // Makes one unary call that no thread waits for. `on_end` is called once, on any thread, perhaps
  // before Start returns; with an OK status the answer is in `response`.
  virtual void Start(const Call& call, const google::protobuf::Message& request,
                     std::shared_ptr<google::protobuf::Message> response, OnEnd on_end) = 0;
};

// What became of one call.
template <typename Response>
struct Answer {
  absl::Status status = absl::UnknownError("not asked");
  Response response;

  absl::StatusOr<Response> Result() const {
    if (!status.ok()) return status;
    return response;
  }
};

// Calls that are made at once, and what is done when the last of them has ended. One thread adds
// the calls; the answers may be read once `then` runs.
//
//   auto answers = std::make_shared<Answers>();
//   CallRound round(services, traceparent, [answers] { … });
//   round.Add(kGetArticle, absl::Seconds(5), request, answers, answers->article);
class CallRound {
 public:
  CallRound(NewsServices& services, std::string traceparent, std::function<void()> then)
      : services_(services),
        traceparent_(std::move(traceparent)),
        open_(nullptr, [then = std::move(then)](void*) { then(); }) {}

  // `answer` is a part of what `owner` points to.
  template <typename Response, typename Owner>
  void Add(const std::string& method, absl::Duration timeout,
           const google::protobuf::Message& request, const std::shared_ptr<Owner>& owner,
           Answer<Response>& answer) {
    AddAt("", method, timeout, request, owner, answer);
  }
  // Of one server, see NewsServices::Call.
  template <typename Response, typename Owner>
  void AddAt(const std::string& server, const std::string& method, absl::Duration timeout,
             const google::protobuf::Message& request, const std::shared_ptr<Owner>& owner,
             Answer<Response>& answer) {
    services_.Start(
        {method, timeout, traceparent_, server}, request,
        std::shared_ptr<google::protobuf::Message>(owner, &answer.response),
        [open = open_, owner, &answer](const absl::Status& status) { answer.status = status; });
  }

 private:
  NewsServices& services_;
  const std::string traceparent_;
  // Held by each call that has not ended; the last to let go of it does what is next.
  std::shared_ptr<void> open_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_NEWS_NEWS_SERVICES_H_

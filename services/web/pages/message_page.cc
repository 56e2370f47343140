#include "services/web/pages/message_page.h"

#include <ctemplate/template.h>

#include "common/status/errors.h"
#include "services/web/pages/template.h"

namespace akin {
namespace {

struct Message {
  int status;
  const char* title;
  const char* text;
};

constexpr Message kMessages[] = {
    {400, "That cannot be read",
     "The address or the form has something in it that has no meaning here."},
    {403, "That is not open to you", "This site may not show it."},
    {404, "No such page",
     "There is nothing at this address. It may have been mistyped, or never published."},
    {405, "Not that way", "This address does not take what was sent to it."},
    {410, "Withdrawn", "The article that was here has been withdrawn."},
    {413, "Too large", "What was sent is larger than this site takes."},
    {429, "Too many at once",
     "More was asked than this site may answer just now. Please try again in a moment."},
    {503, "Not available just now",
     "The news cannot be read at the moment. Please try again shortly."},
};
constexpr Message kOther = {500, "Something went wrong",
                            "The page could not be made. Please try again later."};

const Message& MessageOf(int status) {
  for (const Message& message : kMessages) {
    if (message.status == status) return message;
  }
  return kOther;
}

}  // namespace

int HttpStatusOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return 200;
    case absl::StatusCode::kNotFound:
      return ErrorReason(status) == "ARTICLE_WITHDRAWN" ? 410 : 404;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
      return 409;
    case absl::StatusCode::kResourceExhausted:
      return 429;
    case absl::StatusCode::kCancelled:
      return 499;
    case absl::StatusCode::kUnimplemented:
      return 501;
    case absl::StatusCode::kUnavailable:
      return 503;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    default:
      return 500;
  }
}

Page MessagePage(int http_status, absl::string_view detail) {
  const Message& message = MessageOf(http_status == 504 ? 503 : http_status);
  ctemplate::TemplateDictionary values("message");
  values.SetValue("TITLE", message.title);
  values.SetValue("TEXT", message.text);
  values.SetValueAndShowSection("DETAIL", std::string(detail), "DETAIL_PART");
  return {.title = message.title, .body = Expand("message", values), .no_index = true};
}

}  // namespace akin

#include "services/web/pages/message_page.h"

#include <ctemplate/template.h>

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

Page MessagePage(int http_status, absl::string_view detail) {
  const Message& message = MessageOf(http_status == 504 ? 503 : http_status);
  ctemplate::TemplateDictionary values("message");
  values.SetValue("TITLE", message.title);
  values.SetValue("TEXT", message.text);
  values.SetValueAndShowSection("DETAIL", std::string(detail), "DETAIL_PART");
  return {.title = message.title, .body = Expand("message", values), .no_index = true};
}

}  // namespace akin

#ifndef AKIN_SERVICES_WEB_DESK_FORM_TOKENS_H_
#define AKIN_SERVICES_WEB_DESK_FORM_TOKENS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/web/http/message.h"

namespace akin {

// What tells a form of ours that was sent by hand from one that another site sends: a visitor has a
// random cookie, which only our pages' forms know the token of. Valid as long as the process.
// Thread-safe.
class FormTokens {
 public:
  FormTokens();

  // The visitor's cookie, "" if there is none that can be one of ours.
  static std::string VisitorOf(const HttpRequest& request);
  static std::string NewVisitor();
  // The value of a Set-Cookie header.
  static std::string CookieOf(absl::string_view visitor);

  std::string TokenOf(absl::string_view visitor) const;
  // Whether `form`, the body of `request`, has the token of its visitor.
  bool IsOurs(const HttpRequest& request, const HttpFields& form) const;

 private:
  const std::string key_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_DESK_FORM_TOKENS_H_

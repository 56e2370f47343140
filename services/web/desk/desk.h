#ifndef AKIN_SERVICES_WEB_DESK_DESK_H_
#define AKIN_SERVICES_WEB_DESK_DESK_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "services/web/desk/form_tokens.h"
#include "services/web/http/message.h"
#include "services/web/site/visit.h"

namespace akin {

// What editors steer by: feeds, withdrawals, the services' state. Whoever reaches it may do all
// that its services let it do, so it listens on this machine only, answers only to names of this
// machine (another site's page may lead a browser here by a name of its own) and does only what its
// own forms ask for. Thread-safe; services and clock outlive it.
class Desk : public HttpHandler {
 public:
  Desk(NewsServices& services, const Clock& clock, const SiteOptions& options)
      : parts_{services, clock, options} {}

  void Handle(const HttpRequest& request, HttpRespond respond) override;

 private:
  using Acted = std::function<void(const absl::Status&, std::string done)>;

  void Serve(const VisitPtr& visit) const;
  void Show(const VisitPtr& visit, int http_status, const std::string& notice) const;
  void Explain(const VisitPtr& visit) const;
  // Acts by a form that was sent, then shows what came of it.
  void Act(const VisitPtr& visit) const;
  void ActOnFeeds(const HttpFields& form, const VisitPtr& visit, const Acted& acted) const;
  void ActOnArticle(const HttpFields& form, const VisitPtr& visit, const Acted& acted) const;
  // Makes one call whose answer does not matter beyond its status.
  template <typename Response>
  void Call(const char* method, const google::protobuf::Message& request, const VisitPtr& visit,
            std::string done, const Acted& acted) const;

  const SiteParts parts_;
  const FormTokens tokens_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_DESK_DESK_H_

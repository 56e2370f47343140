#ifndef AKIN_SERVICES_WEB_SITE_SITE_H_
#define AKIN_SERVICES_WEB_SITE_SITE_H_

#include "common/metrics/metrics.h"
#include "services/web/http/message.h"
#include "services/web/site/route_metrics.h"
#include "services/web/site/visit.h"

namespace akin {

// All that akin-web serves on its public address. Thread-safe; parts outlive it.
class Site : public HttpHandler {
 public:
  Site(NewsServices& services, const Clock& clock, const SiteOptions& options, Metrics& metrics)
      : parts_{services, clock, options}, metrics_(metrics) {}

  void Handle(const HttpRequest& request, HttpRespond respond) override;

  // The answer to what is refused before it is a request.
  HttpResponse Refusal(int status) const;

 private:
  HttpResponse NotServed(const HttpRequest& request, const std::string& allowed) const;
  HttpRespond Finishing(const HttpRequest& request, const Route* route, HttpRespond respond) const;

  const SiteParts parts_;
  const RouteMetrics metrics_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_SITE_SITE_H_

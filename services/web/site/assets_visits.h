#ifndef AKIN_SERVICES_WEB_SITE_ASSETS_VISITS_H_
#define AKIN_SERVICES_WEB_SITE_ASSETS_VISITS_H_

#include "services/web/site/visit.h"

// What stays as it is as long as the program.
namespace akin {

// /assets/{id}
void VisitAsset(const SiteParts& parts, const VisitPtr& visit);
// /robots.txt: lists of results are not for robots.
void VisitRobots(const SiteParts& parts, const VisitPtr& visit);
// /healthz: the process serves.
void VisitHealth(const SiteParts& parts, const VisitPtr& visit);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_SITE_ASSETS_VISITS_H_

#ifndef AKIN_SERVICES_WEB_SITE_FEED_VISITS_H_
#define AKIN_SERVICES_WEB_SITE_FEED_VISITS_H_

#include "services/web/site/visit.h"

// Searches, sources among them, and stories as feeds.
namespace akin {

// /search.atom, /search.json: each article by itself, newest first.
void VisitSearchAtom(const SiteParts& parts, const VisitPtr& visit);
void VisitSearchJsonFeed(const SiteParts& parts, const VisitPtr& visit);
// /stories/{id}.atom, /stories/{id}.json
void VisitStoryAtom(const SiteParts& parts, const VisitPtr& visit);
void VisitStoryJsonFeed(const SiteParts& parts, const VisitPtr& visit);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_SITE_FEED_VISITS_H_

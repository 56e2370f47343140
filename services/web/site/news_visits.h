#ifndef AKIN_SERVICES_WEB_SITE_NEWS_VISITS_H_
#define AKIN_SERVICES_WEB_SITE_NEWS_VISITS_H_

#include "services/web/site/visit.h"

// The pages of the site, from the request to the answer: each makes its calls at once and shows
// what has come of them.
namespace akin {

// /
void VisitFront(const SiteParts& parts, const VisitPtr& visit);
// /articles/{id}; and its Similar News alone, with the patience of a page that is there already.
void VisitArticle(const SiteParts& parts, const VisitPtr& visit);
void VisitSimilarAlone(const SiteParts& parts, const VisitPtr& visit);
// /articles/{id}/revisions: what has changed.
void VisitRevisions(const SiteParts& parts, const VisitPtr& visit);
// /stories/{id}
void VisitStory(const SiteParts& parts, const VisitPtr& visit);
// /search
void VisitSearch(const SiteParts& parts, const VisitPtr& visit);
// /similar: the form, and a text that was pasted into it.
void VisitCompare(const SiteParts& parts, const VisitPtr& visit);
void VisitCompared(const SiteParts& parts, const VisitPtr& visit);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_SITE_NEWS_VISITS_H_

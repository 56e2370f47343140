#ifndef AKIN_SERVICES_WEB_SITE_EMBED_VISITS_H_
#define AKIN_SERVICES_WEB_SITE_EMBED_VISITS_H_

#include "services/web/site/visit.h"

// Similar News for other sites' pages, which they know by their addresses.
namespace akin {

// /embed/similar?url=…: a piece of HTML. A page that is not known, and anything that goes wrong, is
// an empty piece and no error on somebody's site.
void VisitEmbed(const SiteParts& parts, const VisitPtr& visit);
// /embed.js
void VisitEmbedScript(const SiteParts& parts, const VisitPtr& visit);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_SITE_EMBED_VISITS_H_

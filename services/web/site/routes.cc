#include "services/web/site/routes.h"

#include <utility>

#include "services/web/site/api_visits.h"
#include "services/web/site/assets_visits.h"
#include "services/web/site/embed_visits.h"
#include "services/web/site/feed_visits.h"
#include "services/web/site/news_visits.h"

namespace akin {
namespace {

std::vector<Route> PageRoutes() {
  return {
      {"GET", "/", &VisitFront},
      {"GET", "/articles/{id}", &VisitArticle},
      {"GET", "/articles/{id}/similar", &VisitSimilarAlone},
      {"GET", "/articles/{id}/revisions", &VisitRevisions},
      {"GET", "/stories/{id}.atom", &VisitStoryAtom},
      {"GET", "/stories/{id}.json", &VisitStoryJsonFeed},
      {"GET", "/stories/{id}", &VisitStory},
      {"GET", "/search", &VisitSearch},
      {"GET", "/search.atom", &VisitSearchAtom},
      {"GET", "/search.json", &VisitSearchJsonFeed},
      {"GET", "/embed/similar", &VisitEmbed},
      {"GET", "/embed.js", &VisitEmbedScript},
      {"GET", "/similar", &VisitCompare},
      {"POST", "/similar", &VisitCompared},
      {"GET", "/assets/{id}", &VisitAsset},
      {"GET", "/robots.txt", &VisitRobots},
      {"GET", "/healthz", &VisitHealth},
  };
}

}  // namespace

const std::vector<Route>& Routes() {
  static const auto& routes = *[] {
    auto* const all = new std::vector<Route>(PageRoutes());
    for (Route& route : ApiRoutes()) all->push_back(std::move(route));
    return all;
  }();
  return routes;
}

}  // namespace akin

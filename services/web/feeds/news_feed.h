#ifndef AKIN_SERVICES_WEB_FEEDS_NEWS_FEED_H_
#define AKIN_SERVICES_WEB_FEEDS_NEWS_FEED_H_

#include <string>
#include <vector>

#include "akin/news/v1/article.pb.h"

// Pages as feeds, for other readers. Plain functions, thread-safe.
namespace akin {

struct NewsFeed {
  std::string title;
  // What all addresses in it begin with, "https://news.example".
  std::string base;
  // Where the feed is, and the page that it is of: from the base on.
  std::string self;
  std::string page;
  // Newest first. They outlive the feed.
  std::vector<const news::v1::Article*> articles;
};

// Atom, RFC 4287.
std::string ToAtom(const NewsFeed& feed);
// JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/.
std::string ToJsonFeed(const NewsFeed& feed);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_FEEDS_NEWS_FEED_H_

#include "services/web/feeds/news_feed.h"

#include <pugixml.hpp>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "common/url/url.h"
#include "nlohmann/json.hpp"
#include "services/web/pages/card.h"
#include "services/web/pages/texts.h"

namespace akin {
namespace {

using news::v1::Article;

// When an article was last changed. A feed without articles has never been.
std::string ChangeTime(const Article& article) {
  return MachineTime(IsUpdated(article) ? article.update_time() : TimeOf(article));
}
std::string ChangeTime(const NewsFeed& feed) {
  std::string newest = "1970-01-01T00:00:00Z";
  for (const Article* article : feed.articles) newest = std::max(newest, ChangeTime(*article));
  return newest;
}

std::string PageOf(const NewsFeed& feed, const Article& article) {
  return absl::StrCat(feed.base, ArticleUrl(article.name()));
}

pugi::xml_node AddText(pugi::xml_node parent, const char* name, const std::string& text) {
  pugi::xml_node node = parent.append_child(name);
  node.text().set(text.c_str());
  return node;
}

void AddLink(pugi::xml_node parent, const char* relation, const std::string& address) {
  pugi::xml_node link = parent.append_child("link");
  link.append_attribute("rel") = relation;
  link.append_attribute("href") = address.c_str();
}

void AddAuthors(pugi::xml_node entry, const Article& article) {
  for (const std::string& author : article.authors())
    AddText(entry.append_child("author"), "name", author);
  if (article.authors().empty())  // an entry has one, if the feed has none
    AddText(entry.append_child("author"), "name", IdOf(article.source()));
}

void AddEntry(const NewsFeed& feed, const Article& article, pugi::xml_node parent) {
  pugi::xml_node entry = parent.append_child("entry");
  if (!LangOf(article.language()).empty())
    entry.append_attribute("xml:lang") = article.language().c_str();
  AddText(entry, "id", PageOf(feed, article));
  AddText(entry, "title", article.headline());
  AddText(entry, "updated", ChangeTime(article));
  AddText(entry, "published", MachineTime(TimeOf(article)));
  AddAuthors(entry, article);
  AddLink(entry, "alternate", PageOf(feed, article));
  if (!UrlHost(article.canonical_url()).empty()) AddLink(entry, "via", article.canonical_url());
  for (const std::string& category : article.categories())
    entry.append_child("category").append_attribute("term") = category.c_str();
  if (!article.summary().empty()) AddText(entry, "summary", article.summary());
}

nlohmann::json JsonItem(const NewsFeed& feed, const Article& article) {
  nlohmann::json item = {{"id", PageOf(feed, article)},
                         {"url", PageOf(feed, article)},
                         {"title", article.headline()},
                         {"content_text", article.summary()},
                         {"date_published", MachineTime(TimeOf(article))},
                         {"date_modified", ChangeTime(article)}};
  if (!UrlHost(article.canonical_url()).empty()) item["external_url"] = article.canonical_url();
  if (!LangOf(article.language()).empty()) item["language"] = article.language();
  for (const std::string& author : article.authors()) item["authors"].push_back({{"name", author}});
  for (const std::string& category : article.categories()) item["tags"].push_back(category);
  return item;
}

}  // namespace

std::string ToAtom(const NewsFeed& feed) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("feed");
  root.append_attribute("xmlns") = "http://www.w3.org/2005/Atom";
  AddText(root, "id", absl::StrCat(feed.base, feed.self));
  AddText(root, "title", feed.title);
  AddText(root, "updated", ChangeTime(feed));
  AddLink(root, "self", absl::StrCat(feed.base, feed.self));
  AddLink(root, "alternate", absl::StrCat(feed.base, feed.page));
  for (const Article* article : feed.articles) AddEntry(feed, *article, root);
  std::ostringstream out;
  document.save(out, " ", pugi::format_indent, pugi::encoding_utf8);
  return out.str();
}

std::string ToJsonFeed(const NewsFeed& feed) {
  nlohmann::json document = {{"version", "https://jsonfeed.org/version/1.1"},
                             {"title", feed.title},
                             {"home_page_url", absl::StrCat(feed.base, feed.page)},
                             {"feed_url", absl::StrCat(feed.base, feed.self)},
                             {"items", nlohmann::json::array()}};
  for (const Article* article : feed.articles)
    document["items"].push_back(JsonItem(feed, *article));
  return document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace akin

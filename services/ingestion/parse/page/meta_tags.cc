#include "services/ingestion/parse/page/meta_tags.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/text/unicode.h"
#include "services/ingestion/parse/dates.h"
#include "services/ingestion/parse/html_text.h"
#include "services/ingestion/parse/page/author_names.h"
#include "services/ingestion/parse/page/word_lists.h"

namespace akin {
namespace {

// Articles keep no more.
constexpr size_t kMaxListed = 100;

// The tree has decoded the attribute; publishers often encode twice.
std::string CleanLine(absl::string_view text) { return HtmlToLine(text); }

// The names that say a thing, the most telling first.
constexpr absl::string_view kTitles =
    "og:title twitter:title parsely-title sailthru.title dc.title dcterms.title "
    "citation_title headline hdl fb_title title";
constexpr absl::string_view kAuthors =
    "citation_author parsely-author sailthru.author author article:author "
    "article:author_name og:article:author og:author byl byline dc.creator "
    "dcterms.creator dc:creator dc.creator.name cxenseparse:author authors creator "
    "article.author rbauthors shareaholic:article_author_name vr:author "
    "twitter:data1:author";
constexpr absl::string_view kPublished =
    "article:published_time og:published_time article:published "
    "og:article:published_time parsely-pub-date sailthru.date "
    "cxenseparse:recs:publishtime datepublished publish-date publish_date publishdate "
    "pubdate pub_date publication_date publicationdate citation_publication_date "
    "citation_date dc.date.issued dcterms.issued dc.date.created dcterms.created "
    "dc.date dcterms.date dc:date dc.date.publication article:publicationdate "
    "originalpublicationdate article_date_original shareaholic:article_published_time "
    "vr:published_time release_date displaydate datecreated article:created "
    "article.published article.created ptime timestamp date og:pubdate og:publish_date "
    "cdate bt:pubdate rnews:datepublished pdate created dc.created";
constexpr absl::string_view kUpdated =
    "article:modified_time og:updated_time og:modified_time article:modified "
    "datemodified dcterms.modified dc.date.modified article:updated_time "
    "article:updated article.updated lastmod last-modified updated_time date.modified "
    "dc.modified modified utime revised";
constexpr absl::string_view kLanguages =
    "content-language og:locale dc.language dcterms.language language inlanguage";
constexpr absl::string_view kLinks = "link:canonical og:url parsely-link twitter:url";
constexpr absl::string_view kImages =
    "og:image og:image:secure_url og:image:url twitter:image twitter:image:src "
    "parsely-image-url sailthru.image.full link:image thumbnail image";
constexpr absl::string_view kSites =
    "og:site_name application-name dc.publisher dcterms.publisher al:android:app_name "
    "apple-mobile-web-app-title citation_journal_title publisher";
constexpr absl::string_view kSummaries =
    "og:description description twitter:description dc.description dcterms.description "
    "sailthru.description";
constexpr absl::string_view kSections =
    "article:section og:article:section parsely-section section articlesection "
    "cxenseparse:category";
constexpr absl::string_view kKeywords =
    "news_keywords article:tag keywords parsely-tags sailthru.tags dc.subject "
    "og:article:tag citation_keywords";

class MetaTags {
 public:
  explicit MetaTags(const PageTree& page) {
    for (int i = 0; i < page.size(); ++i) {
      if (page[i].tag == GUMBO_TAG_META) AddMeta(page, i);
      if (page[i].tag == GUMBO_TAG_LINK) AddLink(page, i);
    }
  }

  std::string First(absl::string_view names) const {
    for (absl::string_view name : absl::StrSplit(names, ' ')) {
      for (absl::string_view value : All(name)) {
        if (std::string line = CleanLine(value); !line.empty()) return line;
      }
    }
    return "";
  }

  // All values of the first name that has any.
  std::vector<std::string> List(absl::string_view names) const {
    std::vector<std::string> out;
    for (absl::string_view name : absl::StrSplit(names, ' ')) {
      for (absl::string_view value : All(name)) Push(CleanLine(value), out);
      if (!out.empty()) break;
    }
    return out;
  }

  absl::optional<absl::Time> Date(absl::string_view names) const {
    for (absl::string_view name : absl::StrSplit(names, ' ')) {
      for (absl::string_view value : All(name)) {
        if (const auto time = ParseDate(value)) return time;
      }
    }
    return absl::nullopt;
  }

  static void Push(std::string text, std::vector<std::string>& out) {
    if (out.size() < kMaxListed && !text.empty() &&
        std::find(out.begin(), out.end(), text) == out.end())
      out.push_back(std::move(text));
  }

 private:
  void AddMeta(const PageTree& page, int i) {
    const absl::string_view content = page.Attribute(i, "content");
    if (content.empty()) return;
    for (const char* attribute : {"property", "name", "itemprop", "http-equiv"}) {
      const absl::string_view name = page.Attribute(i, attribute);
      if (!name.empty()) values_[absl::AsciiStrToLower(name)].push_back(content);
    }
  }

  void AddLink(const PageTree& page, int i) {
    const absl::string_view href = page.Attribute(i, "href");
    if (href.empty()) return;
    for (absl::string_view rel : absl::StrSplit(page.Attribute(i, "rel"), ' ')) {
      if (absl::EqualsIgnoreCase(rel, "canonical")) values_["link:canonical"].push_back(href);
      if (absl::EqualsIgnoreCase(rel, "image_src")) values_["link:image"].push_back(href);
    }
  }

  const std::vector<absl::string_view>& All(absl::string_view name) const {
    static const auto& none = *new std::vector<absl::string_view>;
    const auto found = values_.find(name);
    return found == values_.end() ? none : found->second;
  }

  absl::flat_hash_map<std::string, std::vector<absl::string_view>> values_;
};

// "a, b; c" is three.
std::vector<std::string> Split(const std::vector<std::string>& lists) {
  std::vector<std::string> out;
  for (const std::string& list : lists) {
    for (absl::string_view each : absl::StrSplit(list, absl::ByAnyChar(",;|")))
      MetaTags::Push(std::string(absl::StripAsciiWhitespace(each)), out);
  }
  return out;
}

// Twitter's cards have two labelled texts; systems for blogs label one "Written by".
std::vector<std::string> AuthorOfCard(const MetaTags& tags) {
  static const auto& written_by = *new auto(PhrasesIn(
      "written by|author|autor|verfasst von|geschrieben von|écrit par|escrito por|scritto da|"
      "geschreven door|skriven av|napisane przez|автор"));
  for (const char* number : {"1", "2"}) {
    const std::string label = FoldCase(tags.First(absl::StrCat("twitter:label", number)));
    if (ContainsAny(label, written_by)) return tags.List(absl::StrCat("twitter:data", number));
  }
  return {};
}

// Of the first name that names anybody; many say "admin", or the address of a profile.
std::vector<std::string> AuthorsOf(const MetaTags& tags) {
  for (absl::string_view name : absl::StrSplit(kAuthors, ' ')) {
    std::vector<std::string> stated = tags.List(name);
    if (!CleanAuthors(stated).empty()) return stated;
  }
  return AuthorOfCard(tags);
}

}  // namespace

PageMetadata ReadMetaTags(const PageTree& page) {
  const MetaTags tags(page);
  PageMetadata out;
  out.is_article = absl::EqualsIgnoreCase(tags.First("og:type"), "article");
  out.title = tags.First(kTitles);
  out.authors = AuthorsOf(tags);
  out.published = tags.Date(kPublished);
  out.updated = tags.Date(kUpdated);
  out.language = tags.First(kLanguages);
  out.link = tags.First(kLinks);
  out.image = tags.First(kImages);
  out.site = tags.First(kSites);
  out.summary = tags.First(kSummaries);
  out.categories = tags.List(kSections);
  out.keywords = Split(tags.List(kKeywords));
  return out;
}

}  // namespace akin

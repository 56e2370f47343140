#include "services/ingestion/parse/page/page_metadata.h"

#include <utility>

#include "services/ingestion/parse/page/author_names.h"
#include "services/ingestion/parse/page/json_ld.h"
#include "services/ingestion/parse/page/markup_authors.h"
#include "services/ingestion/parse/page/markup_dates.h"
#include "services/ingestion/parse/page/meta_tags.h"
#include "services/ingestion/parse/page/page_title.h"
#include "services/ingestion/parse/page/site_names.h"

namespace akin {
namespace {

template <typename T>
void Fill(const T& from, T& into) {
  if (into == T{}) into = from;
}

// What <html> or <body> say.
std::string LanguageOf(const PageTree& page) {
  for (int i : {0, page.Find(0, GUMBO_TAG_BODY)}) {
    for (const char* attribute : {"lang", "xml:lang"}) {
      if (i >= 0 && !page.Attribute(i, attribute).empty())
        return std::string(page.Attribute(i, attribute));
    }
  }
  return "";
}

PageMetadata ReadMarkup(const PageTree& page, const std::vector<TextBlock>& blocks,
                        absl::string_view url) {
  const PageMarkup markup(page, blocks);
  const MarkupDates dates = FindDates(markup, url);
  PageMetadata out;
  out.language = LanguageOf(page);
  out.authors = FindAuthors(markup);
  out.published = dates.published;
  out.updated = dates.updated;
  return out;
}

// The site itself may stand where its people should.
void SortAuthors(const SiteNames& site, PageMetadata& metadata) {
  std::vector<std::string> people;
  metadata.organisations = CleanAuthors(metadata.organisations);
  for (std::string& name : CleanAuthors(metadata.authors)) {
    const bool nobody = site.IsName(name) || IsOrganisationName(name);
    auto& list = nobody ? metadata.organisations : people;
    list.push_back(std::move(name));
  }
  metadata.authors = std::move(people);
}

}  // namespace

void PageMetadata::FillFrom(const PageMetadata& other) {
  Fill(other.is_article, is_article);
  Fill(other.title, title);
  Fill(other.authors, authors);
  Fill(other.organisations, organisations);
  Fill(other.published, published);
  Fill(other.updated, updated);
  Fill(other.language, language);
  Fill(other.link, link);
  Fill(other.image, image);
  Fill(other.site, site);
  Fill(other.summary, summary);
  Fill(other.body, body);
  Fill(other.categories, categories);
  Fill(other.keywords, keywords);
}

PageMetadata ReadPageMetadata(const PageTree& page, const std::vector<TextBlock>& blocks,
                              absl::string_view url) {
  PageMetadata out;
  const LinkedMetadata linked = ReadJsonLd(page, url);
  const PageMetadata tags = ReadMetaTags(page);
  const PageMetadata sources[] = {linked.article, tags, linked.page, ReadMarkup(page, blocks, url)};
  out.link = tags.link;  // <link rel=canonical> is what crawlers trust
  for (const PageMetadata& source : sources) Fill(source.site, out.site);
  const SiteNames names(out.site, url);
  for (PageMetadata source : sources) {
    SortAuthors(names, source);
    out.FillFrom(source);
  }
  if (out.authors.empty()) out.authors = out.organisations;
  out.title = ChooseTitle(page, out.title, names);
  return out;
}

}  // namespace akin

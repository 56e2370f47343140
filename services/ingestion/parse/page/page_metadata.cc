#include "services/ingestion/parse/page/page_metadata.h"

#include <utility>

#include "services/ingestion/parse/page/author_names.h"
#include "services/ingestion/parse/page/json_ld.h"
#include "services/ingestion/parse/page/markup_hints.h"
#include "services/ingestion/parse/page/meta_tags.h"
#include "services/ingestion/parse/page/page_title.h"

namespace akin {
namespace {

template <typename T>
void Fill(const T& from, T& into) {
  if (into == T{}) into = from;
}

}  // namespace

void PageMetadata::FillFrom(const PageMetadata& other) {
  Fill(other.title, title);
  Fill(other.authors, authors);
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

PageMetadata ReadPageMetadata(const PageTree& page, absl::string_view url) {
  PageMetadata out;
  for (PageMetadata from : {ReadJsonLd(page, url), ReadMetaTags(page), ReadMarkup(page, url)}) {
    from.authors = CleanAuthors(from.authors);
    out.FillFrom(from);
  }
  out.title = ChooseTitle(page, out.title, out.site, url);
  return out;
}

}  // namespace akin

#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_PAGE_METADATA_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_PAGE_METADATA_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/ingestion/parse/page/page_tree.h"
#include "services/ingestion/parse/page/text_blocks.h"

namespace akin {

// What a page says about its article, "" or empty where it says nothing. Addresses are as written.
struct PageMetadata {
  bool is_article = false;  // by its stated type; many articles state none
  std::string title;
  std::vector<std::string> authors;
  std::vector<std::string> organisations;  // named as authors, but no people
  absl::optional<absl::Time> published;
  absl::optional<absl::Time> updated;
  std::string language;
  std::string link;  // canonical
  std::string image;
  std::string site;
  std::string summary;
  std::string body;  // the text of the article as the metadata repeats it
  std::vector<std::string> categories;
  std::vector<std::string> keywords;

  // Takes from `other` what is missing here.
  void FillFrom(const PageMetadata& other);
};

// All that the page says, in the order JSON-LD, meta elements, markup; cleaned for readers.
// `blocks` is the page's visible text.
PageMetadata ReadPageMetadata(const PageTree& page, const std::vector<TextBlock>& blocks,
                              absl::string_view url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_PAGE_METADATA_H_

#ifndef AKIN_SERVICES_INGESTION_DOMAIN_INTAKE_H_
#define AKIN_SERVICES_INGESTION_DOMAIN_INTAKE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "akin/news/v1/article.pb.h"
#include "services/ingestion/parse/parsed_document.h"

// From what publishers send to what storage keeps. Plain functions, thread-safe.
namespace akin {

struct IntakeLimits {
  // Largest document, and largest body of an article.
  size_t max_document_bytes = 16 << 20;
  size_t max_body_bytes = 1 << 20;
};

// `article` as it is stored: output-only fields cleared, text cleaned, addresses canonical,
// language and source filled in, and the name that its identity gives it. INVALID_ARGUMENT
// "article.<field>: <wish>" for what no storage would take.
absl::StatusOr<news::v1::Article> AdmitArticle(news::v1::Article article,
                                               const IntakeLimits& limits);

// What the request tells about all items of a document.
struct ItemOrigin {
  std::string source;  // "" : see SourceOfItem
  std::string document_url;
  std::string external_id;          // of an item that has neither an id nor a link
  std::string subscribed_url = "";  // whose document it is, wherever it came from; "": document_url
};

// The article in an item, admitted. A missing title becomes the text's first sentence; lists and
// texts that are longer than articles have are cut, but a body over the limit is an error.
absl::StatusOr<news::v1::Article> ArticleOfItem(const ParsedItem& item, const ParsedFeed& feed,
                                                const ItemOrigin& origin,
                                                const IntakeLimits& limits);

// Whose an item is that links to `link`, in a document at `address` whose source nobody has told:
// the link's host's where that is of the document's own site, else the document's. So whatever a
// document says of pages of others, it cannot take the place of what they publish. Without an
// address, the host of the link. "" if there is neither.
std::string SourceOfItem(absl::string_view link, absl::string_view address);

// Gives an article the name that its identity says.
void NameArticle(news::v1::Article& article);

// Whether a text is short and of one paragraph: what a feed says about a story, not the story.
bool IsTeaser(absl::string_view text);

// "sources/{host}" for the host of `url`; "" if it has none.
std::string SourceOfUrl(absl::string_view url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_DOMAIN_INTAKE_H_

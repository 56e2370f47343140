#include "services/ingestion/document_intake.h"

#include <utility>

#include "common/status/status_macros.h"
#include "services/ingestion/domain/identity.h"

namespace akin {
namespace {

// A story text has no link of its own: its document's address is its page's.
void GiveStoryItsAddress(absl::string_view url, ParsedDocument& document) {
  if (document.format != DocumentFormat::kStoryText) return;
  for (ParsedItem& item : document.items) item.link = std::string(url);
}

}  // namespace

absl::StatusOr<ParsedDocument> ReadDocument(absl::string_view content, const DocumentHints& hints) {
  ASSIGN_OR_RETURN(ParsedDocument document, ParseDocument(content, hints));
  GiveStoryItsAddress(hints.url, document);
  ForgetCollidingIds(document);
  return document;
}

IngestBatch AdmitItems(const ParsedDocument& document, const ItemOrigin& origin,
                       const IntakeLimits& limits, const std::vector<bool>& unchanged) {
  IngestBatch batch;
  batch.SetOfDocument();
  for (size_t i = 0; i < document.items.size(); ++i) {
    const ParsedItem& item = document.items[i];
    absl::StatusOr<news::v1::Article> article = ArticleOfItem(item, document.feed, origin, limits);
    if (article.ok() && i < unchanged.size() && unchanged[i]) {
      batch.AddUnchanged(*article);
    } else {
      batch.Add(std::move(article), item.title);
    }
  }
  return batch;
}

}  // namespace akin

#ifndef AKIN_SERVICES_INGESTION_PARSE_EMBARGO_H_
#define AKIN_SERVICES_INGESTION_PARSE_EMBARGO_H_

#include <pugixml.hpp>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/ingestion/parse/parsed_document.h"

// Until when items are held back. In doubt later rather than earlier, and an item whose embargo
// cannot be read cannot be used.
namespace akin {

// What an embargo without a time lasts until: an update of the item lifts it.
absl::Time UntilFurtherNotice();

// The instant at which what says `text` is free: a time that names no zone has come when it is that
// time everywhere, a year or a month when it begins. INVALID_ARGUMENT naming `field` if there is
// none.
absl::StatusOr<absl::Time> ParseEmbargo(absl::string_view text, absl::string_view field);

// Whether `text` has a time of day and says in which zone.
bool NamesZone(absl::string_view text);

// Holds an item back until then, or longer where it is already; an error becomes the item's.
void HoldBack(const absl::StatusOr<absl::Time>& until, ParsedItem& item);

// What an entry of RSS or Atom says in modules: PRISM's embargoDate, Dublin Core's `available`, and
// the start of a period in that or in `valid`, as in Media RSS. The dates of publication say
// nothing.
void ReadFeedEmbargo(pugi::xml_node entry, ParsedItem& item);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_EMBARGO_H_

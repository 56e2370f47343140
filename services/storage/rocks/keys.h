#ifndef AKIN_SERVICES_STORAGE_ROCKS_KEYS_H_
#define AKIN_SERVICES_STORAGE_ROCKS_KEYS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/storage/domain/article_order.h"
#include "services/storage/domain/article_record.h"
#include "services/storage/domain/feed_record.h"

// How keys are written, so that bytes sort as what they stand for. On disk: never change one, add a
// new one and a migration.
namespace akin::rocks {

// Big-endian, so that later revisions sort later.
std::string RevisionKey(int64_t revision);
int64_t DecodeRevision(absl::string_view key);

// revisions: the article's name, NUL, its revision.
std::string ArticleRevisionKey(absl::string_view name, int64_t revision);
std::string ArticleRevisionsPrefix(absl::string_view name);

// lookups: what is looked up, then the article's name.
std::string UrlPrefix(absl::string_view url_key);
// Of the articles that are parts of a page, by its UrlPageKey.
std::string UrlPartsPrefix(absl::string_view url_page_key);
std::string ExternalIdPrefix(absl::string_view source, absl::string_view external_id);
// The keys by which an article can be looked up.
std::vector<std::string> LookupKeys(const news::v1::Article& article);

// by_time and by_source: a scope, then the place in the order. Articles without the time come after
// those that have it.
std::string TimeScope(ArticleTimeField field);
std::string SourceScope(ArticleTimeField field, absl::string_view source);
std::string PlaceKey(absl::string_view scope, const ArticlePosition& position);
// The first key of a scope at or after a time, and the first of those without one.
std::string TimeKey(absl::string_view scope, absl::Time time);
std::string TimelessKey(absl::string_view scope);
// The place that the rest of a key, after its scope, stands for; false if it is none.
bool DecodePlace(absl::string_view rest, ArticlePosition& position);
// How many bytes of such a rest stand for the time.
inline constexpr size_t kTimeBytes = 13;

// feeds: by name. feeds_due: when it is to be polled, then its name; no row if never.
std::string FeedDueKey(const FeedRecord& feed);

// embargoes: by name. embargoes_due: when it is to be released, then its name; no row if withdrawn.
std::string EmbargoDueKey(const ArticlePosition& place);

// meta
inline constexpr absl::string_view kStateKey = "state";
inline constexpr absl::string_view kFormatKey = "format";
inline constexpr absl::string_view kLeasePrefix = "lease/";
inline constexpr absl::string_view kMergePrefix = "merge/";

}  // namespace akin::rocks

#endif  // AKIN_SERVICES_STORAGE_ROCKS_KEYS_H_

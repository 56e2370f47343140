#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_TEXT_DOCUMENT_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_TEXT_DOCUMENT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace akin {

// An article as the similarity engine sees it: a plain copy of what it needs, nothing of the API.
struct Document {
  std::string id;  // Without "articles/". May be empty for a text that is not stored.
  int64_t revision = 0;
  std::string headline;  // Empty: the first sentence of the text stands in for it.
  std::string summary;
  std::string body;
  std::string language;  // BCP-47; empty: detected from the text.
  std::string source;    // "sources/…" or any other stable name of the outlet.
  std::vector<std::string> authors;
  std::vector<std::string> categories;
  std::vector<std::string> keywords;
  // InfinitePast: unknown.
  absl::Time publish_time = absl::InfinitePast();
  absl::Time update_time = absl::InfinitePast();
  absl::Time create_time = absl::InfinitePast();  // First stored here.
};

// An article's time is publish_time, else update_time, else create_time.
inline absl::Time EventTimeOf(absl::Time published, absl::Time updated, absl::Time created) {
  if (published != absl::InfinitePast()) return published;
  return updated != absl::InfinitePast() ? updated : created;
}

// What is kept of a stored article besides its words; what filters see.
struct DocMeta {
  std::string id;
  int64_t revision = 0;
  std::string language;  // Primary subtag as analysed: "en" for "en-GB".
  std::string source;
  std::vector<std::string> authors;
  std::vector<std::string> categories;
  std::vector<std::string> keywords;
  absl::Time publish_time = absl::InfinitePast();
  absl::Time update_time = absl::InfinitePast();
  absl::Time create_time = absl::InfinitePast();
  std::string story;  // Empty until the log has assigned one.

  absl::Time EventTime() const { return EventTimeOf(publish_time, update_time, create_time); }
};

// The part of it that scoring reads, as views of where it is kept.
struct MetaView {
  absl::string_view id;
  int64_t revision = 0;
  absl::string_view language;
  absl::string_view source;
  absl::Time publish_time = absl::InfinitePast();
  absl::Time update_time = absl::InfinitePast();
  absl::Time create_time = absl::InfinitePast();
  absl::string_view story;

  absl::Time EventTime() const { return EventTimeOf(publish_time, update_time, create_time); }
};

MetaView ViewOf(const DocMeta& meta);
// Authors, categories and keywords are empty.
DocMeta ToMeta(const MetaView& view);

// True for articles that may be hits. Called under the engine's read lock, from any thread: it must
// be quick and must not call the engine.
using DocFilter = std::function<bool(const DocMeta&)>;

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_TEXT_DOCUMENT_H_

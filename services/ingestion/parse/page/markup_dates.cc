#include "services/ingestion/parse/page/markup_dates.h"

#include <string>

#include "services/ingestion/parse/dates.h"
#include "services/ingestion/parse/page/found_dates.h"

namespace akin {
namespace {

// Longer is no line with a date in it.
constexpr int kMaxDateLetters = 120;

// A paragraph may begin with a day: "KIRUNA, 3 May 2021 – The ferry".
constexpr size_t kDatelineBytes = 40;

// Elements that are searched for dates; a page has a few.
constexpr int kMaxSearches = 200;

class DateFinder {
 public:
  DateFinder(const PageMarkup& markup, absl::string_view url)
      : markup_(markup), page_(markup.page()), url_(url) {}

  MarkupDates Find() {
    MarkupDates dates;
    dates.published = OfProperty("datePublished");
    dates.updated = OfProperty("dateModified");
    if (!dates.published) dates.published = OfTimeElements(/*marked_only=*/true);
    if (!dates.published) dates.published = OfTimeElements(/*marked_only=*/false);
    if (!dates.published) dates.published = DateInUrl(url_);
    if (!dates.published) dates.published = OfScripts();
    if (!dates.published) dates.published = OfNames();
    if (!dates.published) dates.published = NearHeadline();
    return dates;
  }

 private:
  // The machine's form, else the visible one.
  absl::optional<absl::Time> Of(int i) {
    for (const char* attribute : {"datetime", "content", "title", "data-datetime"}) {
      const auto time = ParseDate(page_.Attribute(i, attribute));
      if (time && IsPlausibleDate(*time)) return time;
    }
    return --searches_left_ < 0 ? absl::nullopt : FindDate(page_.Line(i, kMaxDateLetters));
  }

  absl::optional<absl::Time> OfProperty(absl::string_view property) {
    for (int i = 0; i < page_.size(); ++i) {
      if (!page_.IsElement(i) || !markup_.HasToken(i, "itemprop", property)) continue;
      if (const auto time = Of(i)) return time;
    }
    return absl::nullopt;
  }

  absl::optional<absl::Time> OfTimeElements(bool marked_only) {
    for (int i = 0; i < page_.size(); ++i) {
      if (page_[i].tag != GUMBO_TAG_TIME || markup_.IsAside(i)) continue;
      const bool marked =
          page_.HasAttribute(i, "pubdate") || markup_.IsNamed(i, {"publish", "entry-date"});
      if (marked_only && !marked) continue;
      if (const auto time = Of(i)) return time;
    }
    return absl::nullopt;
  }

  // What a page tells its own scripts: {"datePublished":"2021-05-03"}.
  absl::optional<absl::Time> OfScripts() const {
    for (int i = 0; i < page_.size(); ++i) {
      if (!page_.IsText(i) || page_[page_[i].parent].tag != GUMBO_TAG_SCRIPT) continue;
      if (const auto time = DateInScript(page_.RawText(i))) return time;
    }
    return absl::nullopt;
  }

  absl::optional<absl::Time> OfNames() {
    for (int i = 0; i < page_.size(); ++i) {
      const bool small = page_[i].end - i <= 40;
      if (!small || !page_.IsElement(i) || markup_.IsAside(i) || !IsDateElement(i)) continue;
      if (const auto time = Of(i)) return time;
    }
    return absl::nullopt;
  }

  bool IsDateElement(int i) const {
    return markup_.IsNamed(i, {"date", "datum", "fecha", "publish", "posted", "time", "meta",
                               "byline", "created", "info", "stand"});
  }

  absl::optional<absl::Time> NearHeadline() const {
    for (const TextBlock* block : markup_.near_headline()) {
      const bool is_line = block->letters <= kMaxDateLetters;
      const absl::string_view text(block->text);
      if (const auto time = FindDate(is_line ? text : text.substr(0, kDatelineBytes))) return time;
    }
    return absl::nullopt;
  }

  const PageMarkup& markup_;
  const PageTree& page_;
  absl::string_view url_;
  int searches_left_ = kMaxSearches;
};

}  // namespace

MarkupDates FindDates(const PageMarkup& markup, absl::string_view url) {
  return DateFinder(markup, url).Find();
}

}  // namespace akin

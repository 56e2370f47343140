#include "services/search/xapian/facet_spy.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_split.h"
#include "common/time/proto_time.h"
#include "services/search/xapian/schema.h"

namespace akin {
namespace {

using search::v1::Facet;
using search::v1::FacetField;
using search::v1::FacetValue;

xapian_schema::Slot SlotOf(FacetField field) {
  switch (field) {
    case search::v1::FACET_FIELD_LANGUAGE:
      return xapian_schema::kLanguage;
    case search::v1::FACET_FIELD_CATEGORY:
      return xapian_schema::kCategories;
    case search::v1::FACET_FIELD_AUTHOR:
      return xapian_schema::kAuthors;
    case search::v1::FACET_FIELD_KEYWORD:
      return xapian_schema::kKeywords;
    case search::v1::FACET_FIELD_STORY:
      return xapian_schema::kStory;
    default:
      return xapian_schema::kSource;
  }
}

// Counts what a slot has.
class ValueSpy : public FacetSpy {
 public:
  ValueSpy(FacetField field, int size)
      : field_(field), slot_(SlotOf(field)), size_(static_cast<size_t>(size)) {}

  void operator()(const Xapian::Document& document, double) override {
    const std::string values = document.get_value(slot_);
    for (const absl::string_view value :
         absl::StrSplit(values, xapian_schema::kSeparator, absl::SkipEmpty())) {
      ++counts_[value];
    }
  }

  Facet Top() const override {
    std::vector<std::pair<int64_t, absl::string_view>> order;
    for (const auto& [value, count] : counts_) order.emplace_back(-count, value);
    std::sort(order.begin(), order.end());
    if (order.size() > size_) order.resize(size_);
    Facet facet;
    facet.set_field(field_);
    for (const auto& [negated, value] : order) {
      FacetValue& entry = *facet.add_values();
      entry.set_value(std::string(value));
      entry.set_count(-negated);
    }
    return facet;
  }

 private:
  const FacetField field_;
  const xapian_schema::Slot slot_;
  const size_t size_;
  absl::flat_hash_map<std::string, int64_t> counts_;
};

// Counts the days, weeks or months of articles.
class TimeSpy : public FacetSpy {
 public:
  TimeSpy(FacetField field, int size, const absl::TimeZone& zone)
      : field_(field), size_(static_cast<size_t>(size)), zone_(zone) {}

  void operator()(const Xapian::Document& document, double) override {
    const absl::Time time =
        xapian_schema::DecodeTime(document.get_value(xapian_schema::kTime));
    if (time > absl::InfinitePast()) ++counts_[FirstDay(absl::ToCivilDay(time, zone_))];
  }

  Facet Top() const override {
    Facet facet;
    facet.set_field(field_);
    auto at = counts_.begin();
    std::advance(at, counts_.size() - std::min(counts_.size(), size_));
    for (; at != counts_.end(); ++at) {
      FacetValue& entry = *facet.add_values();
      const bool is_month = field_ == search::v1::FACET_FIELD_MONTH;
      const std::string day = absl::FormatCivilTime(at->first);
      entry.set_value(is_month ? day.substr(0, day.size() - 3) : day);
      entry.set_count(at->second);
      *entry.mutable_start_time() = ToProto(absl::FromCivil(at->first, zone_));
    }
    return facet;
  }

 private:
  absl::CivilDay FirstDay(absl::CivilDay day) const {
    if (field_ == search::v1::FACET_FIELD_MONTH) return absl::CivilDay(absl::CivilMonth(day));
    if (field_ == search::v1::FACET_FIELD_DAY) return day;
    return absl::PrevWeekday(day + 1, absl::Weekday::monday);
  }

  const FacetField field_;
  const size_t size_;
  const absl::TimeZone zone_;
  std::map<absl::CivilDay, int64_t> counts_;
};

}  // namespace

std::unique_ptr<FacetSpy> NewFacetSpy(FacetField field, const MatchRequest& request) {
  switch (field) {
    case search::v1::FACET_FIELD_DAY:
    case search::v1::FACET_FIELD_WEEK:
    case search::v1::FACET_FIELD_MONTH:
      return std::make_unique<TimeSpy>(field, request.time_facet_size, request.time.zone);
    default:
      return std::make_unique<ValueSpy>(field, request.facet_size);
  }
}

}  // namespace akin

#ifndef AKIN_COMMON_FILTER_FILTER_H_
#define AKIN_COMMON_FILTER_FILTER_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// Filters as clients write them, a subset of AIP-160 (https://google.aip.dev/160):
//
//   source = "example.com" AND (category = "sport" OR category = "cycling") AND -language = "de*"
//   publish_time >= "2024-05-01T00:00:00Z" authors:*
//
// Comparisons =, !=, <, <=, >, >= and : (has); AND, OR, NOT or -, parentheses; two terms side by
// side mean AND. As AIP-160 wants it, OR binds tighter than AND. A trailing * in a string matches
// any end ("\*" is the character), and `field:*` means that the field is set.
namespace akin {

enum class FilterType { kString, kInt, kTime, kEnum };

// One field that filters may name.
struct FilterField {
  // Chosen by the schema's owner; what FilterSubject is asked for.
  int id = 0;
  std::string name;
  FilterType type = FilterType::kString;
  // A repeated field compares with =, != and : only, and matches if any element does.
  bool repeated = false;
  // The names that an enum field takes.
  std::vector<std::string> enum_values = {};
  // Brings a string operand into the form that subjects have; null if there is only one.
  std::string (*canonical)(absl::string_view operand) = nullptr;
};

// The fields of one kind of thing. Several names may share an id.
using FilterSchema = std::vector<FilterField>;

// A string or enum name, an integer, or an instant.
using FilterValue = std::variant<absl::string_view, int64_t, absl::Time>;

enum class FilterOp {
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kPrefix,     // = or : with a trailing *
  kNotPrefix,  // != with a trailing *
  kPresent,    // :*
};

// `field op operand`.
struct FilterComparison {
  int field_id = 0;
  FilterOp op = FilterOp::kEqual;
  std::variant<std::string, int64_t, absl::Time> operand;
};

// A filter's syntax tree.
struct FilterNode {
  enum class Kind { kAnd, kOr, kNot, kComparison };
  Kind kind = Kind::kAnd;
  std::vector<FilterNode> children;  // of kAnd (none: everything matches), kOr, kNot (one)
  FilterComparison comparison;       // of kComparison
};

// What a filter looks at.
class FilterSubject {
 public:
  virtual ~FilterSubject() = default;
  // Whether `predicate` holds for the field's value, or for any element of a repeated one. An unset
  // field has no value.
  virtual bool AnyValue(int field_id,
                        absl::FunctionRef<bool(const FilterValue&)> predicate) const = 0;
};

// A parsed filter. Immutable, thread-compatible.
class Filter {
 public:
  // Matches everything.
  Filter() = default;

  // INVALID_ARGUMENT "filter: column 12: …" for what does not parse or fit the schema. Limits: 8
  // KiB of text, 256 comparisons, nesting of 32.
  static absl::StatusOr<Filter> Parse(const FilterSchema& schema, absl::string_view text);

  bool empty() const;
  bool Matches(const FilterSubject& subject) const;
  const FilterNode& root() const { return root_; }

  // The comparisons that everything matching satisfies, for a store to choose an index by. The
  // filter may ask for more: what an index finds is still to be matched.
  std::vector<const FilterComparison*> Conjuncts() const;

 private:
  explicit Filter(FilterNode root) : root_(std::move(root)) {}
  FilterNode root_;
};

// Whether one comparison holds for a subject.
bool MatchesComparison(const FilterComparison& comparison, const FilterSubject& subject);

// The half-open range [from, to) that the conjuncts leave for a time field.
struct FilterTimeRange {
  absl::Time from = absl::InfinitePast();
  absl::Time to = absl::InfiniteFuture();
};
FilterTimeRange ConjunctTimeRange(const Filter& filter, int field_id);

// The string that the conjuncts fix a field to; null if they do not.
const std::string* ConjunctString(const Filter& filter, int field_id);

}  // namespace akin

#endif  // AKIN_COMMON_FILTER_FILTER_H_

#include "services/akin/cli/flags.h"

#include <limits>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

constexpr absl::string_view kDurationWish = "want a duration such as 500ms, 10s or 2h";
constexpr absl::string_view kTimeWish = "want a time such as 2026-09-14T06:00:00Z or a date";

absl::StatusOr<int64_t> ParseInteger(absl::string_view value) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(value, &number)) return absl::InvalidArgumentError("want a whole number");
  return number;
}

absl::StatusOr<absl::Duration> ParseDurationValue(absl::string_view value) {
  double seconds = 0;
  if (absl::SimpleAtod(value, &seconds)) return absl::Seconds(seconds);
  absl::Duration duration;
  if (!absl::ParseDuration(value, &duration)) return absl::InvalidArgumentError(kDurationWish);
  return duration;
}

absl::StatusOr<absl::Time> ParseTimeValue(absl::string_view value) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, value, &time, &error)) return time;
  if (absl::ParseTime("%Y-%m-%d", value, &time, &error)) return time;
  return absl::InvalidArgumentError(kTimeWish);
}

bool IsFlag(absl::string_view argument) {
  return argument.size() > 1 && absl::StartsWith(argument, "-");
}

absl::Status CheckChoice(const Flag& flag, absl::string_view value) {
  if (flag.choices.empty() || absl::c_linear_search(flag.choices, value)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("want one of ", absl::StrJoin(flag.choices, ", ")));
}

}  // namespace

void Flags::Add(absl::string_view name, absl::string_view value_name, absl::string_view help,
                std::function<absl::Status(absl::string_view)> set) {
  flags_.push_back(
      {std::string(name), std::string(value_name), std::string(help), {}, std::move(set)});
}

void Flags::Switch(absl::string_view name, absl::string_view help, bool* out) {
  Add(name, "", help, [out](absl::string_view) {
    *out = true;
    return absl::OkStatus();
  });
}

void Flags::Text(absl::string_view name, absl::string_view value_name, absl::string_view help,
                 std::string* out) {
  Add(name, value_name, help, [out](absl::string_view value) {
    *out = std::string(value);
    return absl::OkStatus();
  });
}

void Flags::List(absl::string_view name, absl::string_view value_name, absl::string_view help,
                 std::vector<std::string>* out) {
  Add(name, value_name, help, [out](absl::string_view value) {
    for (absl::string_view one : absl::StrSplit(value, ',', absl::SkipEmpty()))
      out->emplace_back(one);
    return absl::OkStatus();
  });
}

void Flags::Repeated(absl::string_view name, absl::string_view value_name, absl::string_view help,
                     std::vector<std::string>* out) {
  Add(name, value_name, help, [out](absl::string_view value) {
    out->emplace_back(value);
    return absl::OkStatus();
  });
}

void Flags::Integer(absl::string_view name, absl::string_view value_name, absl::string_view help,
                    int64_t* out) {
  Add(name, value_name, help, [out](absl::string_view value) -> absl::Status {
    ASSIGN_OR_RETURN(*out, ParseInteger(value));
    return absl::OkStatus();
  });
}

void Flags::Integer(absl::string_view name, absl::string_view value_name, absl::string_view help,
                    int32_t* out) {
  Add(name, value_name, help, [out](absl::string_view value) -> absl::Status {
    ASSIGN_OR_RETURN(const int64_t number, ParseInteger(value));
    if (number < std::numeric_limits<int32_t>::min() ||
        number > std::numeric_limits<int32_t>::max())
      return absl::InvalidArgumentError("want a number of at most 31 bits");
    *out = static_cast<int32_t>(number);
    return absl::OkStatus();
  });
}

void Flags::Duration(absl::string_view name, absl::string_view help, absl::Duration* out) {
  Add(name, "TIME", help, [out](absl::string_view value) -> absl::Status {
    ASSIGN_OR_RETURN(*out, ParseDurationValue(value));
    return absl::OkStatus();
  });
}

void Flags::Duration(absl::string_view name, absl::string_view help,
                     absl::optional<absl::Duration>* out) {
  Add(name, "TIME", help, [out](absl::string_view value) -> absl::Status {
    ASSIGN_OR_RETURN(*out, ParseDurationValue(value));
    return absl::OkStatus();
  });
}

void Flags::Time(absl::string_view name, absl::string_view help, absl::optional<absl::Time>* out) {
  Add(name, "TIME", help, [out](absl::string_view value) -> absl::Status {
    ASSIGN_OR_RETURN(*out, ParseTimeValue(value));
    return absl::OkStatus();
  });
}

const Flag* Flags::Find(absl::string_view name) const {
  const std::string plain = absl::StrReplaceAll(name, {{"-", "_"}});
  for (const Flag& flag : flags_) {
    if (flag.name == plain) return &flag;
  }
  return nullptr;
}

absl::Status Flags::ParseOne(const std::vector<std::string>& arguments, size_t& index) const {
  const absl::string_view argument = arguments[index++];
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(argument, absl::MaxSplits('=', 1));
  const absl::string_view dashed = parts.first;
  const Flag* flag = dashed == "-h" ? Find("help") : nullptr;
  if (absl::StartsWith(dashed, "--")) flag = Find(dashed.substr(2));
  if (flag == nullptr) return absl::InvalidArgumentError(absl::StrCat(dashed, ": no such flag"));
  absl::string_view value = parts.second;
  const bool has_value = absl::StrContains(argument, '=');
  if (flag->value_name.empty() && has_value)
    return absl::InvalidArgumentError(absl::StrCat(dashed, ": takes no value"));
  if (!flag->value_name.empty() && !has_value) {
    if (index == arguments.size())
      return absl::InvalidArgumentError(
          absl::StrCat(dashed, ": a value (", flag->value_name, ") is missing"));
    value = arguments[index++];
  }
  absl::Status status = CheckChoice(*flag, value);
  if (status.ok()) status = flag->set(value);
  if (status.ok()) return status;
  return absl::InvalidArgumentError(absl::StrCat(dashed, ": ", value, ": ", status.message()));
}

absl::StatusOr<std::vector<std::string>> Flags::Parse(
    const std::vector<std::string>& arguments) const {
  std::vector<std::string> rest;
  size_t index = 0;
  while (index < arguments.size()) {
    if (arguments[index] == "--") {
      rest.insert(rest.end(), arguments.begin() + index + 1, arguments.end());
      break;
    }
    if (IsFlag(arguments[index])) {
      RETURN_IF_ERROR(ParseOne(arguments, index));
    } else {
      rest.push_back(arguments[index++]);
    }
  }
  return rest;
}

absl::Status Flags::ParseLeading(std::vector<std::string>& arguments) const {
  size_t index = 0;
  while (index < arguments.size() && IsFlag(arguments[index])) {
    RETURN_IF_ERROR(ParseOne(arguments, index));
  }
  arguments.erase(arguments.begin(), arguments.begin() + index);
  return absl::OkStatus();
}

}  // namespace akin

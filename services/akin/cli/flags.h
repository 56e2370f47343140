#ifndef AKIN_SERVICES_AKIN_CLI_FLAGS_H_
#define AKIN_SERVICES_AKIN_CLI_FLAGS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace akin {

// A flag as --help and shell completion show it.
struct Flag {
  std::string name;
  std::string value_name;  // "" if it takes no value
  std::string help;
  std::vector<std::string> choices = {};  // the only values; empty: any
  std::function<absl::Status(absl::string_view)> set;
};

// The flags of one command, bound to the variables that they set. `--name=value`, `--name value`,
// and `--name` for switches; dashes within a name are as good as underscores; "--" ends the flags.
// The global absl flags would give every command the flags of all others. One thread.
class Flags {
 public:
  void Switch(absl::string_view name, absl::string_view help, bool* out);
  void Text(absl::string_view name, absl::string_view value_name, absl::string_view help,
            std::string* out);
  // May be given several times; each value may hold several, divided by commas.
  void List(absl::string_view name, absl::string_view value_name, absl::string_view help,
            std::vector<std::string>* out);
  // May be given several times; each value is one.
  void Repeated(absl::string_view name, absl::string_view value_name, absl::string_view help,
                std::vector<std::string>* out);
  void Integer(absl::string_view name, absl::string_view value_name, absl::string_view help,
               int64_t* out);
  void Integer(absl::string_view name, absl::string_view value_name, absl::string_view help,
               int32_t* out);
  // "1.5s", "2h"; a bare number is seconds.
  void Duration(absl::string_view name, absl::string_view help, absl::Duration* out);
  void Duration(absl::string_view name, absl::string_view help,
                absl::optional<absl::Duration>* out);
  // RFC 3339, or a date.
  void Time(absl::string_view name, absl::string_view help, absl::optional<absl::Time>* out);
  // One of several words, e.g. the values of an enum.
  template <typename Enum>
  void Choice(absl::string_view name, absl::string_view help,
              std::vector<std::pair<std::string, Enum>> choices, Enum* out);

  const std::vector<Flag>& all() const { return flags_; }

  // Sets the variables and returns the other arguments. INVALID_ARGUMENT in one line, for a person.
  absl::StatusOr<std::vector<std::string>> Parse(const std::vector<std::string>& arguments) const;
  // The same, but stops before the first argument that is no flag, which `arguments` then begins
  // with.
  absl::Status ParseLeading(std::vector<std::string>& arguments) const;

 private:
  void Add(absl::string_view name, absl::string_view value_name, absl::string_view help,
           std::function<absl::Status(absl::string_view)> set);
  const Flag* Find(absl::string_view name) const;
  // Takes the flag at `index` and its value; moves `index` past them.
  absl::Status ParseOne(const std::vector<std::string>& arguments, size_t& index) const;

  std::vector<Flag> flags_;
};

template <typename Enum>
void Flags::Choice(absl::string_view name, absl::string_view help,
                   std::vector<std::pair<std::string, Enum>> choices, Enum* out) {
  Flag flag{std::string(name), "WORD", std::string(help)};
  for (const auto& choice : choices) flag.choices.push_back(choice.first);
  flag.set = [choices = std::move(choices), out](absl::string_view value) -> absl::Status {
    for (const auto& [word, meaning] : choices) {
      if (word == value) *out = meaning;
    }
    return absl::OkStatus();  // Parse has checked that it is one of them
  };
  flags_.push_back(std::move(flag));
}

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_CLI_FLAGS_H_

#include "services/search/domain/rule_lines.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/status_macros.h"
#include "common/text/search_text.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

constexpr size_t kMaxTermBytes = 256;
constexpr size_t kMaxTerms = 64;

// Reads one line.
class RuleLineReader {
 public:
  RuleLineReader(absl::string_view text, int number) : text_(text) { line_.number = number; }

  absl::StatusOr<RuleLine> Read() {
    while (at_ < text_.size()) RETURN_IF_ERROR(Take());
    RETURN_IF_ERROR(EndTerm());
    return std::move(line_);
  }

 private:
  absl::Status Take() {
    if (text_.substr(at_, 2) == "=>") return Divide();
    const char c = text_[at_++];
    if (c == ',') return EndTerm();
    const bool is_escape = c == '\\' && at_ < text_.size();
    term_.push_back(is_escape ? text_[at_++] : c);
    return absl::OkStatus();
  }

  absl::Status Divide() {
    if (line_.is_divided) return RuleError(line_.number, "more than one =>");
    RETURN_IF_ERROR(EndTerm());
    line_.is_divided = true;
    at_ += 2;
    return absl::OkStatus();
  }

  absl::Status EndTerm() {
    const std::string term(absl::StripAsciiWhitespace(term_));
    term_.clear();
    std::vector<std::string>& side = line_.is_divided ? line_.right : line_.left;
    if (term.empty()) return RuleError(line_.number, "a term is empty");
    if (term.size() > kMaxTermBytes || side.size() == kMaxTerms) {
      return RuleError(line_.number, absl::StrCat("want at most ", kMaxTerms, " terms of ",
                                                  kMaxTermBytes, " bytes"));
    }
    side.push_back(term);
    return absl::OkStatus();
  }

  const absl::string_view text_;
  size_t at_ = 0;
  std::string term_;
  RuleLine line_;
};

}  // namespace

absl::StatusOr<std::vector<RuleLine>> ParseRuleLines(absl::string_view text) {
  std::vector<RuleLine> lines;
  int number = 0;
  for (const absl::string_view whole : absl::StrSplit(text, '\n')) {
    ++number;
    const absl::string_view line = absl::StripAsciiWhitespace(whole);
    if (line.empty() || line[0] == '#') continue;
    if (!IsValidUtf8(line)) return RuleError(number, "not UTF-8");
    ASSIGN_OR_RETURN(RuleLine rule, RuleLineReader(line, number).Read());
    lines.push_back(std::move(rule));
  }
  return lines;
}

absl::Status RuleError(int line, absl::string_view wish) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", wish));
}

std::string RuleKey(absl::string_view text) {
  return absl::StrJoin(AnalyzeForSearch(ToNfc(text)).words, " ",
                       [](std::string* out, const SearchWord& word) { *out += word.folded; });
}

}  // namespace akin

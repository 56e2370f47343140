#include "services/ingestion/parse/json_repair.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"

namespace akin {
namespace {

constexpr size_t kMaxDepth = 64;
constexpr size_t kMaxValues = 250'000;

// The four hexadecimal digits behind "\u" as a number; -1 if they are none.
int CodeUnit(absl::string_view digits) {
  int unit = 0;
  if (digits.size() < 4) return -1;
  for (const char c : digits.substr(0, 4)) {
    if (!absl::ascii_isxdigit(c)) return -1;
    unit = unit * 16 + (absl::ascii_isdigit(c) ? c - '0' : absl::ascii_tolower(c) - 'a' + 10);
  }
  return unit;
}

bool IsHighSurrogate(int unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool IsLowSurrogate(int unit) { return unit >= 0xDC00 && unit < 0xE000; }

// Scripts in pages may begin with "<![CDATA[".
size_t StartOfValue(absl::string_view text) {
  constexpr absl::string_view kCdata = "<![CDATA[";
  const size_t first = text.find_first_of("[{");
  const size_t cdata = text.find(kCdata);
  const bool is_cdata = cdata != absl::string_view::npos && first == cdata + 2;
  return is_cdata ? text.find_first_of("[{", cdata + kCdata.size()) : first;
}

// One pass over a text. One thread.
class Repair {
 public:
  explicit Repair(absl::string_view text) : text_(text) { out_.reserve(text.size() + 16); }

  absl::StatusOr<std::string> Run() {
    Skip(StartOfValue(text_));
    while (at_ < text_.size() && !ended_) {
      if (values_ > kMaxValues) return TooMuch("has more than 250,000 values");
      if (open_.size() > kMaxDepth) return TooMuch("nests deeper than 64 levels");
      Step();
    }
    if (!open_.empty()) Close();
    return std::move(out_);
  }

 private:
  static absl::Status TooMuch(absl::string_view what) {
    return InvalidField("content", absl::StrCat("JSON that ", what));
  }

  absl::string_view rest() const { return text_.substr(at_); }

  void Step() {
    switch (const char c = text_[at_]) {
      case '"':
        return String();
      case '{':
      case '[':
        return Open(c);
      case '}':
      case ']':
        return End(c);
      case ',':
        return Comma();
      case '/':
        return Comment();
      default:
        if (absl::ascii_isspace(c)) return comma_ ? Skip(1) : Copy(1);
        Value();
        Copy(1);
    }
  }

  void Skip(size_t count) { at_ += std::min(count, text_.size() - at_); }

  void Copy(size_t count) {
    absl::StrAppend(&out_, rest().substr(0, count));
    Skip(count);
  }

  void Replace(size_t count, absl::string_view with) {
    absl::StrAppend(&out_, with);
    Skip(count);
  }

  // The beginning of a value, or more of one: the comma before it is one that counts.
  void Value() {
    if (comma_) out_ += ',';
    comma_ = false;
    empty_ = false;
  }

  void Open(char bracket) {
    Value();
    Copy(1);
    open_ += bracket == '{' ? '}' : ']';
    empty_ = true;
    ++values_;
    whole_ = out_.size();
  }

  void End(char bracket) {
    comma_ = false;
    if (open_.back() != bracket) return Skip(1);
    empty_ = false;
    Copy(1);
    open_.pop_back();
    ended_ = open_.empty();
    whole_ = out_.size();
  }

  // Written only when something follows.
  void Comma() {
    Skip(1);
    if (empty_ || comma_) return;
    comma_ = true;
    ++values_;
    whole_ = out_.size();
  }

  void Comment() {
    const bool line = absl::StartsWith(rest(), "//");
    if (!line && !absl::StartsWith(rest(), "/*")) return Copy(1);
    const size_t end = line ? text_.find('\n', at_) : text_.find("*/", at_ + 2);
    at_ = end == absl::string_view::npos ? text_.size() : end + (line ? 1 : 2);
  }

  void String() {
    Value();
    Copy(1);
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\') {
        Escape();
      } else if (c == '"') {
        if (IsLastMark()) return Copy(1);
        Replace(1, "\\\"");
      } else if (absl::ascii_iscntrl(c) && c != 0x7F) {
        Replace(1, c == '\n' ? "\\n" : " ");
      } else {
        Copy(1);
      }
    }
  }

  // A quotation mark that nothing of JSON's own follows is part of the text.
  bool IsLastMark() const {
    const size_t next = text_.find_first_not_of(" \t\r\n", at_ + 1);
    return next == absl::string_view::npos || absl::StrContains(",:}]/", text_[next]);
  }

  void Escape() {
    const char kind = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (kind == 'u') return UnicodeEscape();
    if (absl::StrContains("\"\\/bfnrt", kind) && kind != '\0') return Copy(2);
    Skip(1);
  }

  void UnicodeEscape() {
    const int unit = CodeUnit(rest().substr(2));
    if (unit < 0) return Skip(1);
    const absl::string_view next = rest().substr(6);
    const bool pair = IsHighSurrogate(unit) && absl::StartsWith(next, "\\u") &&
                      IsLowSurrogate(CodeUnit(next.substr(2)));
    if (pair) return Copy(12);
    if (!IsHighSurrogate(unit) && !IsLowSurrogate(unit)) return Copy(6);
    Replace(6, "\xEF\xBF\xBD");
  }

  // Ends a document that was cut off.
  void Close() {
    out_.resize(whole_);
    for (; !open_.empty(); open_.pop_back()) out_ += open_.back();
  }

  const absl::string_view text_;
  size_t at_ = 0;
  std::string out_;
  std::string open_;    // the brackets that are to come
  size_t whole_ = 0;    // out_ up to here can be closed
  size_t values_ = 0;   // containers and elements, about
  bool comma_ = false;  // read, not yet written
  bool empty_ = false;  // nothing yet in the innermost container
  bool ended_ = false;
};

}  // namespace

absl::StatusOr<std::string> RepairJson(absl::string_view text) { return Repair(text).Run(); }

}  // namespace akin

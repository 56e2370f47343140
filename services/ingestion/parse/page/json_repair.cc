#include "services/ingestion/parse/page/json_repair.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace akin {
namespace {

bool IsEscape(char c) { return absl::StrContains("\"\\/bfnrtu", c); }

class JsonRepairer {
 public:
  explicit JsonRepairer(absl::string_view text) : text_(text) {}

  std::string Repair() {
    at_ = std::min(text_.find_first_of("[{"), text_.size());
    while (at_ < text_.size()) {
      if (text_[at_] == '"') {
        CopyString();
      } else {
        CopyMark(text_[at_++]);
      }
      if (closers_.empty()) return out_;
    }
    DropTrailingComma();
    while (!closers_.empty()) CloseLast();
    return out_;
  }

 private:
  void CopyMark(char c) {
    if (c == '{' || c == '[') closers_.push_back(c == '{' ? '}' : ']');
    if (c == '}' || c == ']') {
      DropTrailingComma();
      if (closers_.empty() || closers_.back() != c) return;
      return CloseLast();
    }
    if (!absl::ascii_isspace(c)) out_.push_back(c);
  }

  void CloseLast() {
    out_.push_back(closers_.back());
    closers_.pop_back();
  }

  void DropTrailingComma() {
    while (!out_.empty() && out_.back() == ',') out_.pop_back();
  }

  void CopyString() {
    out_.push_back('"');
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"' && EndsString()) break;
      if (c == '\\' && at_ + 1 < text_.size()) {
        CopyEscape(text_[++at_]);
      } else if (c == '"') {
        out_ += "\\\"";
      } else {
        out_.push_back(absl::ascii_iscntrl(c) ? ' ' : c);
      }
    }
    out_.push_back('"');
    ++at_;
  }

  void CopyEscape(char c) {
    if (IsEscape(c)) out_.push_back('\\');
    out_.push_back(absl::ascii_iscntrl(c) ? ' ' : c);
  }

  // A mark that nothing of JSON's own follows is part of the text.
  bool EndsString() const {
    const size_t next = text_.find_first_not_of(" \t\r\n", at_ + 1);
    return next == absl::string_view::npos || absl::StrContains(",:}]", text_[next]);
  }

  absl::string_view text_;
  size_t at_ = 0;
  std::string out_;
  std::string closers_;
};

}  // namespace

std::string RepairJson(absl::string_view text) { return JsonRepairer(text).Repair(); }

}  // namespace akin

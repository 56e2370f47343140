#include "common/filter/lexer.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/column_error.h"

namespace akin {
namespace {

using Kind = FilterToken::Kind;

// Size of the comparator that `text` starts with; 0 if none.
size_t ComparatorSize(absl::string_view text) {
  for (const absl::string_view op : {"<=", ">=", "!=", "==", "<>", "=", "<", ">", ":"}) {
    if (absl::StartsWith(text, op)) return op.size();
  }
  return 0;
}

}  // namespace

absl::Status FilterError(absl::string_view filter, size_t offset, absl::string_view wish) {
  return ColumnError("filter", filter, offset, wish);
}

void FilterLexer::SkipSpaces() {
  while (at_ < text_.size() && absl::ascii_isspace(text_[at_])) ++at_;
}

FilterToken FilterLexer::Take(Kind kind, size_t size) {
  FilterToken token{kind, std::string(text_.substr(at_, size)), at_};
  at_ += size;
  return token;
}

absl::StatusOr<FilterToken> FilterLexer::Next() {
  SkipSpaces();
  if (at_ >= text_.size()) return FilterToken{Kind::kEnd, "", at_};
  switch (text_[at_]) {
    case '(':
      return Take(Kind::kOpen, 1);
    case ')':
      return Take(Kind::kClose, 1);
    case '-':
      return Take(Kind::kMinus, 1);
    case '"':
    case '\'':
      return Quoted();
    default:
      break;
  }
  if (const size_t size = ComparatorSize(text_.substr(at_))) return Take(Kind::kComparator, size);
  return Bare(" \t\r\n()<>=!:\"'");
}

absl::StatusOr<FilterToken> FilterLexer::NextOperand() {
  SkipSpaces();
  if (at_ >= text_.size()) return FilterToken{Kind::kEnd, "", at_};
  if (text_[at_] == '"' || text_[at_] == '\'') return Quoted();
  if (text_[at_] == '(') return Take(Kind::kOpen, 1);
  if (text_[at_] == ')') return Take(Kind::kClose, 1);
  if (const size_t size = ComparatorSize(text_.substr(at_))) return Take(Kind::kComparator, size);
  return Bare(" \t\r\n()<>=!\"'");
}

absl::StatusOr<FilterToken> FilterLexer::Bare(absl::string_view ends) {
  const size_t end = std::min(text_.find_first_of(ends, at_), text_.size());
  if (end == at_) {
    return FilterError(text_, at_, absl::StrCat("unexpected '", text_.substr(at_, 1), "'"));
  }
  FilterToken token = Take(Kind::kText, end - at_);
  token.wildcard = token.text.back() == '*';
  if (token.wildcard) token.text.pop_back();
  const size_t star = token.text.find('*');
  if (star == std::string::npos) return token;
  return FilterError(text_, token.offset + star, "'*' is a wildcard at the end only; want \"\\*\"");
}

absl::StatusOr<FilterToken> FilterLexer::Quoted() {
  const char quote = text_[at_];
  FilterToken token{Kind::kString, "", at_};
  for (++at_; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == quote) return ++at_, token;
    if (token.wildcard) {
      return FilterError(text_, at_ - 1, "'*' is a wildcard at the end only; want \"\\*\"");
    }
    if (c == '*') {
      token.wildcard = true;
    } else if (c == '\\' && at_ + 1 < text_.size()) {
      token.text.push_back(text_[++at_]);
    } else {
      token.text.push_back(c);
    }
  }
  return FilterError(text_, token.offset, "the quote is not closed");
}

}  // namespace akin

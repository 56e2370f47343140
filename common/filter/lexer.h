#ifndef AKIN_COMMON_FILTER_LEXER_H_
#define AKIN_COMMON_FILTER_LEXER_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace akin {

struct FilterToken {
  enum class Kind { kEnd, kOpen, kClose, kMinus, kComparator, kText, kString };
  Kind kind = Kind::kEnd;
  std::string text;       // unescaped, without quotes and without a wildcard's *
  size_t offset = 0;      // first byte in the filter
  bool wildcard = false;  // ends in an unescaped *
};

// Reads a filter token by token. What stands after a comparator is an operand, in which ":" and
// "-" are plain characters, so that a time needs no quotes. One thread.
class FilterLexer {
 public:
  explicit FilterLexer(absl::string_view text) : text_(text) {}

  absl::StatusOr<FilterToken> Next();
  absl::StatusOr<FilterToken> NextOperand();

 private:
  FilterToken Take(FilterToken::Kind kind, size_t size);
  absl::StatusOr<FilterToken> Bare(absl::string_view ends);
  absl::StatusOr<FilterToken> Quoted();
  void SkipSpaces();

  const absl::string_view text_;
  size_t at_ = 0;
};

// INVALID_ARGUMENT "filter: column N: wish"; columns count characters from 1.
absl::Status FilterError(absl::string_view filter, size_t offset, absl::string_view wish);

}  // namespace akin

#endif  // AKIN_COMMON_FILTER_LEXER_H_

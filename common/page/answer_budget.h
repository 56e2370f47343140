#ifndef AKIN_COMMON_PAGE_ANSWER_BUDGET_H_
#define AKIN_COMMON_PAGE_ANSWER_BUDGET_H_

#include <cstddef>

namespace akin {

// What articles may take of one answer; the rest of it, and one article more, fit into the limit of
// a message, kMaxMessageBytes of common/rpc/server.h.
constexpr size_t kMaxArticleBytes = 24 << 20;

// Counts what an answer holds, so that a list ends, and says so, before its message is too large to
// be sent. Whatever comes first fits.
class AnswerBudget {
 public:
  explicit AnswerBudget(size_t max_bytes = kMaxArticleBytes) : max_bytes_(max_bytes) {}

  // Whether there is room for one more of `bytes`; if so, it is taken.
  bool Take(size_t bytes) {
    if (used_ != 0 && used_ + bytes > max_bytes_) return false;
    used_ += bytes;
    return true;
  }

 private:
  const size_t max_bytes_;
  size_t used_ = 0;
};

}  // namespace akin

#endif  // AKIN_COMMON_PAGE_ANSWER_BUDGET_H_

#ifndef AKIN_COMMON_STATUS_STATUS_MACROS_H_
#define AKIN_COMMON_STATUS_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// RETURN_IF_ERROR(expr): returns the status from the enclosing function unless it is OK.
#define RETURN_IF_ERROR(expr)                                                        \
  do {                                                                               \
    if (absl::Status akin_status_ = (expr); !akin_status_.ok()) return akin_status_; \
  } while (false)

#define AKIN_STATUS_CONCAT_INNER_(a, b) a##b
#define AKIN_STATUS_CONCAT_(a, b) AKIN_STATUS_CONCAT_INNER_(a, b)
#define AKIN_ASSIGN_OR_RETURN_(statusor, lhs, expr)        \
  auto statusor = (expr);                                  \
  if (!statusor.ok()) return std::move(statusor).status(); \
  lhs = *std::move(statusor)

// ASSIGN_OR_RETURN(auto x, expr): declares or assigns x from a StatusOr, or returns its status.
#define ASSIGN_OR_RETURN(lhs, expr) \
  AKIN_ASSIGN_OR_RETURN_(AKIN_STATUS_CONCAT_(akin_statusor_, __LINE__), lhs, expr)

#endif  // AKIN_COMMON_STATUS_STATUS_MACROS_H_

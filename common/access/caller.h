#ifndef AKIN_COMMON_ACCESS_CALLER_H_
#define AKIN_COMMON_ACCESS_CALLER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace akin {

struct SourceGrants;

// Who made a call, as far as it is proved. Made once for a call, then only read.
struct Caller {
  // All that its certificate says it is, URIs (SPIFFE ids) first, then DNS names; else
  // "token:NAME". Empty: anonymous.
  std::vector<std::string> principals;
  // Where the connection comes from, without port: "ipv4:127.0.0.1", "unix:".
  std::string address;
  // Which sources' articles it may change. Null: all.
  std::shared_ptr<const SourceGrants> sources = nullptr;

  bool IsAnonymous() const { return principals.empty(); }
  // What logs call it: the first of its principals, or "anonymous".
  absl::string_view name() const {
    return IsAnonymous() ? absl::string_view("anonymous") : absl::string_view(principals.front());
  }
};

}  // namespace akin

#endif  // AKIN_COMMON_ACCESS_CALLER_H_

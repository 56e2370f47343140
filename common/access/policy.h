#ifndef AKIN_COMMON_ACCESS_POLICY_H_
#define AKIN_COMMON_ACCESS_POLICY_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "common/access/caller.h"

// Who may do what: gRPC's authorization policy (gRFC A43) as values, with quotas and the sources of
// publishers beside it. Made by policy_json.h. Immutable; thread-safe.
namespace akin {

// "abc" that text itself, "abc*" what begins so, "*abc" what ends so, "*" anything.
class TextPattern {
 public:
  // Whether it has one '*' at most, at the beginning or the end.
  static bool IsValid(absl::string_view pattern);

  explicit TextPattern(absl::string_view pattern);
  bool Matches(absl::string_view text) const;

 private:
  enum class Kind { kExact, kPrefix, kSuffix };
  Kind kind_ = Kind::kExact;
  std::string text_;
};

// What rules are about in a call.
struct CallFacts {
  const Caller& caller;
  absl::string_view path;  // "/package.Service/Method"
  // The values of a header that the caller sent, joined by commas; nullopt without it.
  std::function<absl::optional<std::string>(const std::string& key)> header;
};

struct HeaderRule {
  std::string key;                  // in lower case
  std::vector<TextPattern> values;  // one of them
};

// Calls: by one of the principals, to one of the paths, with all of the headers. Without principals
// by everyone, also who is anonymous; without paths to everything.
struct CallRule {
  std::string name;
  std::vector<TextPattern> principals;
  std::vector<TextPattern> paths;
  std::vector<HeaderRule> headers;

  bool MatchesCaller(const Caller& caller) const;
  bool Matches(const CallFacts& call) const;
};

// What each caller may use of the calls that a rule matches; 0: any number.
struct QuotaRule {
  CallRule calls;
  double calls_per_second = 0;  // as many may come at once
  int calls_in_progress = 0;
  double bytes_per_second = 0;  // of requests and answers
};

// Whose articles the callers of `callers.principals` may change: those of `sources`, by the id in
// "sources/{id}". What is listed for one is nobody else's.
struct PublisherRule {
  CallRule callers;
  std::vector<TextPattern> sources;
};

// Which sources one caller may change. Outlives the policy that it is of.
struct SourceGrants {
  bool is_publisher = false;  // nothing but `own`
  std::vector<TextPattern> own;
  std::vector<TextPattern> taken;  // others'

  bool Allows(absl::string_view source_id) const;
  // Whether there is anything that it does not allow.
  bool AreLimited() const;
};

struct AccessPolicy {
  std::string name;
  std::vector<CallRule> deny_rules;
  std::vector<CallRule> allow_rules;
  std::vector<QuotaRule> quotas;
  std::vector<PublisherRule> publishers;

  // Whether no rule denies the call and one allows it.
  bool Allows(const CallFacts& call) const;
  // Null: all sources.
  std::shared_ptr<const SourceGrants> GrantsOf(const Caller& caller) const;
};

}  // namespace akin

#endif  // AKIN_COMMON_ACCESS_POLICY_H_

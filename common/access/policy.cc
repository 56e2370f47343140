#include "common/access/policy.h"

#include <algorithm>
#include <iterator>
#include <memory>

#include "absl/strings/match.h"

namespace akin {
namespace {

bool AnyMatches(const std::vector<TextPattern>& patterns, absl::string_view text) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const TextPattern& pattern) { return pattern.Matches(text); });
}

bool AnyMatches(const std::vector<CallRule>& rules, const CallFacts& call) {
  return std::any_of(rules.begin(), rules.end(),
                     [&](const CallRule& rule) { return rule.Matches(call); });
}

// "*": whoever has it may change everybody's articles, and takes none from others.
bool IsEverything(const TextPattern& pattern) { return pattern.Matches(""); }

void AddTaken(const std::vector<TextPattern>& sources, SourceGrants& grants) {
  std::remove_copy_if(sources.begin(), sources.end(), std::back_inserter(grants.taken),
                      IsEverything);
}

void AddOwn(const std::vector<TextPattern>& sources, SourceGrants& grants) {
  grants.is_publisher = true;
  grants.own.insert(grants.own.end(), sources.begin(), sources.end());
}

}  // namespace

bool TextPattern::IsValid(absl::string_view pattern) {
  const size_t star = pattern.find('*');
  return star == absl::string_view::npos || pattern == "*" ||
         (pattern.find('*', star + 1) == absl::string_view::npos &&
          (star == 0 || star + 1 == pattern.size()));
}

TextPattern::TextPattern(absl::string_view pattern) : text_(pattern) {
  if (!pattern.empty() && pattern.back() == '*') {
    kind_ = Kind::kPrefix;
    text_.pop_back();
  } else if (!pattern.empty() && pattern.front() == '*') {
    kind_ = Kind::kSuffix;
    text_.erase(0, 1);
  }
}

bool TextPattern::Matches(absl::string_view text) const {
  if (kind_ == Kind::kPrefix) return absl::StartsWith(text, text_);
  return kind_ == Kind::kSuffix ? absl::EndsWith(text, text_) : text == text_;
}

bool CallRule::MatchesCaller(const Caller& caller) const {
  return principals.empty() ||
         std::any_of(caller.principals.begin(), caller.principals.end(),
                     [&](const std::string& own) { return AnyMatches(principals, own); });
}

bool CallRule::Matches(const CallFacts& call) const {
  return MatchesCaller(call.caller) && (paths.empty() || AnyMatches(paths, call.path)) &&
         std::all_of(headers.begin(), headers.end(), [&](const HeaderRule& rule) {
           const absl::optional<std::string> value = call.header(rule.key);
           return value && AnyMatches(rule.values, *value);
         });
}

bool SourceGrants::Allows(absl::string_view source_id) const {
  return AnyMatches(own, source_id) || (!is_publisher && !AnyMatches(taken, source_id));
}

bool SourceGrants::AreLimited() const { return is_publisher || !taken.empty(); }

bool AccessPolicy::Allows(const CallFacts& call) const {
  return !AnyMatches(deny_rules, call) && AnyMatches(allow_rules, call);
}

std::shared_ptr<const SourceGrants> AccessPolicy::GrantsOf(const Caller& caller) const {
  if (publishers.empty()) return nullptr;
  auto grants = std::make_shared<SourceGrants>();
  for (const PublisherRule& rule : publishers) {
    rule.callers.MatchesCaller(caller) ? AddOwn(rule.sources, *grants)
                                       : AddTaken(rule.sources, *grants);
  }
  const bool has_all = std::any_of(grants->own.begin(), grants->own.end(), IsEverything);
  return has_all || !grants->AreLimited() ? nullptr : grants;
}

}  // namespace akin

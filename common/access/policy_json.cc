#include "common/access/policy_json.h"

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

using nlohmann::json;

// A value and where it stands.
class Node {
 public:
  Node(const json& value, std::string path) : value_(value), path_(std::move(path)) {}

  absl::Status Wrong(absl::string_view wish) const {
    return absl::InvalidArgumentError(absl::StrCat(path_.empty() ? "policy" : path_, ": ", wish));
  }

  // An object with no other fields than these.
  absl::Status CheckFields(std::initializer_list<absl::string_view> known) const {
    if (!value_.is_object()) return Wrong("want an object");
    for (const auto& [name, value] : value_.items()) {
      if (!absl::c_linear_search(known, name)) return At(name, value).Wrong("no such field");
    }
    return absl::OkStatus();
  }

  bool Has(const char* name) const { return value_.contains(name); }
  Node Field(const char* name) const { return At(name, value_.at(name)); }

  absl::StatusOr<std::vector<Node>> Items() const {
    if (!value_.is_array() || value_.empty()) return Wrong("want a list that is not empty");
    std::vector<Node> items;
    for (size_t i = 0; i < value_.size(); ++i)
      items.emplace_back(value_[i], absl::StrCat(path_, "[", i, "]"));
    return items;
  }

  absl::StatusOr<std::string> Text() const {
    if (!value_.is_string() || value_.get_ref<const std::string&>().empty())
      return Wrong("want a string that is not empty");
    return value_.get<std::string>();
  }

  absl::StatusOr<double> Positive() const {
    if (!value_.is_number() || value_.get<double>() <= 0) return Wrong("want a number above 0");
    return value_.get<double>();
  }

 private:
  Node At(const std::string& name, const json& value) const {
    return Node(value, path_.empty() ? name : absl::StrCat(path_, ".", name));
  }

  const json& value_;
  const std::string path_;
};

absl::StatusOr<TextPattern> ParsePattern(const Node& node) {
  ASSIGN_OR_RETURN(const std::string text, node.Text());
  if (!TextPattern::IsValid(text)) {
    return node.Wrong("want one '*' at most, at the beginning or the end");
  }
  return TextPattern(text);
}

absl::Status ParsePatterns(const Node& node, std::vector<TextPattern>& out) {
  ASSIGN_OR_RETURN(const std::vector<Node> items, node.Items());
  for (const Node& item : items) {
    ASSIGN_OR_RETURN(TextPattern pattern, ParsePattern(item));
    out.push_back(std::move(pattern));
  }
  return absl::OkStatus();
}

absl::Status ParseSource(const Node& node, CallRule& rule) {
  RETURN_IF_ERROR(node.CheckFields({"principals"}));
  if (!node.Has("principals")) return absl::OkStatus();
  return ParsePatterns(node.Field("principals"), rule.principals);
}

absl::Status ParsePaths(const Node& node, CallRule& rule) {
  RETURN_IF_ERROR(ParsePatterns(node, rule.paths));
  ASSIGN_OR_RETURN(const std::vector<Node> items, node.Items());
  for (const Node& item : items) {
    ASSIGN_OR_RETURN(const std::string path, item.Text());
    if (path.front() != '/' && path.front() != '*')
      return item.Wrong("want \"/package.Service/Method\", or '*' in its beginning or end");
  }
  return absl::OkStatus();
}

absl::Status ParseHeader(const Node& node, CallRule& rule) {
  RETURN_IF_ERROR(node.CheckFields({"key", "values"}));
  if (!node.Has("key") || !node.Has("values")) return node.Wrong("want key and values");
  HeaderRule header;
  ASSIGN_OR_RETURN(header.key, node.Field("key").Text());
  absl::AsciiStrToLower(&header.key);
  if (header.key.front() == ':' || absl::StartsWith(header.key, "grpc-") ||
      absl::c_linear_search(
          std::vector<absl::string_view>{"host", "connection", "keep-alive", "proxy-authenticate",
                                         "te", "trailer", "transfer-encoding", "upgrade"},
          header.key)) {
    return node.Field("key").Wrong("this header means nothing to a policy");
  }
  RETURN_IF_ERROR(ParsePatterns(node.Field("values"), header.values));
  rule.headers.push_back(std::move(header));
  return absl::OkStatus();
}

absl::Status ParseRequest(const Node& node, CallRule& rule) {
  RETURN_IF_ERROR(node.CheckFields({"paths", "headers"}));
  if (node.Has("paths")) RETURN_IF_ERROR(ParsePaths(node.Field("paths"), rule));
  if (!node.Has("headers")) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<Node> headers, node.Field("headers").Items());
  for (const Node& header : headers) RETURN_IF_ERROR(ParseHeader(header, rule));
  return absl::OkStatus();
}

// The part of an entry that says of whom and of what it is.
absl::Status ParseCalls(const Node& node, CallRule& rule) {
  if (!node.Has("name")) return node.Wrong("want a name");
  ASSIGN_OR_RETURN(rule.name, node.Field("name").Text());
  if (node.Has("source")) RETURN_IF_ERROR(ParseSource(node.Field("source"), rule));
  if (node.Has("request")) RETURN_IF_ERROR(ParseRequest(node.Field("request"), rule));
  return absl::OkStatus();
}

absl::Status ParseRule(const Node& node, CallRule& rule) {
  RETURN_IF_ERROR(node.CheckFields({"name", "source", "request"}));
  return ParseCalls(node, rule);
}

absl::Status ParseQuota(const Node& node, QuotaRule& quota) {
  RETURN_IF_ERROR(node.CheckFields(
      {"name", "source", "request", "calls_per_second", "calls_in_progress", "bytes_per_second"}));
  RETURN_IF_ERROR(ParseCalls(node, quota.calls));
  double in_progress = 0;
  for (const auto& [field, number] :
       {std::pair<const char*, double*>{"calls_per_second", &quota.calls_per_second},
        {"calls_in_progress", &in_progress},
        {"bytes_per_second", &quota.bytes_per_second}}) {
    if (!node.Has(field)) continue;
    ASSIGN_OR_RETURN(*number, node.Field(field).Positive());
  }
  if (in_progress > 1e6 || in_progress != static_cast<int>(in_progress))
    return node.Field("calls_in_progress").Wrong("want a whole number of at most 1000000");
  quota.calls_in_progress = static_cast<int>(in_progress);
  if (quota.calls_per_second > 0 || in_progress > 0 || quota.bytes_per_second > 0)
    return absl::OkStatus();
  return node.Wrong("want calls_per_second, calls_in_progress or bytes_per_second");
}

absl::Status ParsePublisher(const Node& node, PublisherRule& publisher) {
  RETURN_IF_ERROR(node.CheckFields({"name", "source", "sources"}));
  RETURN_IF_ERROR(ParseCalls(node, publisher.callers));
  if (publisher.callers.principals.empty()) return node.Wrong("want source.principals");
  if (!node.Has("sources")) return node.Wrong("want sources");
  return ParsePatterns(node.Field("sources"), publisher.sources);
}

template <typename Entry>
absl::Status ParseList(const Node& root, const char* name,
                       absl::Status (*parse)(const Node&, Entry&), std::vector<Entry>& out) {
  if (!root.Has(name)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<Node> items, root.Field(name).Items());
  for (const Node& item : items) RETURN_IF_ERROR(parse(item, out.emplace_back()));
  return absl::OkStatus();
}

// Of two fields of one name the parser would silently keep the last.
class TwiceFinder {
 public:
  bool operator()(int, json::parse_event_t event, const json& parsed) {
    if (event == json::parse_event_t::object_start) open_.emplace_back();
    if (event == json::parse_event_t::object_end) open_.pop_back();
    if (event == json::parse_event_t::key && !open_.back().insert(parsed.get<std::string>()).second)
      twice = parsed.get<std::string>();
    return true;
  }
  std::string twice;  // a field that came twice

 private:
  std::vector<std::set<std::string>> open_;
};

// "[json.exception.parse_error.101] parse error at line 3, column 5: syntax error …; last read: …",
// without what was read: who gives a wrong file need not see what is in it.
absl::Status SyntaxError(absl::string_view what) {
  constexpr absl::string_view kStart = "parse error at ";
  what = what.substr(0, what.find("; last read"));
  const size_t start = what.find(kStart);
  return absl::InvalidArgumentError(
      start == absl::string_view::npos ? what : what.substr(start + kStart.size()));
}

absl::StatusOr<json> ParseJson(absl::string_view text) {
  TwiceFinder finder;
  try {
    json value = json::parse(text.begin(), text.end(), std::ref(finder));
    if (finder.twice.empty()) return value;
  } catch (const json::exception& error) {
    return SyntaxError(error.what());
  }
  return absl::InvalidArgumentError(absl::StrCat("policy: \"", finder.twice, "\" comes twice"));
}

}  // namespace

absl::StatusOr<AccessPolicy> ParsePolicy(absl::string_view text) {
  ASSIGN_OR_RETURN(const json value, ParseJson(text));
  const Node root(value, "");
  RETURN_IF_ERROR(root.CheckFields({"name", "allow_rules", "deny_rules", "quotas", "publishers"}));
  if (!root.Has("name")) return root.Wrong("want a name");
  if (!root.Has("allow_rules")) return root.Wrong("want allow_rules");
  AccessPolicy policy;
  ASSIGN_OR_RETURN(policy.name, root.Field("name").Text());
  RETURN_IF_ERROR(ParseList(root, "allow_rules", ParseRule, policy.allow_rules));
  RETURN_IF_ERROR(ParseList(root, "deny_rules", ParseRule, policy.deny_rules));
  RETURN_IF_ERROR(ParseList(root, "quotas", ParseQuota, policy.quotas));
  RETURN_IF_ERROR(ParseList(root, "publishers", ParsePublisher, policy.publishers));
  return policy;
}

}  // namespace akin

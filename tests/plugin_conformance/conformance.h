#ifndef AKIN_TESTS_PLUGIN_CONFORMANCE_CONFORMANCE_H_
#define AKIN_TESTS_PLUGIN_CONFORMANCE_CONFORMANCE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/tls/tls_files.h"

namespace akin::plugin_conformance {

struct Options {
  // "host:port" of the plug-in, or any gRPC target.
  std::string address;
  // With `ca` it is reached by TLS, and shown `cert` if there is one. Must have been read.
  TlsFiles tls = {};
  // The name that its certificate must be for. Empty: the host in `address`.
  std::string server_name = {};
  // "source", "ranker" or "filter": it must have this role, and only that is tested. "all": each
  // role that it tells.
  std::string kind = "all";
  // How long an ordinary answer may take: the deadline that it will be bound with, or more on a
  // busy machine.
  absl::Duration deadline = absl::Seconds(1);
  // Names of articles that it knows, `articles/{id}`. Others are made up: it must take both.
  std::vector<std::string> articles;
};

// What one check found.
struct Finding {
  std::string check;     // "ranker: scores are legal"
  std::string expected;  // in words
  std::string got;       // "" if it passed
  bool passed() const { return got.empty(); }
};

// Tests a plug-in against the contract of akin.plugin.v1. `tell` is called with each finding as
// soon as there is one. True if all passed.
bool TestPlugin(const Options& options, const std::function<void(const Finding&)>& tell);

}  // namespace akin::plugin_conformance

#endif  // AKIN_TESTS_PLUGIN_CONFORMANCE_CONFORMANCE_H_

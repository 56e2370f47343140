#include "tests/load/traffic.h"

#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/async_call.h"
#include "common/status/errors.h"

namespace akin::load {
namespace {

constexpr int kConnections = 4;
constexpr absl::Duration kPatience = absl::Seconds(10);

void Count(const absl::Status& status, Tally& tally) {
  if (absl::IsResourceExhausted(status) || absl::IsUnavailable(status)) {
    ++tally.refused;
    if (!RetryAfter(status)) ++tally.refused_without_hint;
  } else if (!status.ok() && tally.failed++ == 0) {
    std::cerr << "load: " << status << "\n";
  }
}

}  // namespace

bench::StartCall CallsOf(Traffic traffic, Tally& tally, const std::string& token) {
  auto numbers = std::make_shared<std::atomic<uint64_t>>(0);
  return [traffic = std::move(traffic), &tally, token, numbers](std::function<void(bool)> done) {
    Ask ask = traffic((*numbers)++);
    std::shared_ptr<grpc::ClientContext> context = NewClientContext({}, kPatience);
    if (!token.empty()) context->AddMetadata("authorization", absl::StrCat("Bearer ", token));
    StartUnary(ask.channel, ask.method, std::move(context), *ask.request, ask.response,
               [&tally, done = std::move(done)](const absl::Status& status) {
                 Count(status, tally);
                 done(status.ok());
               });
  };
}

Connections::Connections(const std::string& address) {
  for (int i = 0; i < kConnections; ++i) {
    // Channels with the same options would share one connection.
    channels_.push_back(NewChannel(address, {.max_answer_bytes = (32 << 20) + i}));
  }
}

const std::shared_ptr<grpc::Channel>& Connections::Next() const {
  return channels_[next_++ % channels_.size()];
}

}  // namespace akin::load

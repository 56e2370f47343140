// A ranker for Akin's Similar News: what readers of an article clicked on next, the later the more.
// See README.md.
#include <signal.h>

#include <atomic>
#include <fstream>
#include <iostream>
#include <thread>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "akin/plugin/v1/plugin_service.grpc.pb.h"
#include "akin/plugin/v1/ranker_service.grpc.pb.h"
#include "clicks.h"
#include "grpcpp/ext/health_check_service_server_builder_option.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:7601", "where to serve; port 0: a free one");
ABSL_FLAG(std::string, clicks, "",
          "folder of Akin's files of events (data_dir/events), or a file of lines: "
          "seed, article, seconds since 1970, divided by tabs");
ABSL_FLAG(absl::Duration, half_life, absl::Hours(24), "a click then counts half");
ABSL_FLAG(std::string, address_file, "", "write the address there once it is served");

namespace {

namespace v1 = akin::plugin::v1;

// Fewer clicks than this say nothing.
constexpr double kLeastClicks = 0.1;

class PluginService : public v1::PluginService::Service {
  grpc::Status Describe(grpc::ServerContext*, const v1::DescribeRequest*,
                        v1::DescribeResponse* response) override {
    response->set_name("clicks");
    response->set_version("1");
    response->set_contract_version(1);
    response->add_roles(v1::PLUGIN_ROLE_RANKER);
    response->set_max_candidates(1000);
    return grpc::Status::OK;
  }
};

class RankerService : public v1::RankerService::Service {
 public:
  explicit RankerService(const Clicks& clicks) : clicks_(clicks) {}

 private:
  grpc::Status RankCandidates(grpc::ServerContext*, const v1::RankCandidatesRequest* request,
                              v1::RankCandidatesResponse* response) override {
    const absl::Time now = absl::FromUnixSeconds(request->context().now().seconds());
    bool knows_any = false;
    for (const v1::RankedCandidate& candidate : request->candidates()) {
      double count = 0;
      for (const auto& seed : request->seeds()) {
        count += clicks_.Count(seed.name(), candidate.article().name(), now);
      }
      // Those without clicks have equal scores and so keep Akin's order, behind the others.
      const bool was_clicked = count >= kLeastClicks;
      v1::CandidateScore& score = *response->add_scores();
      score.set_article(candidate.article().name());
      score.set_score(was_clicked ? count : 0);
      if (was_clicked) score.set_reason("much read after this");
      knows_any = knows_any || was_clicked;
    }
    response->set_abstain(!knows_any);
    return grpc::Status::OK;
  }

  const Clicks& clicks_;
};

// Appears at once and whole, so that whoever waits for the file can read it.
void WriteAddress(const std::string& address) {
  const std::string path = absl::GetFlag(FLAGS_address_file);
  if (path.empty()) return;
  std::ofstream(path + ".new") << address;
  rename((path + ".new").c_str(), path.c_str());
}

void AwaitStop() {
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  sigaddset(&stops, SIGINT);
  int signal = 0;
  sigwait(&stops, &signal);
}

void BlockStops() {
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  sigaddset(&stops, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stops, nullptr);
}

int Serve() {
  Clicks clicks(absl::GetFlag(FLAGS_half_life));
  ClickReader reader(absl::GetFlag(FLAGS_clicks), clicks);
  reader.ReadNew();
  PluginService plugin;
  RankerService ranker(clicks);
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  const std::string listen = absl::GetFlag(FLAGS_listen);
  int port = 0;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&plugin);
  builder.RegisterService(&ranker);
  const auto server = builder.BuildAndStart();
  if (server == nullptr) {
    std::cerr << "click_ranker: cannot serve on " << listen << "\n";
    return 1;
  }
  WriteAddress(absl::StrCat(listen.substr(0, listen.rfind(':')), ":", port));
  std::atomic<bool> stopping = false;
  std::thread reading([&] {
    for (; !stopping; absl::SleepFor(absl::Milliseconds(500))) reader.ReadNew();
  });
  AwaitStop();
  stopping = true;
  reading.join();
  server->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  BlockStops();  // before any thread is there
  absl::ParseCommandLine(argc, argv);
  if (absl::GetFlag(FLAGS_clicks).empty()) {
    std::cerr << "click_ranker: --clicks is missing\n";
    return 1;
  }
  return Serve();
}

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "common/rpc/run_main.h"
#include "common/status/status_macros.h"
#include "services/akin/cli/places.h"
#include "services/akin/commands/commands.h"
#include "services/akin/embedded/embedded_akin.h"

namespace akin {
namespace {

namespace fs = std::filesystem;

constexpr char kAddress[] = "127.0.0.1:7400";
constexpr char kWebAddress[] = "127.0.0.1:7405";
constexpr char kAnyFreeAddress[] = "127.0.0.1:0";
// The story whose Similar News are shown.
constexpr char kShown[] = "headline:\"Spanish court suspends permit for Extremadura lithium mine\"";

// A new folder, which goes with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_((fs::temp_directory_path(error_) / "akin-demo.XXXXXX").string()) {
    made_ = mkdtemp(path_.data()) != nullptr;
  }
  ~TemporaryFolder() {
    if (made_) fs::remove_all(path_, error_);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  bool made() const { return made_; }
  const std::string& path() const { return path_; }

 private:
  std::error_code error_;
  std::string path_;
  bool made_ = false;
};

// As Ctrl-C and SIGTERM do, closing the terminal ends the demo without leaving its folder.
void EndWithTheTerminal() {
  signal(SIGHUP, [](int) { kill(getpid(), SIGTERM); });
}

Server::Options ServerAt(const char* address) {
  return {.address = address, .stop_delay = absl::Seconds(1)};
}

absl::StatusOr<std::unique_ptr<EmbeddedAkin>> Serve(const std::string& folder) {
  auto akin = EmbeddedAkin::Start(
      {.data_dir = folder, .server = ServerAt(kAddress), .web_address = kWebAddress});
  if (akin.ok()) return akin;
  return EmbeddedAkin::Start(
      {.data_dir = folder, .server = ServerAt(kAnyFreeAddress), .web_address = kAnyFreeAddress});
}

// Runs a command of the client as its user would.
absl::Status RunDemoCommand(Session& session, absl::string_view name,
                            const std::vector<std::string>& words) {
  const std::unique_ptr<Command> command = FindCommand(name)->make();
  Flags flags;
  command->Declare(flags);
  ASSIGN_OR_RETURN(const std::vector<std::string> arguments, flags.Parse(words));
  return command->Run(session, arguments);
}

class DemoCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    flags.Text("samples", "DIR", "the sample news, where it is not found by itself", &samples_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>&) override {
    std::error_code error;
    if (samples_.empty()) {
      ASSIGN_OR_RETURN(samples_, FindSamples(ProgramFile(), fs::current_path(error)));
    }
    PrepareSignals();
    EndWithTheTerminal();
    SetLogLevel(Severity::kWarning);
    const TemporaryFolder folder;
    if (!folder.made())
      return absl::PermissionDeniedError(absl::StrCat(folder.path(), ": cannot be made"));
    ASSIGN_OR_RETURN(const auto akin, Serve(folder.path()));
    RETURN_IF_ERROR(Show(session, akin->address(), akin->web_address()));
    akin->ServeUntilSignal();
    return absl::OkStatus();
  }

 private:
  absl::Status Show(const Session& session, const std::string& address,
                    const std::string& web_address) const {
    GlobalFlags globals;
    globals.json = session.json();
    globals.timeout = session.timeout();
    Session demo(globals, {address, address, address, address}, session.program());
    ASSIGN_OR_RETURN(const std::string shown, Load(demo));
    demo.out().Line();
    RETURN_IF_ERROR(RunDemoCommand(demo, "get", {shown}));
    demo.out().Line();
    RETURN_IF_ERROR(RunDemoCommand(demo, "similar", {shown, "--k=3"}));
    SayHowToGoOn(demo, shown, web_address);
    demo.out().Flush();
    return absl::OkStatus();
  }

  // Takes in the sample news until search and recommendation have it; returns the shown article.
  absl::StatusOr<std::string> Load(Session& demo) const {
    demo.out().Line(absl::StrCat("Loading the sample news of ", samples_));
    RETURN_IF_ERROR(RunDemoCommand(
        demo, "ingest", {samples_ + "/feeds", samples_ + "/stories", samples_ + "/updates"}));
    ASSIGN_OR_RETURN(const int64_t revision, NewestRevision(demo));
    search::v1::SearchArticlesRequest request;
    request.set_query(kShown);
    request.set_min_revision(revision);
    ASSIGN_OR_RETURN(const auto response,
                     demo.Call<search::v1::SearchArticlesResponse>(
                         demo.search(), &search::v1::SearchService::Stub::SearchArticles, request));
    if (response.hits().empty())
      return absl::NotFoundError(absl::StrCat(samples_, ": not the sample news of Akin"));
    return response.hits(0).article().name();
  }

  static absl::StatusOr<int64_t> NewestRevision(Session& demo) {
    ASSIGN_OR_RETURN(const auto response,
                     demo.Call<storage::v1::ListArticlesResponse>(
                         demo.storage(), &storage::v1::StorageService::Stub::ListArticles, {}));
    return response.info().revision();
  }

  static void SayHowToGoOn(Session& demo, const std::string& shown,
                           const std::string& web_address) {
    const std::string& address = demo.addresses().storage;
    demo.out().Line(absl::StrCat("\nRead the news at http://", web_address, "/", shown));
    demo.out().Line(absl::StrCat("\nAkin serves on ", address, ". In another terminal:\n"));
    for (const std::string& words :
         {std::string("search 'earthquake OR hurricane'"), absl::StrCat("similar ", shown),
          std::string("stories --min_articles 3"), std::string("status")}) {
      demo.out().Line(absl::StrCat("  ", demo.program(), " ", words, " --address ", address));
    }
    demo.out().Line("\nCtrl-C ends it and removes its data.");
  }

  std::string samples_;
};

}  // namespace

std::unique_ptr<Command> NewDemoCommand() { return std::make_unique<DemoCommand>(); }

}  // namespace akin

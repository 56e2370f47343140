#include <cstdio>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/testing/file_damage.h"
#include "tests/fault/scenario.h"

namespace akin {
namespace {

namespace fs = std::filesystem;

// Files in which something stands, but for what is for people, locks, and our own seals.
std::vector<fs::path> DataFiles(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const bool for_people = absl::StartsWith(name, "LOG") || absl::StartsWith(name, "OPTIONS") ||
                            name == "LOCK" || name == "IDENTITY";
    if (!entry.is_regular_file() || for_people || absl::StartsWith(name, "akin-seal")) continue;
    if (entry.file_size() > 0 && !absl::StrContains(entry.path().string(), "/events/"))
      files.push_back(entry.path());
  }
  return files;
}

// A byte, or everything after it.
void Damage(const fs::path& file, Stage& stage) {
  const uint64_t at = stage.random() % fs::file_size(file);
  stage.random() % 3 == 0 ? fs::resize_file(file, at) : FlipByte(file, at);
}

// What a program says that ends by itself, and how it ended.
std::string RunToEnd(const std::string& command, int& code) {
  FILE* pipe = popen(absl::StrCat("timeout 30 ", command, " 2>&1").c_str(), "r");
  std::string out;
  char bytes[4096];
  while (const size_t got = fread(bytes, 1, sizeof(bytes), pipe)) out.append(bytes, got);
  const int status = pclose(pipe);
  code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return out;
}

// That storage with such data refuses to start, and says what to do.
void ExpectRefused(Stage& stage, const fs::path& data, const std::string& what) {
  int code = 0;
  const std::string said =
      RunToEnd(absl::StrCat(std::getenv("AKIN_BIN_DIR"), "/akin-storage --listen=127.0.0.1:0 ",
                            "--stop_delay=0s --data_dir=", data.string()),
               code);
  const bool refused = code == 1 && absl::StrContains(said, "damaged") &&
                       absl::StrContains(said, "restore a backup");
  if (!refused)
    stage.ledger.Violated(absl::StrCat("storage with ", what, ": code ", code, ", ", said));
}

// Copies of what a stop left, each with damage of its own; what storage itself has stays whole.
std::string DamageStorage(Stage& stage) {
  const fs::path data = stage.cluster->data_dir("storage");
  const fs::path copy = stage.cluster->path("damaged");
  stage.cluster.process("storage").Terminate();
  int damaged = 0;
  const int times = stage.Times(10, 1);
  for (const fs::path& file : DataFiles(data)) {
    for (int i = 0; i < times && (stage.whole || damaged < 4); ++i, ++damaged) {
      fs::remove_all(copy);
      fs::copy(data, copy, fs::copy_options::recursive);
      const fs::path victim = copy / fs::relative(file, data);
      Damage(victim, stage);
      ExpectRefused(stage, copy, victim.filename().string());
    }
  }
  fs::remove_all(copy);
  stage.cluster.process("storage").Start();
  stage.traffic.AwaitWrites(5);
  return absl::StrCat(damaged, " files");
}

// A view throws its copy away; traffic finds nothing wrong meanwhile.
std::string DamageView(Stage& stage, const std::string& service) {
  const int times = stage.Times(30, 1);
  for (int i = 0; i < times; ++i) {
    const int code = stage.cluster.process(service).Terminate();
    if (code != 0) stage.ledger.Violated(absl::StrCat(service, " stopped with code ", code));
    const std::vector<fs::path> files = DataFiles(stage.cluster->data_dir(service));
    if (!files.empty()) Damage(files[stage.random() % files.size()], stage);
    stage.cluster.process(service).Start();
    AwaitApplied(*stage.cluster, stage.ledger);
  }
  return absl::StrCat(times, " files");
}

Scenario DamagedView(const std::string& service) {
  return {absl::StrCat("damaged files of ", service),
          [=](Stage& stage) { return DamageView(stage, service); }};
}

}  // namespace

std::vector<Scenario> DamageScenarios() {
  return {{"damaged files of storage", DamageStorage},
          DamagedView("search"),
          DamagedView("recommendation")};
}

}  // namespace akin

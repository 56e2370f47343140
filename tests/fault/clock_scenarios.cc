#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "tests/fault/scenario.h"

namespace akin {
namespace {

// Debian's libfaketime.
constexpr char kLibrary[] = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

// What a process that is started now believes the time to be.
void SetClock(const char* off) {
  setenv("LD_PRELOAD", kLibrary, 1);
  setenv("FAKETIME", off, 1);
  setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1", 1);
}

void ResetClock() {
  for (const char* name : {"LD_PRELOAD", "FAKETIME", "FAKETIME_DONT_FAKE_MONOTONIC"})
    unsetenv(name);
}

std::string RunAnHourOff(Stage& stage, const std::string& service) {
  if (!std::filesystem::exists(kLibrary)) return "skipped: libfaketime is not installed";
  for (const char* off : {"+3600", "-3600"}) {
    stage.cluster.process(service).Kill();
    SetClock(off);
    stage.cluster.process(service).Start();
    ResetClock();
    stage.Wait(stage.whole ? absl::Seconds(20) : absl::Milliseconds(500));
    stage.traffic.AwaitWrites(20);
    stage.traffic.AwaitReads(20);
  }
  stage.cluster.process(service).Kill();
  stage.cluster.process(service).Start();
  stage.traffic.AwaitWrites(20);
  return "ahead and behind";
}

Scenario AnHourOff(const std::string& service, bool in_short) {
  return {absl::StrCat("clock of ", service, " an hour off"),
          [=](Stage& stage) { return RunAnHourOff(stage, service); }, in_short};
}

}  // namespace

std::vector<Scenario> ClockScenarios() {
  return {AnHourOff("storage", true), AnHourOff("ingestion", false), AnHourOff("search", true),
          AnHourOff("recommendation", false)};
}

}  // namespace akin

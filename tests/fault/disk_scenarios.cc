#include <sys/mount.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "tests/fault/scenario.h"

namespace akin {
namespace {

namespace fs = std::filesystem;

// Puts a file system of 128 MB of its own under a folder, with what was in the folder.
class SmallDisk {
 public:
  explicit SmallDisk(std::string folder) : folder_(std::move(folder)), aside_(folder_ + ".aside") {
    fs::rename(folder_, aside_);
    fs::create_directories(folder_);
    mounted_ = mount("tmpfs", folder_.c_str(), "tmpfs", 0, "size=128m") == 0;
    fs::copy(aside_, folder_, fs::copy_options::recursive);
  }
  // What is there now comes back into the folder.
  ~SmallDisk() {
    fs::remove_all(aside_);
    fs::copy(folder_, aside_, fs::copy_options::recursive);
    if (mounted_) umount2(folder_.c_str(), MNT_DETACH);
    fs::remove_all(folder_);
    fs::rename(aside_, folder_);
  }

  bool mounted() const { return mounted_; }
  // All but 8 MB.
  void Fill() {
    std::ofstream ballast(Ballast(), std::ios::binary | std::ios::app);
    const std::string block(1 << 20, 'x');
    while (fs::space(folder_).available > 8 << 20) ballast << block << std::flush;
  }
  void MakeRoom() { fs::remove(Ballast()); }

 private:
  std::string Ballast() const { return folder_ + "/ballast"; }

  const std::string folder_;
  const std::string aside_;
  bool mounted_ = false;
};

std::string FillDisk(Stage& stage, const std::string& service) {
  ServiceProcess& process = stage.cluster.process(service);
  process.Terminate();
  std::string did;
  {
    SmallDisk disk(stage.cluster->data_dir(service));
    if (!disk.mounted()) {
      did = "skipped: mounting a tmpfs needs root";
    } else {
      process.Start();
      AwaitApplied(*stage.cluster, stage.ledger);
      const int times = stage.Times(5, 1);
      for (int i = 0; i < times; ++i) {
        disk.Fill();
        stage.traffic.AwaitWrites(100);
        stage.Wait(absl::Seconds(1));
        disk.MakeRoom();
        if (!process.IsRunning()) {
          stage.ledger.Violated(absl::StrCat(service, " ended when its disk was full"));
          process.Start();
        }
        AwaitApplied(*stage.cluster, stage.ledger);
      }
      did = absl::StrCat(times, " times");
      const int code = process.Terminate();
      if (code != 0) stage.ledger.Violated(absl::StrCat(service, " stopped with code ", code));
    }
  }
  process.Start();
  return did;
}

Scenario FullDisk(const std::string& service, bool in_short) {
  return {absl::StrCat("disk full under ", service),
          [=](Stage& stage) { return FillDisk(stage, service); }, in_short};
}

}  // namespace

// Under storage: tests/e2e/storage_disk_full_test.cc.
std::vector<Scenario> DiskScenarios() {
  return {FullDisk("search", true), FullDisk("recommendation", false)};
}

}  // namespace akin

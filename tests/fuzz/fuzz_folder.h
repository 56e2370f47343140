#ifndef AKIN_TESTS_FUZZ_FUZZ_FOLDER_H_
#define AKIN_TESTS_FUZZ_FUZZ_FOLDER_H_

#include <stdlib.h>

#include <filesystem>
#include <string>

namespace akin::fuzz {

// A folder that goes with this.
class FuzzFolder {
 public:
  FuzzFolder() {
    path_ = (std::filesystem::temp_directory_path() / "akin-fuzz.XXXXXX").string();
    if (mkdtemp(path_.data()) == nullptr) std::abort();
  }
  ~FuzzFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace akin::fuzz

#endif  // AKIN_TESTS_FUZZ_FUZZ_FOLDER_H_

#ifndef AKIN_TESTS_BENCH_AKIN_STATE_FOLDER_H_
#define AKIN_TESTS_BENCH_AKIN_STATE_FOLDER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace akin::bench {

// Where the service under measurement has its data_dir, and where the state that loading a corpus
// leaves is kept for later runs: they work on a copy, so that all begin with the same. One thread.
class StateFolder {
 public:
  // States are kept in `root`, by name and kStateFormat, so that those of a program that stores
  // other records are not found; empty: nothing is kept.
  StateFolder(const std::string& root, absl::string_view name);
  ~StateFolder();  // Removes the copy. A load that was broken off stays, to go on with.

  // The data_dir to work in: a copy of what is kept, else that of a load that was broken off, else
  // an empty one.
  const std::string& path() const { return path_; }

  // What is in path() becomes what is kept, and path() a copy of it. The service must be stopped.
  // Does nothing where nothing is kept. UNAVAILABLE: files cannot be copied.
  absl::Status Keep();

 private:
  absl::Status WorkOnCopy();

  const std::string root_;
  const std::string kept_, loading_, copy_;
  std::string path_;
};

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_AKIN_STATE_FOLDER_H_

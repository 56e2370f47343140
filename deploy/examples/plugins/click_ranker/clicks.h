#ifndef CLICK_RANKER_CLICKS_H_
#define CLICK_RANKER_CLICKS_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// How often an article was clicked in the list of another, a click counting half after each
// half-life. Thread-safe.
class Clicks {
 public:
  explicit Clicks(absl::Duration half_life) : half_life_(half_life) {}

  void Add(absl::string_view seed, absl::string_view article, absl::Time time);
  // As of `now`, so that an answer can be repeated; a click after it counts more than 1.
  double Count(absl::string_view seed, absl::string_view article, absl::Time now) const;

 private:
  struct Decayed {
    double count = 0;
    absl::Time at = absl::InfinitePast();  // What `count` is as of.
  };
  double Decay(absl::Duration age) const;

  const absl::Duration half_life_;
  mutable std::mutex mu_;
  absl::flat_hash_map<std::pair<std::string, std::string>, Decayed> pairs_;
};

// Reads clicks from Akin's files of events (a folder of *.events, which the recommendation service
// writes to data_dir/events), or from a text file with lines of "seed <tab> article <tab> seconds
// since 1970". One thread.
class ClickReader {
 public:
  // Both must outlive the reader.
  ClickReader(const std::string& path, Clicks& clicks) : path_(path), clicks_(clicks) {}

  // Reads what was added since the last time. What is not whole yet comes the next time.
  void ReadNew();

 private:
  void ReadEvents(const std::string& file, int64_t& offset);
  void ReadLines(const std::string& file, int64_t& offset);

  const std::string path_;
  Clicks& clicks_;
  std::map<std::string, int64_t> offsets_;  // By file: what was read.
};

#endif  // CLICK_RANKER_CLICKS_H_

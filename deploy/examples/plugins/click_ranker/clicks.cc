#include "clicks.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "akin/recommendation/v1/similar_event.pb.h"
#include "google/protobuf/io/zero_copy_stream_impl.h"
#include "google/protobuf/util/delimited_message_util.h"

namespace {

using akin::recommendation::v1::SimilarEvent;

// Above so many pairs, those of almost no clicks are forgotten: some 200 bytes each.
constexpr size_t kManyPairs = 1'000'000;
constexpr double kAlmostNone = 0.05;

}  // namespace

double Clicks::Decay(absl::Duration age) const {
  return std::exp2(-absl::FDivDuration(age, half_life_));
}

void Clicks::Add(absl::string_view seed, absl::string_view article, absl::Time time) {
  std::lock_guard<std::mutex> lock(mu_);
  Decayed& pair = pairs_[{std::string(seed), std::string(article)}];
  const absl::Time at = std::max(pair.at, time);
  pair = {pair.count * Decay(at - pair.at) + Decay(at - time), at};
  if (pairs_.size() > kManyPairs) {
    absl::erase_if(pairs_, [&](const auto& entry) {
      return entry.second.count * Decay(time - entry.second.at) < kAlmostNone;
    });
  }
}

double Clicks::Count(absl::string_view seed, absl::string_view article, absl::Time now) const {
  std::lock_guard<std::mutex> lock(mu_);
  const auto pair = pairs_.find({std::string(seed), std::string(article)});
  return pair == pairs_.end() ? 0 : pair->second.count * Decay(now - pair->second.at);
}

void ClickReader::ReadNew() {
  std::error_code error;
  if (!std::filesystem::is_directory(path_, error)) return ReadLines(path_, offsets_[path_]);
  for (std::filesystem::directory_iterator it(path_, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() != ".events") continue;
    ReadEvents(it->path().string(), offsets_[it->path().string()]);
  }
}

void ClickReader::ReadEvents(const std::string& file, int64_t& offset) {
  std::ifstream stream(file, std::ios::binary);
  stream.seekg(offset);
  google::protobuf::io::IstreamInputStream input(&stream);
  const int64_t start = offset;
  SimilarEvent event;
  while (google::protobuf::util::ParseDelimitedFromZeroCopyStream(&event, &input, nullptr)) {
    if (event.type() == akin::recommendation::v1::SIMILAR_EVENT_TYPE_CLICK) {
      clicks_.Add(event.seed(), event.article(), absl::FromUnixSeconds(event.time().seconds()));
    }
    event.Clear();
    offset = start + input.ByteCount();
  }
}

void ClickReader::ReadLines(const std::string& file, int64_t& offset) {
  std::ifstream stream(file, std::ios::binary);
  stream.seekg(offset);
  std::string line;
  while (std::getline(stream, line) && !stream.eof()) {
    offset = stream.tellg();
    const std::vector<std::string> cells = absl::StrSplit(line, '\t');
    int64_t seconds = 0;
    if (cells.size() != 3 || !absl::SimpleAtoi(cells[2], &seconds)) continue;
    clicks_.Add(cells[0], cells[1], absl::FromUnixSeconds(seconds));
  }
}

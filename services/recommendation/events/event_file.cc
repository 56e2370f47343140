#include "services/recommendation/events/event_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/io/zero_copy_stream_impl.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/delimited_message_util.h"

namespace akin {
namespace {

using recommendation::v1::SimilarEvent;

constexpr absl::string_view kSuffix = ".events";

}  // namespace

std::string EncodeEvent(const SimilarEvent& event) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::util::SerializeDelimitedToZeroCopyStream(event, &stream);
  return bytes;
}

absl::StatusOr<int64_t> ReadEventFile(const std::string& path, const EventVisitor& visit) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  google::protobuf::io::IstreamInputStream stream(&file);
  int64_t whole = 0;
  SimilarEvent event;
  // Merges what it parses. A disk that lost power may leave zeros, which are empty events.
  while (google::protobuf::util::ParseDelimitedFromZeroCopyStream(&event, &stream, nullptr) &&
         !event.event_id().empty()) {
    visit(event);
    event.Clear();
    whole = stream.ByteCount();
  }
  return whole;
}

std::string EventFileName(absl::CivilDay day) {
  return absl::StrCat(absl::FormatCivilTime(day), kSuffix);
}

std::vector<EventFile> ListEventFiles(const std::string& folder) {
  std::vector<EventFile> files;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    EventFile file;
    if (!absl::ParseCivilTime(absl::StripSuffix(name, kSuffix), &file.day)) continue;
    if (EventFileName(file.day) != name || !it->is_regular_file(error)) continue;
    file.path = it->path().string();
    file.bytes = static_cast<int64_t>(it->file_size(error));
    files.push_back(std::move(file));
  }
  std::sort(files.begin(), files.end(),
            [](const EventFile& a, const EventFile& b) { return a.day < b.day; });
  return files;
}

}  // namespace akin

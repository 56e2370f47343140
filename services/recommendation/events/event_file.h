#ifndef AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_FILE_H_
#define AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_FILE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "akin/recommendation/v1/similar_event.pb.h"

// Files of events: each event preceded by its length as a varint, as parseDelimitedFrom of any
// protobuf reads it; a file for each day.
namespace akin {

// The event as it stands in a file.
std::string EncodeEvent(const recommendation::v1::SimilarEvent& event);

using EventVisitor = std::function<void(const recommendation::v1::SimilarEvent&)>;

// Visits the events of a file in order, up to the first that is not whole: what was being written
// when a server was killed. Returns of how many bytes they are. NOT_FOUND: no such file.
absl::StatusOr<int64_t> ReadEventFile(const std::string& path, const EventVisitor& visit);

// "2024-05-31.events".
std::string EventFileName(absl::CivilDay day);

struct EventFile {
  absl::CivilDay day;
  std::string path;
  int64_t bytes = 0;
};
// The files of a folder by day. Others in it are left alone.
std::vector<EventFile> ListEventFiles(const std::string& folder);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_FILE_H_

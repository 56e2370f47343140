#ifndef AKIN_SERVICES_STORAGE_ROCKS_ROCKS_STATUS_H_
#define AKIN_SERVICES_STORAGE_ROCKS_ROCKS_STATUS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message_lite.h"
#include "rocksdb/slice.h"
#include "rocksdb/status.h"

namespace akin::rocks {

// What a client is told: DATA_LOSS for damaged bytes, UNAVAILABLE for everything else. RocksDB's
// own words, with `doing`, go to the log.
absl::Status FromRocks(const rocksdb::Status& status, absl::string_view doing);

// Parses what RocksDB returned; DATA_LOSS if it is not such a message.
absl::Status ParseStored(const rocksdb::Slice& bytes, google::protobuf::MessageLite& message);

inline rocksdb::Slice ToSlice(absl::string_view text) { return {text.data(), text.size()}; }
inline absl::string_view ToView(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

}  // namespace akin::rocks

#endif  // AKIN_SERVICES_STORAGE_ROCKS_ROCKS_STATUS_H_

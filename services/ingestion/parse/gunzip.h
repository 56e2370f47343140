#ifndef AKIN_SERVICES_INGESTION_PARSE_GUNZIP_H_
#define AKIN_SERVICES_INGESTION_PARSE_GUNZIP_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace akin {

// Whether `bytes` begin as gzip does, or zlib ("deflate"), as no text does.
bool IsPacked(absl::string_view bytes);

// `bytes`, zlib data or one or more gzip members, unpacked. INVALID_ARGUMENT naming `content` if
// they are damaged or cut off, or if they unpack to more than `max_bytes`, or to over 100 times
// their size and a megabyte: no document packs so well. No more than that is ever unpacked.
absl::StatusOr<std::string> Gunzip(absl::string_view bytes, size_t max_bytes);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_GUNZIP_H_

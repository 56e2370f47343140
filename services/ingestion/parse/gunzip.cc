#include "services/ingestion/parse/gunzip.h"

#include <zlib.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"

namespace akin {
namespace {

constexpr size_t kMaxRatio = 100;  // plain sitemaps reach 56, bombs 1,000
constexpr size_t kAlwaysAllowedBytes = 1 << 20;
constexpr int kGzipOrZlib = 32 + MAX_WBITS;

// A zlib stream with its memory. One thread.
class Inflater {
 public:
  explicit Inflater(absl::string_view bytes) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    ready_ = inflateInit2(&stream_, kGzipOrZlib) == Z_OK;
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Appends up to `size` bytes to `out`; zlib's answer.
  int Read(size_t size, std::string& out) {
    if (!ready_) return Z_MEM_ERROR;
    const size_t before = out.size();
    out.resize(before + size);
    stream_.next_out = reinterpret_cast<Bytef*>(&out[before]);
    stream_.avail_out = static_cast<uInt>(size);
    const int answer = inflate(&stream_, Z_NO_FLUSH);
    out.resize(out.size() - stream_.avail_out);
    return answer;
  }

  // Whether another member follows, which is then next. Padding behind the last one is none.
  bool NextMember() {
    const bool follows = stream_.avail_in > 2 && stream_.next_in[0] == 0x1F &&
                         stream_.next_in[1] == 0x8B && inflateReset(&stream_) == Z_OK;
    return follows;
  }

 private:
  z_stream stream_ = {};
  bool ready_ = false;
};

}  // namespace

bool IsPacked(absl::string_view bytes) {
  for (absl::string_view start : {"\x1F\x8B\x08", "\x78\x01", "\x78\x9C", "\x78\xDA"}) {
    if (absl::StartsWith(bytes, start)) return true;
  }
  return false;
}

absl::StatusOr<std::string> Gunzip(absl::string_view bytes, size_t max_bytes) {
  const size_t limit = std::min(max_bytes, std::max(kAlwaysAllowedBytes, kMaxRatio * bytes.size()));
  Inflater inflater(bytes);
  std::string out;
  while (out.size() <= limit) {
    const size_t chunk = std::clamp<size_t>(out.size(), 64 << 10, 1 << 20);
    const int answer = inflater.Read(std::min(chunk, limit + 1 - out.size()), out);
    if (answer == Z_STREAM_END && !inflater.NextMember()) break;
    if (answer != Z_OK && answer != Z_STREAM_END)
      return InvalidField("content", "packed data that is damaged or cut off");
  }
  if (out.size() <= limit) return out;
  return InvalidField("content", absl::StrCat("packed data of ", bytes.size(),
                                              " bytes unpacks to more than ", limit));
}

}  // namespace akin

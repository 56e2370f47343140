#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_CODEC_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_CODEC_H_

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// Compact bytes for the engine's own records: LEB128 numbers and length-prefixed strings.
namespace akin {

// One thread.
class ByteWriter {
 public:
  void Number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<char>(value | 0x80));
    bytes_.push_back(static_cast<char>(value));
  }
  void Byte(uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
  void Bytes(absl::string_view value) { bytes_.append(value.data(), value.size()); }
  void String(absl::string_view value) {
    Number(value.size());
    Bytes(value);
  }
  void Strings(const std::vector<std::string>& values) {
    Number(values.size());
    for (const std::string& value : values) String(value);
  }
  // Milliseconds since 1970, zigzag; infinities keep.
  void Time(absl::Time time) {
    const int64_t ms = absl::ToUnixMillis(time);
    Number((static_cast<uint64_t>(ms) << 1) ^ static_cast<uint64_t>(ms >> 63));
  }
  void Float(float value) {
    char raw[sizeof(float)];
    std::memcpy(raw, &value, sizeof(raw));
    bytes_.append(raw, sizeof(raw));
  }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what ByteWriter wrote; after malformed bytes everything reads as zero or empty and ok() is
// false. One thread.
class ByteReader {
 public:
  explicit ByteReader(absl::string_view bytes) : rest_(bytes) {}

  uint64_t Number() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const uint8_t byte = Byte();
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return Fail();
  }
  uint8_t Byte() {
    if (rest_.empty()) return Fail();
    const uint8_t byte = static_cast<uint8_t>(rest_[0]);
    rest_.remove_prefix(1);
    return byte;
  }
  // Valid as long as the bytes that are read.
  absl::string_view String() {
    const uint64_t size = Number();
    if (size > rest_.size()) return Fail(), absl::string_view();
    const absl::string_view value = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return value;
  }
  // A number of things to follow, each of at least one byte.
  size_t Count() {
    const uint64_t count = Number();
    return count > rest_.size() ? Fail() : count;
  }
  float Float() {
    float value = 0;
    if (rest_.size() < sizeof(value)) return static_cast<float>(Fail());
    std::memcpy(&value, rest_.data(), sizeof(value));
    rest_.remove_prefix(sizeof(value));
    return value;
  }

  bool ok() const { return ok_; }
  bool done() const { return ok_ && rest_.empty(); }

 private:
  uint8_t Fail() {
    ok_ = false;
    rest_ = absl::string_view();
    return 0;
  }

  absl::string_view rest_;
  bool ok_ = true;
};

// Bytes with a checksum of them and of the key they are kept under behind them, and the bytes
// again. DATA_LOSS: not what Seal made of this key.
std::string Seal(absl::string_view key, std::string bytes);
absl::StatusOr<absl::string_view> Unseal(absl::string_view key, absl::string_view sealed);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_CODEC_H_

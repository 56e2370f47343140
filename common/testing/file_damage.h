#ifndef AKIN_COMMON_TESTING_FILE_DAMAGE_H_
#define AKIN_COMMON_TESTING_FILE_DAMAGE_H_

#include <cstdint>
#include <filesystem>
#include <fstream>

namespace akin {

// Flips a bit of the byte at `at`, as a bad disk does.
inline void FlipByte(const std::filesystem::path& path, uint64_t at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(at));
  const char byte = static_cast<char>(file.get() ^ 0x10);
  file.seekp(static_cast<std::streamoff>(at));
  file.put(byte);
}

}  // namespace akin

#endif  // AKIN_COMMON_TESTING_FILE_DAMAGE_H_

// Runs the fuzz entry on each file of a folder, and on variations of it that are the same each
// time. Usage: parse_fuzz_replay FOLDER [VARIATIONS]

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
// Of fuzzers that know how their inputs are made; null elsewhere.
extern "C" __attribute__((weak)) size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size,
                                                                size_t max_size, unsigned int seed);

namespace {

void Run(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

size_t Below(std::mt19937& random, size_t end) { return end == 0 ? 0 : random() % end; }

// Changes, drops or doubles a few bytes or stretches of `bytes`, or puts in a stretch of `other`.
std::string Vary(std::string bytes, const std::string& other, std::mt19937& random) {
  for (int changes = 1 + random() % 6; changes > 0; --changes) {
    const size_t at = 1 + Below(random, bytes.size() - 1);
    const size_t length = Below(random, 40);
    switch (random() % 5) {
      case 0:
        if (at < bytes.size()) bytes[at] = static_cast<char>(random());
        break;
      case 1:
        bytes.erase(at, length);
        break;
      case 2:
        bytes.insert(at, bytes.substr(at, length));
        break;
      case 3:
        bytes.insert(at, other.substr(Below(random, other.size()), length));
        break;
      default:
        bytes.insert(at, 1, "<>&;\"'/=]-\n"[random() % 11]);
    }
    if (bytes.size() < 2) return bytes;
  }
  return bytes;
}

// By the fuzzer's own mutator, several times over.
std::string VaryByKind(std::string bytes, std::mt19937& random) {
  constexpr size_t kMaxBytes = 1 << 16;
  for (int changes = 1 + random() % 4; changes > 0; --changes) {
    const size_t size = bytes.size();
    bytes.resize(kMaxBytes);
    bytes.resize(LLVMFuzzerCustomMutator(reinterpret_cast<uint8_t*>(bytes.data()), size, kMaxBytes,
                                         random()));
  }
  return bytes;
}

std::string Variation(const std::string& seed, const std::string& other, std::mt19937& random) {
  if (LLVMFuzzerCustomMutator != nullptr) return VaryByKind(seed, random);
  return Vary(seed, other, random);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  std::vector<std::string> seeds;
  for (const auto& file : std::filesystem::directory_iterator(argv[1])) {
    std::ifstream in(file.path(), std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  std::sort(seeds.begin(), seeds.end());
  if (seeds.empty()) return 2;
  const int variations = argc > 2 ? std::atoi(argv[2]) : 2'000;
  std::mt19937 random(1);
  for (const std::string& seed : seeds) {
    Run(seed);
    for (int i = 0; i < variations && seed.size() > 1; ++i) {
      Run(Variation(seed, seeds[Below(random, seeds.size())], random));
    }
  }
  std::cout << seeds.size() << " seeds, " << variations << " variations each\n";
  return 0;
}

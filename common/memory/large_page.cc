#include "common/memory/large_page.h"

#include <sys/mman.h>

#include <cstdlib>
#include <utility>

namespace akin {

LargePage::LargePage(size_t size) : size_((size + kSize - 1) / kSize * kSize) {
  const size_t with_slack = size_ + kSize;  // To begin at a multiple of kSize.
  void* mapped =
      mmap(nullptr, with_slack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) std::abort();
  uint8_t* const begin = static_cast<uint8_t*>(mapped);
  const size_t before = (kSize - reinterpret_cast<uintptr_t>(begin) % kSize) % kSize;
  data_ = begin + before;
  if (before > 0) munmap(begin, before);
  if (before < kSize) munmap(data_ + size_, kSize - before);
  madvise(data_, size_, MADV_HUGEPAGE);  // Else small pages serve as well.
}

LargePage::~LargePage() {
  if (data_ != nullptr) munmap(data_, size_);
}

LargePage::LargePage(LargePage&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

LargePage& LargePage::operator=(LargePage&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

}  // namespace akin

#ifndef AKIN_COMMON_MEMORY_LARGE_PAGE_H_
#define AKIN_COMMON_MEMORY_LARGE_PAGE_H_

#include <cstddef>
#include <cstdint>

namespace akin {

// Zeroed memory for what is read here and there all the time: where the system has pages of
// kSize, it is asked for them, so that fewer addresses must be looked up. Movable, not copyable.
class LargePage {
 public:
  static constexpr size_t kSize = size_t{1} << 21;

  // `size` is rounded up to a multiple of kSize. Aborts when there is no memory, as new does.
  explicit LargePage(size_t size);
  ~LargePage();
  LargePage(LargePage&& other) noexcept;
  LargePage& operator=(LargePage&& other) noexcept;

  uint8_t* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  uint8_t* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace akin

#endif  // AKIN_COMMON_MEMORY_LARGE_PAGE_H_

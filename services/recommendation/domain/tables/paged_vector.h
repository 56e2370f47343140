#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_PAGED_VECTOR_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_PAGED_VECTOR_H_

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace akin {

// A vector that only grows, page by page: millions of elements without slack, and without a moment
// in which all are copied. Elements stay where they are. Thread-compatible.
template <typename T>
class PagedVector {
 public:
  T& operator[](size_t i) { return pages_[i / kPage][i % kPage]; }
  const T& operator[](size_t i) const { return pages_[i / kPage][i % kPage]; }

  size_t size() const { return size_; }

  void push_back(T value) {
    grow_to(size_ + 1);
    (*this)[size_ - 1] = std::move(value);
  }

  // At least `size` elements; new ones are T().
  void grow_to(size_t size) {
    if (size <= size_) return;
    while (pages_.size() * kPage < size) pages_.push_back(std::make_unique<T[]>(kPage));
    size_ = size;
  }

  size_t memory_bytes() const { return pages_.size() * kPage * sizeof(T); }

 private:
  static constexpr size_t kPage = 4096;

  std::vector<std::unique_ptr<T[]>> pages_;
  size_t size_ = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_PAGED_VECTOR_H_

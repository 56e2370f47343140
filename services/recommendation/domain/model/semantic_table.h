#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_SEMANTIC_TABLE_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_SEMANTIC_TABLE_H_

#include <cstdint>
#include <cstring>
#include <vector>

#include "common/memory/large_page.h"
#include "services/recommendation/domain/model/semantic_model.h"

namespace akin {

// The semantic vectors of many articles by index, in a few large pieces of memory. All have the
// number of dimensions of the first one that is set. Thread-compatible; moves are cheap.
class SemanticTable {
 public:
  void Set(size_t index, const SemanticVector& vector) {
    if (vector.values.empty()) return;
    if (dimensions_ == 0) dimensions_ = vector.values.size();
    while (pages_.size() <= index / kRows) pages_.emplace_back(kRows * RowSize());
    int8_t* row = Row(index);
    std::memcpy(row, &vector.norm, sizeof(vector.norm));
    std::memcpy(row + sizeof(vector.norm), vector.values.data(), dimensions_);
  }

  // Empty for one that was not set. Valid until it is set again.
  SemanticView operator[](size_t index) const {
    if (index / kRows >= pages_.size()) return {};
    const int8_t* row = Row(index);
    SemanticView view;
    std::memcpy(&view.norm, row, sizeof(view.norm));
    if (view.norm == 0) return {};
    view.values = row + sizeof(view.norm);
    view.size = dimensions_;
    return view;
  }

  void Prefetch(size_t index) const {
    if (index / kRows >= pages_.size()) return;
    const int8_t* row = Row(index);
    for (size_t i = 0; i < RowSize(); i += 64) __builtin_prefetch(row + i);
  }

  size_t memory_bytes() const { return pages_.size() * kRows * RowSize(); }

 private:
  static constexpr size_t kRows = 16384;

  size_t RowSize() const { return sizeof(float) + dimensions_; }
  int8_t* Row(size_t index) const {
    return reinterpret_cast<int8_t*>(pages_[index / kRows].data()) + index % kRows * RowSize();
  }

  size_t dimensions_ = 0;
  std::vector<LargePage> pages_;  // Rows of a norm and values.
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_SEMANTIC_TABLE_H_

#include "services/recommendation/domain/tables/record_arena.h"

#include <algorithm>
#include <cstring>

namespace akin {

RecordArena::Ref RecordArena::Add(absl::string_view bytes) {
  const size_t units = UnitsOf(bytes.size());
  Ref ref;
  if (units < free_.size() && !free_[units].empty()) {
    ref = free_[units].back();
    free_[units].pop_back();
  } else {
    ref = New(units);
  }
  std::memcpy(At(ref), bytes.data(), bytes.size());
  return ref;
}

RecordArena::Ref RecordArena::New(size_t units) {
  if (used_ + units > kUnitsPerPage) {
    pages_.emplace_back(units * kUnit);
    memory_bytes_ += pages_.back().size();
    used_ = 0;
  }
  const size_t ref = (pages_.size() - 1) * kUnitsPerPage + used_;
  used_ += units;
  return static_cast<Ref>(ref);
}

void RecordArena::Free(Ref ref, size_t size) {
  const size_t units = UnitsOf(size);
  if (units >= free_.size()) free_.resize(units + 1);
  free_[units].push_back(ref);
}

}  // namespace akin

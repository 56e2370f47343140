#include "common/memory/allocator.h"

#include <cstdlib>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace akin {

void TuneAllocator() {
#if defined(__GLIBC__)
  mallopt(M_ARENA_MAX, 4);
  // Setting any of these stops glibc from raising them to the largest size that was ever freed.
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 16 << 20);
#endif
}

void ReturnFreeMemory() {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

}  // namespace akin

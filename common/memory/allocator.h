#ifndef AKIN_COMMON_MEMORY_ALLOCATOR_H_
#define AKIN_COMMON_MEMORY_ALLOCATOR_H_

namespace akin {

// For processes that hold much for long beside what many threads allocate for a moment: keeps the
// allocator from making a heap for each thread and from keeping whatever was large once. Best
// called before threads start. No effect where the C library has no such settings.
void TuneAllocator();

// Gives memory that is free back to the system, e.g. after a large computation. Thread-safe; takes
// milliseconds.
void ReturnFreeMemory();

}  // namespace akin

#endif  // AKIN_COMMON_MEMORY_ALLOCATOR_H_

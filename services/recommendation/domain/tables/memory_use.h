#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_MEMORY_USE_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_MEMORY_USE_H_

#include <cstddef>

namespace akin {

// Bytes that the parts of the engine hold.
struct MemoryUse {
  size_t articles = 0;  // Words, names, numbers, metadata.
  size_t postings = 0;
  size_t vocabulary = 0;
  size_t semantics = 0;  // Of articles; not the model.
  size_t shingle_counts = 0;
  size_t neighbours = 0;
  size_t stories = 0;

  size_t total() const {
    return articles + postings + vocabulary + semantics + shingle_counts + neighbours + stories;
  }
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_MEMORY_USE_H_

#ifndef AKIN_SERVICES_SEARCH_XAPIAN_STORY_SIZES_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_STORY_SIZES_H_

#include <xapian.h>

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace akin {

// How many matches each story has. One thread.
class StorySizes : public Xapian::MatchSpy {
 public:
  void operator()(const Xapian::Document& document, double weight) override;

  uint32_t SizeOf(absl::string_view story) const;

 private:
  absl::flat_hash_map<std::string, uint32_t> sizes_;
};

// Sorts matches by the size of their story, those of a story together. The sizes must outlive it.
class StorySizeOrder : public Xapian::KeyMaker {
 public:
  explicit StorySizeOrder(const StorySizes& sizes) : sizes_(sizes) {}
  std::string operator()(const Xapian::Document& document) const override;

 private:
  const StorySizes& sizes_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_STORY_SIZES_H_

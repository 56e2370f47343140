#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_SHARED_FORM_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_SHARED_FORM_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/recommendation/domain/index/corpus.h"

namespace akin {

// The form that two articles share, if most of the phrases in both are a source's that puts them
// into many of its stories: a bulletin with blanks that are filled in, a header, a footer. Its
// words say nothing of what either is about. Immutable; `corpus` must outlive it.
class SharedForm {
 public:
  // A phrase in so many stories of a source is its form's.
  static constexpr uint32_t kLeastStories = 3;

  // `shared` are the shingles in both.
  SharedForm(const Corpus& corpus, const MetaView& a, const MetaView& b,
             absl::Span<const uint32_t> shared);

  bool exists() const { return !forms_.empty(); }
  bool HasShingle(uint32_t shingle) const;
  bool HasTerm(uint32_t term) const { return HasKey(corpus_.vocabulary().key(term)); }
  bool HasNumber(absl::string_view language, absl::string_view number) const {
    return HasKey(Vocabulary::KeyOf(language, number));
  }

 private:
  struct Form {
    uint64_t source;
    uint32_t least;  // A word in so many of the source's stories is the form's.
  };

  void AddFormOf(absl::string_view source, absl::Span<const uint32_t> shared);
  bool HasKey(uint64_t term) const;

  const Corpus& corpus_;
  std::vector<Form> forms_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_SHARED_FORM_H_

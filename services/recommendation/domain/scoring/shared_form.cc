#include "services/recommendation/domain/scoring/shared_form.h"

#include <algorithm>

namespace akin {

SharedForm::SharedForm(const Corpus& corpus, const MetaView& a, const MetaView& b,
                       absl::Span<const uint32_t> shared)
    : corpus_(corpus) {
  AddFormOf(a.source, shared);
  if (b.source != a.source) AddFormOf(b.source, shared);
}

// Words are told from what fills the blanks by how many stories have them: nearly as many as have
// the phrases.
void SharedForm::AddFormOf(absl::string_view name, absl::Span<const uint32_t> shared) {
  const SourceCounts& counts = corpus_.counts().of_sources;
  const uint64_t source = SourceCounts::KeyOf(name);
  size_t counted = 0;
  std::vector<uint32_t> common;
  for (const uint32_t shingle : shared) {
    if (!counts.IsCounted(shingle)) continue;
    ++counted;
    const uint32_t stories = counts.CountShingle(source, shingle);
    if (stories >= kLeastStories) common.push_back(stories);
  }
  if (common.empty() || 2 * common.size() < counted) return;
  const auto median = common.begin() + static_cast<ptrdiff_t>(common.size() / 2);
  std::nth_element(common.begin(), median, common.end());
  forms_.push_back({source, std::max(kLeastStories, *median / 2)});
}

bool SharedForm::HasShingle(uint32_t shingle) const {
  const SourceCounts& counts = corpus_.counts().of_sources;
  return std::any_of(forms_.begin(), forms_.end(), [&](const Form& form) {
    return !counts.IsCounted(shingle) || counts.CountShingle(form.source, shingle) >= form.least;
  });
}

bool SharedForm::HasKey(uint64_t term) const {
  const SourceCounts& counts = corpus_.counts().of_sources;
  return std::any_of(forms_.begin(), forms_.end(), [&](const Form& form) {
    return counts.CountTerm(form.source, term) >= form.least;
  });
}

}  // namespace akin

#include "services/akin/commands/arrange_flags.h"

namespace akin {

void ArrangeFlags::DeclareIn(Flags& flags) {
  flags.Choice("recency", "what time means (default: balanced)",
               std::vector<std::pair<std::string, recommendation::v1::RecencyMode>>{
                   {"balanced", recommendation::v1::RECENCY_MODE_BALANCED},
                   {"latest", recommendation::v1::RECENCY_MODE_LATEST},
                   {"background", recommendation::v1::RECENCY_MODE_BACKGROUND},
                   {"same_story", recommendation::v1::RECENCY_MODE_SAME_STORY},
                   {"none", recommendation::v1::RECENCY_MODE_NONE}},
               &recency);
  flags.Switch("no_collapse", "every article instead of one per story, copies too", &no_collapse);
  flags.Switch("no_diversity", "keep the order of similarity", &no_diversity);
  flags.Switch("no_source_cap", "as many of one source as there are", &no_source_cap);
  flags.Integer("max_per_source", "N", "of one source before others fill the list",
                &max_per_source);
  flags.Switch("no_floor", "list hits however dissimilar", &no_floor);
  flags.Switch("by_duplicate_score", "rank by how much the text is the same", &by_duplicate_score);
}

recommendation::v1::ArrangeOptions ArrangeFlags::ToProto() const {
  recommendation::v1::ArrangeOptions options;
  options.set_disable_collapsing(no_collapse);
  options.set_disable_diversity(no_diversity);
  options.set_disable_source_cap(no_source_cap);
  options.set_disable_similarity_floor(no_floor);
  options.set_recency(recency);
  options.set_max_per_source(max_per_source);
  options.set_rank_by_duplicate_score(by_duplicate_score);
  return options;
}

}  // namespace akin

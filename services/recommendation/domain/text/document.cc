#include "services/recommendation/domain/text/document.h"

namespace akin {

MetaView ViewOf(const DocMeta& meta) {
  return {.id = meta.id,
          .revision = meta.revision,
          .language = meta.language,
          .source = meta.source,
          .publish_time = meta.publish_time,
          .update_time = meta.update_time,
          .create_time = meta.create_time,
          .story = meta.story};
}

DocMeta ToMeta(const MetaView& view) {
  return {.id = std::string(view.id),
          .revision = view.revision,
          .language = std::string(view.language),
          .source = std::string(view.source),
          .authors = {},
          .categories = {},
          .keywords = {},
          .publish_time = view.publish_time,
          .update_time = view.update_time,
          .create_time = view.create_time,
          .story = std::string(view.story)};
}

}  // namespace akin

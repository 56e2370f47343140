#ifndef AKIN_SERVICES_AKIN_COMMANDS_READ_FLAGS_H_
#define AKIN_SERVICES_AKIN_COMMANDS_READ_FLAGS_H_

#include <cstdint>

#include "akin/news/v1/article.pb.h"
#include "services/akin/cli/flags.h"

// Flags that several reading commands have.
namespace akin {

inline void DeclareMinRevision(Flags& flags, int64_t* out) {
  flags.Integer("min_revision", "N", "serve at this revision or later, and wait for it", out);
}

inline void DeclareView(Flags& flags, news::v1::ArticleView* out) {
  flags.Choice("view", "how much of each article",
               std::vector<std::pair<std::string, news::v1::ArticleView>>{
                   {"name_only", news::v1::ARTICLE_VIEW_NAME_ONLY},
                   {"card", news::v1::ARTICLE_VIEW_CARD},
                   {"full", news::v1::ARTICLE_VIEW_FULL}},
               out);
}

inline void DeclarePage(Flags& flags, int32_t* page_size, std::string* page_token) {
  flags.Integer("page_size", "N", "at most this many at once", page_size);
  flags.Text("page_token", "TOKEN", "go on where an answer ended", page_token);
}

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_COMMANDS_READ_FLAGS_H_

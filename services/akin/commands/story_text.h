#ifndef AKIN_SERVICES_AKIN_COMMANDS_STORY_TEXT_H_
#define AKIN_SERVICES_AKIN_COMMANDS_STORY_TEXT_H_

#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "services/akin/cli/output.h"

namespace akin {

// A story's headline, span, sources and name.
void PrintStory(Output& out, const recommendation::v1::Story& story);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_COMMANDS_STORY_TEXT_H_

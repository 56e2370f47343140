#include "services/akin/commands/story_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/akin/cli/article_text.h"
#include "services/akin/cli/names.h"

namespace akin {
namespace {

std::string Span(const recommendation::v1::Story& story) {
  std::vector<std::string> ends;
  if (story.has_first_publish_time()) ends.push_back(TimeText(story.first_publish_time()));
  if (story.has_last_publish_time()) ends.push_back(TimeText(story.last_publish_time()));
  if (ends.size() == 2 && ends[0] == ends[1]) ends.pop_back();
  return absl::StrJoin(ends, " to ");
}

}  // namespace

void PrintStory(Output& out, const recommendation::v1::Story& story) {
  std::vector<std::string> sources;
  for (const std::string& source : story.sources()) sources.push_back(BareId(source));
  out.Line(out.Styled(Style::kBold, story.headline()));
  out.Line(
      out.Styled(Style::kDim, absl::StrCat(story.article_count(), " articles, ", Span(story))));
  if (!sources.empty()) out.Line(out.Styled(Style::kDim, absl::StrJoin(sources, ", ")));
  if (!story.merged_into().empty()) out.Line(absl::StrCat("now part of ", story.merged_into()));
  out.Line(out.Styled(Style::kDim, story.name()));
}

}  // namespace akin

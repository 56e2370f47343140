#include "absl/strings/str_cat.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "services/web/news/methods.h"
#include "services/web/pages/card.h"
#include "services/web/pages/story_page.h"
#include "services/web/site/news_visits.h"
#include "services/web/site/similar_request.h"

namespace akin {
namespace {

struct StoryAnswers {
  Answer<recommendation::v1::GetStoryResponse> story;
  Answer<recommendation::v1::ListSimilarArticlesResponse> around;
};
using StoryAnswersPtr = std::shared_ptr<StoryAnswers>;

void ShowStory(const SiteParts& parts, const VisitPtr& visit, const StoryAnswers& answers) {
  const PageContext context = parts.Context();
  std::vector<std::string> names;
  for (const auto& article : answers.story.response.articles()) names.push_back(article.name());
  const Page page = StoryPage(context, answers.story.response, answers.around.response);
  visit->respond(answers.around.status.ok() ? PageResponse(context, page, names)
                                            : UnkeptResponse(context, page));
}

// What came before and after is like its newest report.
void LookAround(const SiteParts& parts, const VisitPtr& visit, const StoryAnswersPtr& answers) {
  auto request = SimilarRequest("");
  request.add_seeds()->set_article(answers->story.response.articles(0).name());
  CallRound round(parts.services, visit->traceparent,
                  [&parts, visit, answers] { ShowStory(parts, visit, *answers); });
  round.Add(method::kListSimilarArticles, parts.options.similar_wait, request, answers,
            answers->around);
}

void OnStory(const SiteParts& parts, const VisitPtr& visit, const StoryAnswersPtr& answers) {
  const absl::Status& status = answers->story.status;
  const auto& story = answers->story.response.story();
  if (status.code() == absl::StatusCode::kInvalidArgument)
    return visit->respond(MessageResponse(parts.Context(), 404));
  if (!status.ok()) return visit->respond(ErrorResponse(parts.Context(), status));
  if (!story.merged_into().empty())
    return visit->respond(Redirect(301, StoryUrl(story.merged_into())));
  if (answers->story.response.articles().empty())
    return visit->respond(MessageResponse(parts.Context(), 404));
  LookAround(parts, visit, answers);
}

}  // namespace

void VisitStory(const SiteParts& parts, const VisitPtr& visit) {
  recommendation::v1::GetStoryRequest request;
  request.set_name(absl::StrCat("stories/", visit->id));
  const auto answers = std::make_shared<StoryAnswers>();
  CallRound round(parts.services, visit->traceparent,
                  [&parts, visit, answers] { OnStory(parts, visit, answers); });
  round.Add(method::kGetStory, parts.options.call_timeout, request, answers, answers->story);
}

}  // namespace akin

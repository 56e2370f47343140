#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "services/web/http/form.h"
#include "services/web/news/methods.h"
#include "services/web/pages/compare_page.h"
#include "services/web/site/news_visits.h"
#include "services/web/site/similar_request.h"

namespace akin {
namespace {

using SimilarAnswer = Answer<recommendation::v1::ListSimilarArticlesResponse>;

PastedText ReadPasted(const Visit& visit) {
  const HttpFields form = ParseForm(visit.request.body);
  const auto value = [&](absl::string_view name) { return std::string(FieldOf(form, name)); };
  return {value("headline"), value("text"), value("recency")};
}

HttpResponse Form(const SiteParts& parts, const PastedText& pasted, const std::string& wish) {
  return UnkeptResponse(parts.Context(), ComparePage(parts.Context(), pasted, wish, {}));
}

HttpResponse ComparedResponse(const SiteParts& parts, const PastedText& pasted,
                              const SimilarAnswer& answer) {
  const PageContext context = parts.Context();
  if (answer.status.code() == absl::StatusCode::kInvalidArgument)
    return Form(parts, pasted, std::string(answer.status.message()));
  if (!answer.status.ok()) return ErrorResponse(context, answer.status);
  const SimilarPlace similar = {answer.Result(), pasted.recency, "", ""};
  return UnkeptResponse(context, ComparePage(context, pasted, "", similar));
}

}  // namespace

void VisitCompare(const SiteParts& parts, const VisitPtr& visit) {
  visit->respond(PageResponse(parts.Context(), ComparePage(parts.Context(), {}, "", {})));
}

void VisitCompared(const SiteParts& parts, const VisitPtr& visit) {
  const PastedText pasted = ReadPasted(*visit);
  if (pasted.headline.empty() && pasted.text.empty())
    return visit->respond(Form(parts, pasted, "Paste a headline or a text first."));
  auto request = SimilarRequest(pasted.recency);
  auto& seed = *request.add_seeds()->mutable_text();
  seed.set_headline(pasted.headline);
  seed.set_body(pasted.text);
  const auto answer = std::make_shared<SimilarAnswer>();
  CallRound round(parts.services, visit->traceparent, [&parts, visit, pasted, answer] {
    visit->respond(ComparedResponse(parts, pasted, *answer));
  });
  round.Add(method::kListSimilarArticles, parts.options.call_timeout, request, answer, *answer);
}

}  // namespace akin

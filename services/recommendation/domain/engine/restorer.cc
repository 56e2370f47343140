#include "services/recommendation/domain/engine/restorer.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/sync/crew.h"
#include "services/recommendation/domain/engine/engine_records.h"
#include "services/recommendation/domain/index/projection.h"
#include "services/recommendation/domain/tables/codec.h"
#include "services/recommendation/domain/tables/jobs.h"

namespace akin {
namespace {

bool IsSharedKey(absl::string_view key) {
  return key.size() == 10 && key[1] == '/' && absl::StrContains(Corpus::kSharedKinds, key[0]);
}

}  // namespace

const std::vector<std::vector<Restorer::Prefixes>>& Restorer::Stages() {
  static const auto& stages = *new std::vector<std::vector<Prefixes>>{
      {{"a/"}, {"L/", "S/", "V/", "W/", "t/"}}, {{"n/"}, {"m/", "s/"}}};
  return stages;
}

absl::Status Restorer::Restore(absl::string_view key, absl::string_view sealed) {
  ASSIGN_OR_RETURN(const absl::string_view value, Unseal(key, sealed));
  if (IsSharedKey(key)) return RestoreShared(key, value);
  if (key == kLessonKey) return learner_.RestoreLesson(value);
  if (key == kSubjectsKey) return learner_.RestoreSubjects(value);
  if (absl::StartsWith(key, "a/")) return state_.corpus.RestoreArticle(value);
  if (absl::StartsWith(key, "n/")) return RestoreNeighbours(key, value);
  if (absl::StartsWith(key, "s/")) return RestoreStory(key, value);
  if (absl::StartsWith(key, "m/")) {
    state_.stories.Merge(key.substr(2), value);
    return absl::OkStatus();
  }
  return absl::DataLossError(absl::StrCat("record of an unknown kind: ", key.substr(0, 2)));
}

absl::Status Restorer::RestoreShared(absl::string_view key, absl::string_view value) {
  uint32_t number = 0;
  if (!absl::SimpleHexAtoi(key.substr(2), &number)) return absl::DataLossError("bad key");
  return state_.corpus.RestoreShared({key[0], number, std::string(value)});
}

absl::Status Restorer::RestoreNeighbours(absl::string_view key, absl::string_view value) {
  ASSIGN_OR_RETURN(const ArticleIndex article, Next(key, next_neighbours_));
  return state_.neighbours.Decode(state_.corpus, article, value);
}

absl::Status Restorer::RestoreStory(absl::string_view key, absl::string_view value) {
  ASSIGN_OR_RETURN(const ArticleIndex article, Next(key, next_story_));
  const std::string story = state_.stories.Resolve(value);
  state_.corpus.SetStory(article, story);
  if (!story.empty()) state_.stories.Restore(article, story);
  return absl::OkStatus();
}

// What is told of articles comes in their order, so that none must be looked up.
absl::StatusOr<ArticleIndex> Restorer::Next(absl::string_view key, ArticleIndex& next) const {
  const ArticleIndex article = state_.corpus.FindFrom(key.substr(2), next);
  if (article == kNoArticle) return absl::DataLossError(absl::StrCat(key, ": no such article"));
  return article;
}

absl::Status Restorer::Finish() {
  RETURN_IF_ERROR(state_.corpus.CheckRestored());
  SemanticTable vectors = FinishOnAllCores(*learner_.restored_model());
  arrivals_.FinishRestore();
  learner_.FinishRestore(std::move(vectors));
  return absl::OkStatus();
}

SemanticTable Restorer::FinishOnAllCores(const SemanticModel& model) {
  Projection projection(state_.corpus, model);
  Jobs jobs = state_.corpus.FinishingJobs();
  jobs.push_back([this] { state_.neighbours.FinishRestore(); });
  jobs.push_back([this] { state_.stories.FinishRestore(); });
  jobs.push_back([this] { CountForSources(state_); });
  projection.AppendTo(jobs);
  Crew(Crew::OtherCores()).ForEach(jobs.size(), [&jobs](size_t i) { jobs[i](); });
  return projection.Take();
}

}  // namespace akin

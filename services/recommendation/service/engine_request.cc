#include "services/recommendation/service/engine_request.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "services/recommendation/service/meta_filter.h"
#include "services/recommendation/service/reason_text.h"
#include "services/recommendation/view/to_document.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;

constexpr int kMaxSeeds = 20;
constexpr int kMaxExcluded = 1000;
constexpr size_t kMaxTextBytes = 1 << 20;
constexpr size_t kMaxExperimentKeyBytes = 256;
constexpr absl::string_view kArticles = "articles/";

absl::Status ValidateText(absl::string_view field, const v1::TextSeed& text) {
  if (text.headline().empty() && text.body().empty()) {
    return InvalidField(field, "no headline and no body, want one of them");
  }
  if (text.headline().size() + text.summary().size() + text.body().size() > kMaxTextBytes) {
    return InvalidField(field, "longer than 1 MiB");
  }
  if (!text.has_publish_time()) return absl::OkStatus();
  return IsValidTimestamp(text.publish_time()) ? absl::OkStatus()
                                               : InvalidField(absl::StrCat(field, ".publish_time"),
                                                              "out of range, want year 1 to 9999");
}

absl::Status ValidateName(absl::string_view field, absl::string_view name) {
  if (absl::StartsWith(name, kArticles) && name.size() > kArticles.size()) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("\"", Shown(name), "\", want articles/{id}"));
}

absl::Status ValidateSeeds(absl::string_view field,
                           const google::protobuf::RepeatedPtrField<v1::Seed>& seeds) {
  if (seeds.size() > kMaxSeeds) {
    return InvalidField(field, absl::StrCat(seeds.size(), ", want at most ", kMaxSeeds));
  }
  for (int i = 0; i < seeds.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    if (seeds[i].has_text()) {
      RETURN_IF_ERROR(ValidateText(absl::StrCat(path, ".text"), seeds[i].text()));
    } else {
      RETURN_IF_ERROR(ValidateName(absl::StrCat(path, ".article"), seeds[i].article()));
    }
  }
  return absl::OkStatus();
}

absl::Status ValidateExcluded(const google::protobuf::RepeatedPtrField<std::string>& names) {
  if (names.size() > kMaxExcluded) {
    return InvalidField("exclude", absl::StrCat(names.size(), ", want at most ", kMaxExcluded));
  }
  for (int i = 0; i < names.size(); ++i) {
    RETURN_IF_ERROR(ValidateName(absl::StrCat("exclude[", i, "]"), names[i]));
  }
  return absl::OkStatus();
}

absl::Status ValidateArrange(const v1::ArrangeOptions& arrange) {
  if (!v1::RecencyMode_IsValid(arrange.recency())) {
    return InvalidField("arrange.recency", absl::StrCat(arrange.recency(), ", no such mode"));
  }
  if (arrange.max_per_source() < 0) {
    return InvalidField("arrange.max_per_source",
                        absl::StrCat(arrange.max_per_source(), ", want >= 0"));
  }
  return absl::OkStatus();
}

Document FromText(const v1::TextSeed& text, absl::Time now) {
  Document document;
  document.headline = text.headline();
  document.summary = text.summary();
  document.body = text.body();
  document.language = text.language();
  document.publish_time = text.has_publish_time() ? FromProto(text.publish_time()) : now;
  return document;
}

std::vector<Seed> ToSeeds(const google::protobuf::RepeatedPtrField<v1::Seed>& seeds,
                          absl::Time now) {
  std::vector<Seed> out;
  for (const v1::Seed& seed : seeds) {
    if (seed.has_text()) {
      out.emplace_back(FromText(seed.text(), now));
    } else {
      out.emplace_back(ArticleIdOf(seed.article()));
    }
  }
  return out;
}

RecencyMode ToMode(v1::RecencyMode mode) {
  switch (mode) {
    case v1::RECENCY_MODE_LATEST:
      return RecencyMode::kLatest;
    case v1::RECENCY_MODE_BACKGROUND:
      return RecencyMode::kBackground;
    case v1::RECENCY_MODE_SAME_STORY:
      return RecencyMode::kSameStory;
    case v1::RECENCY_MODE_NONE:
      return RecencyMode::kOff;
    default:
      return RecencyMode::kBalanced;
  }
}

v1::Relation FromRelation(Relation relation) {
  switch (relation) {
    case Relation::kSameStory:
      return v1::RELATION_SAME_STORY;
    case Relation::kFollowUp:
      return v1::RELATION_FOLLOW_UP;
    case Relation::kBackground:
      return v1::RELATION_BACKGROUND;
    case Relation::kSameTopic:
      return v1::RELATION_SAME_TOPIC;
    case Relation::kUnspecified:
      break;
  }
  return v1::RELATION_UNSPECIFIED;
}

void AddReasons(const std::vector<Reason>& reasons,
                google::protobuf::RepeatedPtrField<v1::Reason>* out) {
  for (const Reason& reason : reasons) *out->Add() = FromEngineReason(reason);
}

v1::SimilarHit FromHit(const Hit& hit, bool include_features) {
  v1::SimilarHit out;
  out.mutable_article()->set_name(absl::StrCat(kArticles, hit.id));
  out.mutable_article()->set_revision(hit.revision);
  out.set_similarity(hit.similarity);
  out.set_relation(FromRelation(hit.relation));
  AddReasons(hit.reasons, out.mutable_reasons());
  out.set_duplicate_count(hit.duplicate_count);
  constexpr size_t kMaxSources = 20;
  for (const std::string& source : hit.also_reported_by) {
    if (static_cast<size_t>(out.also_reported_by_size()) < kMaxSources) {
      out.add_also_reported_by(source);
    }
  }
  if (!include_features) return out;
  for (v1::Feature& feature : FromEngineFeatures(hit.features)) {
    *out.add_features() = std::move(feature);
  }
  return out;
}

}  // namespace

absl::Status ValidateSimilarRequest(const v1::ListSimilarArticlesRequest& request) {
  if (request.seeds().empty()) return InvalidField("seeds", "empty, want 1 to 20");
  RETURN_IF_ERROR(ValidateSeeds("seeds", request.seeds()));
  RETURN_IF_ERROR(ValidateSeeds("negative_seeds", request.negative_seeds()));
  RETURN_IF_ERROR(ValidateExcluded(request.exclude()));
  if (request.experiment_key().size() > kMaxExperimentKeyBytes) {
    return InvalidField("experiment_key",
                        absl::StrCat("longer than ", kMaxExperimentKeyBytes, " bytes"));
  }
  return ValidateArrange(request.arrange());
}

SimilarRequest ToEngineRequest(const v1::ListSimilarArticlesRequest& request, Filter filter,
                               const SimilarityView& view) {
  SimilarRequest out;
  const absl::Time now = view.now();
  out.seeds = ToSeeds(request.seeds(), now);
  out.negatives = ToSeeds(request.negative_seeds(), now);
  for (const std::string& name : request.exclude()) out.excluded_ids.push_back(ArticleIdOf(name));
  out.filter = ToDocFilter(std::move(filter), view);
  out.options = ToEngineOptions(request.arrange(), request.page_size(), now);
  return out;
}

SimilarOptions ToEngineOptions(const v1::ArrangeOptions& arrange, int k, absl::Time now) {
  SimilarOptions options;
  options.k = k;
  options.recency = ToMode(arrange.recency());
  options.collapse_stories = !arrange.disable_collapsing();
  options.diversify = !arrange.disable_diversity();
  if (arrange.max_per_source() > 0) options.per_source_cap = arrange.max_per_source();
  if (arrange.disable_source_cap()) options.per_source_cap = 0;
  if (arrange.disable_similarity_floor()) options.min_similarity = 0;
  options.now = now;
  return options;
}

v1::ListSimilarArticlesResponse FromEngineResult(const SimilarResult& result,
                                                 bool include_features) {
  v1::ListSimilarArticlesResponse response;
  for (const Hit& hit : result.hits) *response.add_hits() = FromHit(hit, include_features);
  response.set_filter_exhausted(result.filter_exhausted);
  response.set_seed_duplicate_count(result.seed_duplicate_count);
  response.set_model_version(result.model_version);
  return response;
}

v1::ExplainSimilarityResponse FromEngineExplanation(const Explanation& explanation) {
  v1::ExplainSimilarityResponse response;
  response.set_similarity(explanation.similarity);
  response.set_duplicate_score(explanation.duplicate_score);
  response.set_relation(FromRelation(explanation.relation));
  AddReasons(explanation.reasons, response.mutable_reasons());
  for (v1::Feature& feature : FromEngineFeatures(explanation.features)) {
    *response.add_features() = std::move(feature);
  }
  response.set_rank(explanation.rank);
  if (!explanation.why_not.empty()) response.set_not_shown_because(explanation.why_not.front());
  response.set_model_version(explanation.model_version);
  return response;
}

v1::Story FromEngineStory(const Story& story) {
  v1::Story out;
  out.set_name(absl::StrCat("stories/", story.id));
  out.set_article_count(static_cast<int>(story.members.size()));
  if (story.first_time != absl::InfinitePast()) {
    *out.mutable_first_publish_time() = ToProto(story.first_time);
  }
  if (story.last_time != absl::InfinitePast()) {
    *out.mutable_last_publish_time() = ToProto(story.last_time);
  }
  if (!story.merged_into.empty()) {
    out.set_merged_into(absl::StrCat("stories/", story.merged_into));
  }
  return out;
}

}  // namespace akin

#include "services/recommendation/service/reason_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;

constexpr size_t kMaxTerms = 5;

struct Wording {
  v1::ReasonType type;
  const char* text;  // completed by the terms, where there are any
  const char* text_without_terms;
};

Wording WordingOf(ReasonType type) {
  switch (type) {
    case ReasonType::kNearDuplicate:
      return {v1::REASON_TYPE_NEAR_DUPLICATE, "nearly the same text", "nearly the same text"};
    case ReasonType::kSameStory:
      return {v1::REASON_TYPE_SAME_STORY, "reports the same story", "reports the same story"};
    case ReasonType::kSharedNames:
      return {v1::REASON_TYPE_SHARED_NAMES, "both name ", "both name the same people or places"};
    case ReasonType::kSharedRareTerms:
      return {v1::REASON_TYPE_SHARED_TERMS, "both write of ", "both use the same rare words"};
    case ReasonType::kSharedTitleWords:
      return {v1::REASON_TYPE_SIMILAR_HEADLINE, "both headlines have ", "similar headlines"};
    case ReasonType::kSharedNumbers:
      return {v1::REASON_TYPE_SHARED_NUMBERS, "both give the numbers ",
              "both give the same numbers"};
    case ReasonType::kCloseInTime:
      return {v1::REASON_TYPE_CLOSE_IN_TIME, "published close in time", "published close in time"};
    case ReasonType::kSameSubject:
      return {v1::REASON_TYPE_SHARED_NEIGHBOURS,
              "much alike in subject: ", "much alike in subject"};
  }
  return {v1::REASON_TYPE_UNSPECIFIED, "", ""};
}

v1::Feature NewFeature(const char* name, double value, double contribution = 0) {
  v1::Feature feature;
  feature.set_name(name);
  feature.set_value(value);
  feature.set_contribution(contribution);
  return feature;
}

}  // namespace

v1::Reason FromEngineReason(const Reason& reason) {
  const Wording wording = WordingOf(reason.type);
  v1::Reason out;
  out.set_type(wording.type);
  out.set_weight(reason.weight);
  for (size_t i = 0; i < std::min(reason.terms.size(), kMaxTerms); ++i) {
    out.add_terms(reason.terms[i]);
  }
  out.set_text(out.terms().empty() ? wording.text_without_terms
                                   : absl::StrCat(wording.text, absl::StrJoin(out.terms(), ", ")));
  return out;
}

std::vector<v1::Feature> FromEngineFeatures(const PairFeatures& f) {
  // Similarity is the calibrated smoothed cosine, into which words and subject have gone.
  return {NewFeature("lexical_cosine", f.lexical_cosine),
          NewFeature("smoothed_cosine", f.smoothed_cosine, f.smoothed_cosine),
          NewFeature("semantic_cosine", f.semantic_cosine),
          NewFeature("title_cosine", f.title_cosine),
          NewFeature("name_overlap", f.name_overlap),
          NewFeature("number_overlap", f.number_overlap),
          NewFeature("number_conflict", f.number_conflict),
          NewFeature("shingle_containment", f.shingle_containment),
          NewFeature("length_ratio", f.length_ratio),
          NewFeature("hours_apart", f.hours_apart),
          NewFeature("same_language", f.same_language),
          NewFeature("same_source", f.same_source),
          NewFeature("same_story", f.same_story)};
}

}  // namespace akin

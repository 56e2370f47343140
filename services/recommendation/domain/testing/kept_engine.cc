#include "services/recommendation/domain/testing/kept_engine.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

absl::Status RestoreAll(const Records& records, const std::string& prefix,
                        SimilarityEngine& engine) {
  for (auto it = records.lower_bound(prefix);
       it != records.end() && absl::StartsWith(it->first, prefix); ++it) {
    RETURN_IF_ERROR(engine.Restore(it->first, it->second));
  }
  return absl::OkStatus();
}

std::string Printed(const Hit& hit) {
  std::string text =
      absl::StrFormat("%s %d %a %a relation %d story '%s' for %d (%s)", hit.id, hit.revision,
                      hit.similarity, hit.duplicate_score, static_cast<int>(hit.relation),
                      hit.story, hit.duplicate_count, absl::StrJoin(hit.also_reported_by, ","));
  for (const Reason& reason : hit.reasons) {
    absl::StrAppend(&text, absl::StrFormat("; %d %a %s", static_cast<int>(reason.type),
                                           reason.weight, absl::StrJoin(reason.terms, ",")));
  }
  return text;
}

}  // namespace

void Save(const StateChanges& changes, Records& records) {
  for (const StateRecord& change : changes) {
    if (change.value.empty()) {
      records.erase(change.key);
    } else {
      records[change.key] = change.value;
    }
  }
}

absl::StatusOr<std::unique_ptr<SimilarityEngine>> Restarted(
    const Records& records, const SimilarityEngine::Options& options) {
  auto engine = std::make_unique<SimilarityEngine>(options);
  for (const auto& stage : SimilarityEngine::RestoreStages()) {
    for (const auto& prefixes : stage) {
      for (const std::string& prefix : prefixes) {
        RETURN_IF_ERROR(RestoreAll(records, prefix, *engine));
      }
    }
  }
  RETURN_IF_ERROR(engine->FinishRestore());
  return engine;
}

std::string Printed(const SimilarResult& result) {
  std::string text = absl::StrCat(result.model_version, ", exhausted ", result.filter_exhausted,
                                  ", duplicates ", result.seed_duplicate_count, "\n");
  for (const Hit& hit : result.hits) absl::StrAppend(&text, Printed(hit), "\n");
  return text;
}

}  // namespace akin

#include "services/recommendation/domain/engine/engine_records.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/recommendation/domain/tables/codec.h"

namespace akin {

std::string ArticleKey(absl::string_view id) { return absl::StrCat("a/", id); }
std::string MergeKey(absl::string_view story) { return absl::StrCat("m/", story); }
std::string NeighboursKey(absl::string_view id) { return absl::StrCat("n/", id); }
std::string StoryKey(absl::string_view id) { return absl::StrCat("s/", id); }

StateRecord Sealed(std::string key, std::string bytes) {
  std::string value = Seal(key, std::move(bytes));
  return {std::move(key), std::move(value)};
}

StateRecord ArticleRecord(const EngineState& state, ArticleIndex article) {
  return Sealed(ArticleKey(state.corpus.record(article).id()), state.corpus.Encode(article));
}

StateRecord NeighboursRecord(const EngineState& state, ArticleIndex article) {
  return Sealed(NeighboursKey(state.corpus.record(article).id()), state.neighbours.Encode(article));
}

StateRecord StoryRecord(const EngineState& state, ArticleIndex article) {
  const MetaView meta = state.corpus.meta(article);
  if (meta.story.empty()) return {StoryKey(meta.id), ""};
  return Sealed(StoryKey(meta.id), std::string(meta.story));
}

StateRecord SharedRecord(Corpus::Record shared) {
  std::string key =
      absl::StrCat(std::string(1, shared.kind), "/", absl::Hex(shared.number, absl::kZeroPad8));
  return Sealed(std::move(key), std::move(shared.value));
}

}  // namespace akin

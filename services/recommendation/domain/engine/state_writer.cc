#include "services/recommendation/domain/engine/state_writer.h"

#include <string>
#include <utility>

#include "services/recommendation/domain/engine/engine_records.h"
#include "services/recommendation/domain/engine/prepared_article.h"
#include "services/recommendation/domain/scoring/features.h"

namespace akin {

void StateWriter::Make(const EngineWrite& write, StateChanges& changes) {
  absl::visit([&](const auto& one) { Make(one, changes); }, write);
}

void StateWriter::Make(const PutArticle& write, StateChanges& changes) {
  const std::string& id = write.article->analysis.meta.id;
  const ArticleIndex before = state_.corpus.Find(id);
  if (before != kNoArticle) {
    LeaveBehind(before, changes);
    changes.push_back({NeighboursKey(id), ""});
  }
  const ArticleIndex index = PutIntoCorpus(*write.article);
  for (Corpus::Record& shared : state_.corpus.TakeShared()) {
    changes.push_back(SharedRecord(std::move(shared)));
  }
  changes.push_back(ArticleRecord(state_, index));
  arrivals_.Add(index);
}

// What the others know of a text that is about to be replaced.
void StateWriter::LeaveBehind(ArticleIndex index, StateChanges& changes) {
  arrivals_.Remove(index);
  const absl::string_view story = state_.corpus.meta(index).story;
  if (!story.empty()) state_.stories.Remove(index, story);
  // Nearness is mutual for nearly all: who was near to the old text may not be to the new one.
  for (const Neighbour& n : state_.neighbours.Of(index)) WithdrawFrom(n.article, index, changes);
  state_.neighbours.Remove(index);
}

void StateWriter::WithdrawFrom(ArticleIndex list, ArticleIndex index, StateChanges& changes) {
  if (!state_.neighbours.Withdraw(list, index)) return;
  const double length = MissingSmoothedLength(state_.corpus, state_.neighbours, list);
  if (length > 0) state_.neighbours.SetSmoothedLength(list, length);
  changes.push_back(NeighboursRecord(state_, list));
}

ArticleIndex StateWriter::PutIntoCorpus(const PreparedArticle& article) {
  Corpus& corpus = state_.corpus;
  const ArticleIndex index = article.model == corpus.semantics()
                                 ? corpus.Put(article.analysis, article.semantic)
                                 : corpus.Put(article.analysis);
  const absl::string_view story = corpus.meta(index).story;
  if (!story.empty()) {
    state_.stories.Add(index, story);
    CountForSources(state_, story);
  }
  return index;
}

void StateWriter::Make(const RemoveArticle& write, StateChanges& changes) {
  const ArticleIndex index = state_.corpus.Find(write.id);
  if (index == kNoArticle) return;
  arrivals_.Remove(index);
  PutIntoStory(index, "");
  state_.neighbours.Remove(index);
  state_.corpus.Remove(index);
  changes.push_back({ArticleKey(write.id), ""});
  changes.push_back({NeighboursKey(write.id), ""});
  changes.push_back({StoryKey(write.id), ""});
}

void StateWriter::Make(const AssignStory& write, StateChanges& changes) {
  const ArticleIndex index = state_.corpus.Find(write.article_id);
  if (index == kNoArticle) return;
  PutIntoStory(index, write.story);
  changes.push_back(StoryRecord(state_, index));
}

void StateWriter::PutIntoStory(ArticleIndex index, absl::string_view story) {
  const absl::string_view before = state_.corpus.meta(index).story;
  if (!before.empty()) state_.stories.Remove(index, before);
  const std::string resolved = state_.stories.Resolve(story);
  state_.corpus.SetStory(index, resolved);
  if (!resolved.empty()) state_.stories.Add(index, resolved);
  state_.corpus.CountForSource(index, true);
  for (const absl::string_view changed : {before, absl::string_view(resolved)}) {
    if (!changed.empty()) CountForSources(state_, changed);
  }
}

void StateWriter::Make(const MergeStories& write, StateChanges& changes) {
  const std::string target = state_.stories.Resolve(write.into);
  if (write.from.empty() || target.empty() || target == write.from) return;
  changes.push_back(Sealed(MergeKey(write.from), target));
  for (const ArticleIndex member : state_.stories.Merge(write.from, target)) {
    state_.corpus.SetStory(member, target);
    changes.push_back(StoryRecord(state_, member));
  }
  CountForSources(state_, target);
}

}  // namespace akin

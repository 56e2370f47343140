#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_ARRIVALS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_ARRIVALS_H_

#include <cstddef>
#include <functional>
#include <vector>

#include "absl/types/span.h"
#include "common/sync/crew.h"
#include "common/sync/shared_mutex.h"
#include "services/recommendation/domain/engine/engine_state.h"

namespace akin {

// Articles that have arrived and have no list of neighbours yet. They are found like all others;
// the lists, which cost a search each, are made of a few together, so that all cores share the
// work. Which ones those are is decided by the order of the log, not by how much of it came at once
// or how fast. Thread-compatible, the changes it makes to the state are made under the state's
// lock.
class Arrivals {
 public:
  // Articles that a story is looked for among.
  static constexpr size_t kStoryCandidates = 30;

  struct Options {
    size_t together;       // So many at a time,
    size_t together_from;  // where there are at least so many articles; else each by itself.
  };

  // `mu` is the lock of `state`; both must outlive this.
  Arrivals(EngineState& state, SharedMutex& mu, const Options& options)
      : state_(state), mu_(mu), options_(options), crew_(Crew::OtherCores()) {}

  // The newest one, which is in the state.
  void Add(ArticleIndex article) { waiting_.push_back(article); }
  void Remove(ArticleIndex article);
  // After a restart: those without a list.
  void FinishRestore();

  // Whether as many wait as make their lists together.
  bool AreDue() const;

  // Makes the lists of all that wait, and offers them to the lists of those nearest to them; makes
  // as many stale lists anew as it should. Call without the lock, by the only thread that writes.
  // Articles whose lists are others now, ascending.
  std::vector<ArticleIndex> MakeLists();

  // What was nearest to an article when its list was made, best first. Empty if that is not known,
  // as for nearly all: it is for who decides on its story soon after. Call under the lock.
  absl::Span<const ArticleIndex> NearestAtArrival(ArticleIndex article) const;

 private:
  using Lists = std::vector<std::vector<Neighbour>>;

  Lists Make(const std::vector<ArticleIndex>& articles,
             const std::function<std::vector<Neighbour>(ArticleIndex)>& make);
  std::vector<ArticleIndex> ToRefresh(const std::vector<ArticleIndex>& arrived,
                                      const Lists& nearest) const;
  void Set(const std::vector<ArticleIndex>& articles, const Lists& lists);
  void Offer(ArticleIndex arrived, const std::vector<Neighbour>& nearest,
             std::vector<ArticleIndex>& changed);
  void Remember(ArticleIndex article, const std::vector<Neighbour>& nearest);
  void UpdateLengths(const std::vector<ArticleIndex>& changed);

  struct Remembered {
    ArticleIndex article = kNoArticle;
    std::vector<ArticleIndex> nearest;
  };

  EngineState& state_;
  SharedMutex& mu_;
  const Options options_;
  Crew crew_;
  std::vector<ArticleIndex> waiting_;  // In the order of the log.
  // By index, modulo their number. Not stored: a story that is decided after a restart is looked
  // for in the index.
  std::vector<Remembered> remembered_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_ARRIVALS_H_

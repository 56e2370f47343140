#ifndef AKIN_SERVICES_RECOMMENDATION_PLUGINS_LIST_MAKER_H_
#define AKIN_SERVICES_RECOMMENDATION_PLUGINS_LIST_MAKER_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "common/view/revision_gate.h"
#include "services/recommendation/events/event_counts.h"
#include "services/recommendation/pipelines/checked_answers.h"
#include "services/recommendation/plugins/plugin_fleet.h"
#include "services/recommendation/service/similar_lister.h"
#include "services/recommendation/view/similarity_view.h"

namespace akin {

// What degradations call a plug-in begins so.
inline constexpr absl::string_view kPluginComponent = "plug-in ";

// One list in the making, with the plug-ins of the question's plan: sources are asked while the
// engine looks for itself, then rankers all at once, then filters all at once. What they say only
// adds to, orders and takes from what the engine has scored, so that whatever they say the list
// keeps to the request. A list in which none has a say is the one without plug-ins. One thread.
class ListMaker {
 public:
  // All must outlive the maker.
  struct Parts {
    SimilarLister& own;     // Lists without plug-ins, cached.
    SimilarLister& engine;  // The same, not cached; scores proposals.
    const SimilarityView& view;
    const RevisionGate& gate;
    const PluginFleet& fleet;
    const EventCounts& events;  // Rankers are told of them.
  };

  // Whether plug-ins may be called at all; else they are all left out, with that reason.
  ListMaker(const Parts& parts, const SimilarQuestion& question, absl::Status may_call);

  absl::StatusOr<SimilarList> Make();

 private:
  struct Item {
    recommendation::v1::SimilarHit hit;
    absl::optional<news::v1::Article> card;  // Once it was looked at.
    std::vector<std::string> proposed_by;
    std::vector<recommendation::v1::Reason> reasons;     // Of plug-ins.
    absl::flat_hash_set<const BoundPlugin*> changed_by;  // Has this place through them.
  };
  using PluginPtr = std::shared_ptr<BoundPlugin>;
  struct Asked {
    PluginPtr plugin;
    std::shared_ptr<PendingCall> call;
    absl::Time until;
  };
  template <typename Response>
  using Answers = std::vector<std::pair<PluginPtr, std::shared_ptr<const Response>>>;
  // The request to a plug-in that wants these fields and at most so many items.
  using RequestFor = std::function<std::shared_ptr<google::protobuf::Message>(
      const BoundPlugin&, const ArticleFields&, size_t max_items)>;

  // The request about the list as it stands.
  using ListRequestFor = std::shared_ptr<google::protobuf::Message> (ListMaker::*)(
      const ArticleFields&, size_t max_items);

  template <typename Response>
  std::vector<Asked> Ask(plugin::v1::PluginRole role, const RequestFor& request_for);
  template <typename Response>
  absl::StatusOr<Answers<Response>> Await(const std::vector<Asked>& asked);
  // Asks about the list as it stands, and awaits what is said; nothing of an empty list.
  template <typename Response>
  absl::StatusOr<Answers<Response>> Consult(plugin::v1::PluginRole role,
                                            ListRequestFor request_for);

  std::vector<Asked> AskSources();
  absl::Status TakePool();
  absl::Status AddProposals(const std::vector<Asked>& sources);
  absl::Status ScoreNew(const std::vector<std::pair<PluginPtr, CheckedProposals>>& proposals);
  void Replace(google::protobuf::RepeatedPtrField<recommendation::v1::SimilarHit>& hits);
  void FuseSources(const std::vector<std::pair<PluginPtr, CheckedProposals>>& proposals);
  absl::Status Rank();
  void FuseRankers(const Answers<plugin::v1::RankCandidatesResponse>& answers);
  absl::Status Review();
  absl::StatusOr<SimilarList> Plain();
  SimilarList Finish();

  SimilarQuestion OwnQuestion() const;
  std::shared_ptr<google::protobuf::Message> RankRequest(const ArticleFields& fields,
                                                         size_t max_items);
  std::shared_ptr<google::protobuf::Message> ReviewRequest(const ArticleFields& fields,
                                                           size_t max_items);
  plugin::v1::PluginContext Context() const;
  template <typename Articles>
  void AddSeeds(const google::protobuf::RepeatedPtrField<recommendation::v1::Seed>& seeds,
                const ArticleFields& fields, Articles* articles) const;
  news::v1::Article ArticleOf(Item& item, const ArticleFields& fields) const;
  double OwnWeight() const;
  size_t PoolSize() const;
  ItemsByName ByName() const;
  void Reorder(const std::vector<size_t>& order);
  void AddReason(Item& item, const BoundPlugin& plugin, const std::string& text);
  void Degrade(const std::string& plugin, const std::string& why);
  SimilarList WithDegradations(SimilarList list) const;
  void CountContributions(const std::vector<Item>& served);

  const Parts parts_;
  const SimilarQuestion question_;
  const PipelinePlan& plan_;
  const absl::Status may_call_;
  const std::string key_;  // Names the seeds.
  recommendation::v1::ListSimilarArticlesResponse
      response_;  // All but the hits, once the pool is there.
  std::vector<Item> items_;
  std::vector<PluginPtr> taking_part_;
  absl::flat_hash_map<const BoundPlugin*, int> dropped_by_;  // Of the first page.
  std::vector<news::v1::Degradation> degradations_;
  bool changed_ = false;  // A plug-in had a say.
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PLUGINS_LIST_MAKER_H_

#include "services/recommendation/plugins/list_maker.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "services/recommendation/events/event_features.h"
#include "services/recommendation/pipelines/rank_fusion.h"
#include "services/recommendation/view/to_document.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;
using google::protobuf::Message;
using plugin::v1::FindCandidatesResponse;
using plugin::v1::RankCandidatesResponse;
using plugin::v1::ReviewListResponse;

constexpr int kMaxHits = 1000;
constexpr int kDefaultPool = 50;
constexpr int kDefaultProposals = 50;
// Of the time that the caller has left, what one stage of plug-ins may take.
constexpr double kShareOfTimeLeft = 0.8;
constexpr absl::Duration kLeastTime = absl::Milliseconds(1);

std::string KeyOf(const v1::ListSimilarArticlesRequest& request) {
  v1::ListSimilarArticlesRequest seeds;
  *seeds.mutable_seeds() = request.seeds();
  *seeds.mutable_negative_seeds() = request.negative_seeds();
  return seeds.SerializeAsString();
}

// A text that is not stored, as plug-ins see it.
news::v1::Article FromText(const v1::TextSeed& text) {
  news::v1::Article article;
  article.set_headline(text.headline());
  article.set_summary(text.summary());
  article.set_body(text.body());
  article.set_language(text.language());
  if (text.has_publish_time()) *article.mutable_publish_time() = text.publish_time();
  return article;
}

double WeightOf(const v1::PluginBinding& binding) {
  return binding.weight() == 0 ? 1 : binding.weight();
}

size_t MostItems(const PluginClient::Description& description) {
  const int most = description.told.max_candidates();
  return most > 0 ? static_cast<size_t>(most) : std::numeric_limits<size_t>::max();
}

int LimitOf(const v1::PluginBinding& binding) {
  return binding.limit() == 0 ? kDefaultProposals : binding.limit();
}

}  // namespace

ListMaker::ListMaker(const Parts& parts, const SimilarQuestion& question, absl::Status may_call)
    : parts_(parts),
      question_(question),
      plan_(*question_.plan),
      may_call_(std::move(may_call)),
      key_(KeyOf(question.request)) {}

absl::StatusOr<SimilarList> ListMaker::Make() {
  const std::vector<Asked> sources = AskSources();
  RETURN_IF_ERROR(TakePool());
  RETURN_IF_ERROR(AddProposals(sources));
  RETURN_IF_ERROR(Rank());
  RETURN_IF_ERROR(Review());
  return changed_ ? Finish() : Plain();
}

// --- Asking

template <typename Response>
std::vector<ListMaker::Asked> ListMaker::Ask(plugin::v1::PluginRole role,
                                             const RequestFor& request_for) {
  std::vector<Asked> asked;
  const absl::Time now = absl::Now();
  for (const v1::PluginBinding* binding : plan_.active) {
    if (binding->role() != role) continue;
    const PluginPtr plugin = parts_.fleet.Find(*plan_.pipeline, *binding);
    if (plugin == nullptr) {
      Degrade(binding->plugin(), "the configuration has changed");
      continue;
    }
    taking_part_.push_back(plugin);
    const absl::Time until = std::min(now + plugin->client().budget(),
                                      now + kShareOfTimeLeft * (question_.deadline - now));
    Asked one{plugin, std::make_shared<PendingCall>(), until};
    if (!may_call_.ok()) {
      one.call->Finish({PluginOutcome::kSkipped, may_call_});
    } else if (until - now < kLeastTime) {
      one.call->Finish({PluginOutcome::kSkipped, absl::DeadlineExceededError("no time is left")});
    } else {
      one.call = plugin->client().Call(
          role,
          [&](const PluginClient::Description& description) {
            return request_for(*plugin, description.fields, MostItems(description));
          },
          std::make_shared<Response>(), until, question_.traceparent);
    }
    asked.push_back(std::move(one));
  }
  return asked;
}

template <typename Response>
absl::StatusOr<ListMaker::Answers<Response>> ListMaker::Await(const std::vector<Asked>& asked) {
  Answers<Response> answers;
  for (const Asked& one : asked) {
    const PluginResult result = one.call->Await(one.until);
    ASSIGN_OR_RETURN(BoundPlugin::Said said,
                     one.plugin->Conclude(result, key_, std::make_shared<Response>()));
    if (!said.degradation.empty()) Degrade(one.plugin->binding().plugin(), said.degradation);
    if (said.response == nullptr) continue;
    answers.emplace_back(one.plugin, std::static_pointer_cast<const Response>(said.response));
  }
  return answers;
}

template <typename Response>
absl::StatusOr<ListMaker::Answers<Response>> ListMaker::Consult(plugin::v1::PluginRole role,
                                                                ListRequestFor request_for) {
  if (items_.empty()) return Answers<Response>();
  return Await<Response>(
      Ask<Response>(role, [&](const BoundPlugin&, const ArticleFields& fields, size_t max_items) {
        return (this->*request_for)(fields, max_items);
      }));
}

plugin::v1::PluginContext ListMaker::Context() const {
  const LogPosition position = parts_.gate.position();
  plugin::v1::PluginContext context;
  context.set_pipeline(plan_.pipeline->name());
  context.set_arm(std::string(plan_.arm));
  context.set_log_id(position.log_id);
  context.set_revision(position.revision);
  *context.mutable_now() = ToProto(parts_.view.now());
  context.set_page_size(question_.request.page_size());
  context.set_filter(question_.request.filter());
  *context.mutable_exclude() = question_.request.exclude();
  return context;
}

template <typename Articles>
void ListMaker::AddSeeds(const google::protobuf::RepeatedPtrField<v1::Seed>& seeds,
                         const ArticleFields& fields, Articles* articles) const {
  for (const v1::Seed& seed : seeds) {
    if (seed.has_text()) {
      *articles->Add() = fields.Keep(FromText(seed.text()));
      continue;
    }
    const auto card = parts_.view.Card(ArticleIdOf(seed.article()));
    if (card.ok()) *articles->Add() = fields.Keep(*card);
  }
}

// --- Sources

std::vector<ListMaker::Asked> ListMaker::AskSources() {
  return Ask<FindCandidatesResponse>(
      plugin::v1::PLUGIN_ROLE_CANDIDATE_SOURCE,
      [this](const BoundPlugin& plugin, const ArticleFields& fields, size_t max_items) {
        auto request = std::make_shared<plugin::v1::FindCandidatesRequest>();
        *request->mutable_context() = Context();
        AddSeeds(question_.request.seeds(), fields, request->mutable_seeds());
        AddSeeds(question_.request.negative_seeds(), fields, request->mutable_negative_seeds());
        const size_t limit = static_cast<size_t>(LimitOf(plugin.binding()));
        request->set_limit(static_cast<int>(std::min(limit, max_items)));
        return request;
      });
}

absl::Status ListMaker::TakePool() {
  SimilarQuestion question = OwnQuestion();
  question.request.set_page_size(static_cast<int>(PoolSize()));
  question.request.set_include_features(true);
  ASSIGN_OR_RETURN(SimilarList pool, parts_.own.List(question));
  response_ = std::move(pool.response);
  for (v1::SimilarHit& hit : *response_.mutable_hits()) items_.push_back({std::move(hit)});
  response_.clear_hits();
  return absl::OkStatus();
}

absl::Status ListMaker::AddProposals(const std::vector<Asked>& sources) {
  ASSIGN_OR_RETURN(const auto answers, Await<FindCandidatesResponse>(sources));
  std::vector<std::pair<PluginPtr, CheckedProposals>> proposals;
  for (const auto& [plugin, response] : answers) {
    proposals.emplace_back(plugin, CheckProposals(*response, LimitOf(plugin->binding())));
  }
  RETURN_IF_ERROR(ScoreNew(proposals));
  FuseSources(proposals);
  return absl::OkStatus();
}

// What the engine has not listed by itself it scores now, and arranges with what it has.
absl::Status ListMaker::ScoreNew(
    const std::vector<std::pair<PluginPtr, CheckedProposals>>& proposals) {
  SimilarQuestion question = OwnQuestion();
  const auto engine = parts_.view.engine();
  const ItemsByName listed = ByName();
  bool has_new = false;
  for (const auto& [plugin, checked] : proposals) {
    for (const CheckedProposal& proposal : checked.proposals) {
      std::string id = ArticleIdOf(proposal.article);
      if (!listed.contains(proposal.article)) {
        if (!engine->Find(id)) continue;
        has_new = true;
      }
      question.proposals.push_back({std::move(id), plugin->binding().ignore_similarity_floor()});
    }
  }
  if (!has_new) return absl::OkStatus();
  for (const Item& item : items_) {
    question.proposals.push_back({ArticleIdOf(item.hit.article().name())});
  }
  question.request.set_page_size(
      static_cast<int>(std::min<size_t>(question.proposals.size(), kMaxHits)));
  question.request.set_include_features(true);
  ASSIGN_OR_RETURN(SimilarList scored, parts_.engine.List(question));
  Replace(*scored.response.mutable_hits());
  return absl::OkStatus();
}

// Hits that were there stay as they are, with all that they stand for.
void ListMaker::Replace(google::protobuf::RepeatedPtrField<v1::SimilarHit>& hits) {
  const ItemsByName listed = ByName();
  std::vector<Item> items;
  for (v1::SimilarHit& hit : hits) {
    const auto known = listed.find(hit.article().name());
    if (known == listed.end()) {
      items.push_back({std::move(hit)});
    } else {
      items.push_back(items_[known->second]);
    }
  }
  items_ = std::move(items);
}

void ListMaker::FuseSources(const std::vector<std::pair<PluginPtr, CheckedProposals>>& proposals) {
  if (proposals.empty()) return;
  const ItemsByName items = ByName();
  std::vector<RankedOrder> orders = {{OwnWeight(), RanksAsTheyStand(items_.size())}};
  for (const auto& [plugin, checked] : proposals) {
    RankedOrder order{WeightOf(plugin->binding()), std::vector<int>(items_.size(), 0)};
    int rank = 0;
    for (const CheckedProposal& proposal : checked.proposals) {
      const auto item = items.find(proposal.article);
      if (item == items.end()) continue;  // Not live, not wanted, or not similar enough.
      order.ranks[item->second] = ++rank;
      items_[item->second].proposed_by.push_back(plugin->binding().plugin());
      items_[item->second].changed_by.insert(plugin.get());
      AddReason(items_[item->second], *plugin, proposal.reason);
    }
    if (!plan_.is_shadow) {
      plugin->CountDropped(checked.dropped + static_cast<int>(checked.proposals.size()) - rank);
    }
    if (rank == 0) continue;
    changed_ = true;
    orders.push_back(std::move(order));
  }
  Reorder(FuseByRank(items_.size(), orders));
}

// --- Rankers

std::shared_ptr<Message> ListMaker::RankRequest(const ArticleFields& fields, size_t max_items) {
  auto request = std::make_shared<plugin::v1::RankCandidatesRequest>();
  *request->mutable_context() = Context();
  AddSeeds(question_.request.seeds(), fields, request->mutable_seeds());
  AddSeeds(question_.request.negative_seeds(), fields, request->mutable_negative_seeds());
  std::vector<std::string> seeds;
  for (const v1::Seed& seed : question_.request.seeds()) {
    if (seed.has_article()) seeds.push_back(seed.article());
  }
  for (size_t i = 0; i < std::min(items_.size(), max_items); ++i) {
    Item& item = items_[i];
    plugin::v1::RankedCandidate& candidate = *request->add_candidates();
    *candidate.mutable_article() = ArticleOf(item, fields);
    candidate.set_similarity(item.hit.similarity());
    const auto add = [&candidate](absl::string_view name, double value) {
      plugin::v1::Feature& sent = *candidate.add_features();
      sent.set_name(std::string(name));
      sent.set_value(value);
    };
    for (const v1::Feature& feature : item.hit.features()) add(feature.name(), feature.value());
    for (const auto& [name, value] :
         EventFeatures(parts_.events, seeds, item.hit.article().name(), parts_.view.now())) {
      add(name, value);
    }
    for (const std::string& source : item.proposed_by) candidate.add_proposed_by(source);
  }
  return request;
}

absl::Status ListMaker::Rank() {
  ASSIGN_OR_RETURN(
      const auto answers,
      Consult<RankCandidatesResponse>(plugin::v1::PLUGIN_ROLE_RANKER, &ListMaker::RankRequest));
  FuseRankers(answers);
  return absl::OkStatus();
}

void ListMaker::FuseRankers(const Answers<RankCandidatesResponse>& answers) {
  const ItemsByName items = ByName();
  std::vector<RankedOrder> orders = {{OwnWeight(), RanksAsTheyStand(items_.size())}};
  std::vector<std::pair<PluginPtr, CheckedScores>> opinions;
  for (const auto& [plugin, response] : answers) {
    CheckedScores checked = CheckScores(*response, items);
    if (!plan_.is_shadow) plugin->CountDropped(checked.dropped);
    if (checked.abstained) continue;
    changed_ = true;
    orders.push_back({WeightOf(plugin->binding()), RanksByScore(checked.scores)});
    opinions.emplace_back(plugin, std::move(checked));
  }
  if (opinions.empty()) return;
  const std::vector<size_t> fused = FuseByRank(items_.size(), orders);
  for (size_t place = 0; place < fused.size(); ++place) {
    Item& item = items_[fused[place]];
    for (const auto& [plugin, checked] : opinions) {
      if (!checked.scores[fused[place]]) continue;
      AddReason(item, *plugin, checked.reasons[fused[place]]);
      if (place != fused[place]) item.changed_by.insert(plugin.get());
    }
  }
  Reorder(fused);
}

// --- Filters

std::shared_ptr<Message> ListMaker::ReviewRequest(const ArticleFields& fields, size_t max_items) {
  auto request = std::make_shared<plugin::v1::ReviewListRequest>();
  *request->mutable_context() = Context();
  AddSeeds(question_.request.seeds(), fields, request->mutable_seeds());
  for (size_t i = 0; i < std::min(items_.size(), max_items); ++i) {
    Item& item = items_[i];
    plugin::v1::ListedArticle& listed = *request->add_hits();
    *listed.mutable_article() = ArticleOf(item, fields);
    listed.set_similarity(item.hit.similarity());
    for (const std::string& source : item.proposed_by) listed.add_proposed_by(source);
  }
  return request;
}

absl::Status ListMaker::Review() {
  ASSIGN_OR_RETURN(
      const auto answers,
      Consult<ReviewListResponse>(plugin::v1::PLUGIN_ROLE_LIST_FILTER, &ListMaker::ReviewRequest));
  const ItemsByName items = ByName();
  std::vector<ReviewDecision> decisions;
  for (const auto& [plugin, response] : answers) {
    const CheckedDecisions checked = CheckDecisions(*response, items);
    if (!plan_.is_shadow) plugin->CountDropped(checked.dropped);
    for (size_t i = 0; i < checked.decisions.size(); ++i) {
      const ReviewDecision& decision = checked.decisions[i];
      decisions.push_back(decision);
      items_[decision.item].changed_by.insert(plugin.get());
      if (decision.action != ReviewAction::kDrop) {
        AddReason(items_[decision.item], *plugin, checked.reasons[i]);
      } else if (decision.item < static_cast<size_t>(question_.request.page_size())) {
        ++dropped_by_[plugin.get()];
      }
    }
  }
  if (decisions.empty()) return absl::OkStatus();
  changed_ = true;
  Reorder(ReviewedOrder(items_.size(), decisions));
  return absl::OkStatus();
}

// --- The answer

absl::StatusOr<SimilarList> ListMaker::Plain() {
  ASSIGN_OR_RETURN(SimilarList list, parts_.own.List(OwnQuestion()));
  list.cached = CacheAnswer();
  std::vector<Item> served(static_cast<size_t>(list.response.hits_size()));
  CountContributions(served);
  return WithDegradations(std::move(list));
}

// What was withdrawn while plug-ins were asked is left out here, so that others take its place.
SimilarList ListMaker::Finish() {
  const auto engine = parts_.view.engine();
  std::vector<Item> served;
  for (Item& item : items_) {
    if (served.size() == static_cast<size_t>(question_.request.page_size())) break;
    if (!engine->Find(ArticleIdOf(item.hit.article().name()))) continue;
    served.push_back(std::move(item));
  }
  CountContributions(served);
  SimilarList list;
  list.response = std::move(response_);
  for (Item& item : served) {
    v1::SimilarHit& hit = *list.response.add_hits();
    hit = std::move(item.hit);
    for (v1::Reason& reason : item.reasons) *hit.add_reasons() = std::move(reason);
    if (!question_.request.include_features()) hit.clear_features();
  }
  const bool is_full = list.response.hits_size() == question_.request.page_size();
  if (is_full) list.response.set_filter_exhausted(false);
  return WithDegradations(std::move(list));
}

SimilarList ListMaker::WithDegradations(SimilarList list) const {
  for (const news::v1::Degradation& degradation : degradations_) {
    *list.response.mutable_info()->add_degradations() = degradation;
  }
  list.max_ttl = plan_.cache_ttl;
  return list;
}

void ListMaker::CountContributions(const std::vector<Item>& served) {
  if (plan_.is_shadow) return;
  for (const PluginPtr& plugin : taking_part_) {
    const auto changed = std::count_if(served.begin(), served.end(), [&](const Item& item) {
      return item.changed_by.contains(plugin.get());
    });
    const auto dropped = dropped_by_.find(plugin.get());
    plugin->CountContribution(
        static_cast<int>(served.size()),
        static_cast<int>(changed) + (dropped == dropped_by_.end() ? 0 : dropped->second));
  }
}

// --- Parts

SimilarQuestion ListMaker::OwnQuestion() const {
  SimilarQuestion question = question_;
  question.plan = nullptr;
  return question;
}

news::v1::Article ListMaker::ArticleOf(Item& item, const ArticleFields& fields) const {
  if (!fields.only_names() && !item.card) {
    auto card = parts_.view.Card(ArticleIdOf(item.hit.article().name()));
    item.card = card.ok() ? *std::move(card) : item.hit.article();
  }
  return fields.Keep(item.card ? *item.card : item.hit.article());
}

double ListMaker::OwnWeight() const {
  return plan_.pipeline->has_own_weight() ? plan_.pipeline->own_weight() : 1;
}

size_t ListMaker::PoolSize() const {
  const int pool = plan_.pipeline->pool_size() == 0 ? kDefaultPool : plan_.pipeline->pool_size();
  return static_cast<size_t>(std::max(pool, question_.request.page_size()));
}

ItemsByName ListMaker::ByName() const {
  ItemsByName items;
  for (size_t i = 0; i < items_.size(); ++i) items.emplace(items_[i].hit.article().name(), i);
  return items;
}

void ListMaker::Reorder(const std::vector<size_t>& order) {
  std::vector<Item> ordered;
  ordered.reserve(order.size());
  for (const size_t item : order) ordered.push_back(std::move(items_[item]));
  items_ = std::move(ordered);
}

void ListMaker::AddReason(Item& item, const BoundPlugin& plugin, const std::string& text) {
  if (text.empty()) return;
  v1::Reason reason;
  reason.set_type(v1::REASON_TYPE_PLUGIN);
  reason.set_text(text);
  reason.set_plugin(plugin.binding().plugin());
  item.reasons.push_back(std::move(reason));
}

void ListMaker::Degrade(const std::string& plugin, const std::string& why) {
  news::v1::Degradation degradation;
  degradation.set_component(absl::StrCat(kPluginComponent, plugin));
  degradation.set_reason(why);
  degradations_.push_back(std::move(degradation));
}

}  // namespace akin

#include "services/ingestion/domain/reconcile.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "common/url/url.h"
#include "services/ingestion/domain/headlines.h"
#include "services/ingestion/domain/identity.h"
#include "services/ingestion/domain/intake.h"

namespace akin {

using google::protobuf::Timestamp;
using news::v1::Article;

namespace {

// What clocks and time zones of publishers are wrong by, and embargoes.
constexpr absl::Duration kMaxAhead = absl::Hours(24);

// Whether a stored article of the same external id is another story, as far as one can tell.
bool IsAnotherStory(const Article& stored, const Article& article) {
  const std::string stored_url = UrlKey(stored.canonical_url());
  const std::string url = UrlKey(article.canonical_url());
  return !stored_url.empty() && !url.empty() && stored_url != url &&
         !AreAlike(stored.headline(), article.headline());
}

class Reconciler {
 public:
  Reconciler(std::vector<Article> articles, absl::Time now, KnownArticles& known)
      : now_(now), known_(known) {
    for (Article& article : articles) {
      ++pages_[UrlKey(article.canonical_url())];
      items_.push_back({std::move(article)});
    }
  }

  absl::StatusOr<std::vector<ReconciledArticle>> Run() {
    const std::vector<std::string> names = DoubtfulNames();
    if (names.empty()) return std::move(items_);
    ASSIGN_OR_RETURN(stored_, known_.Get(names));
    RETURN_IF_ERROR(ForgetReusedIds());
    for (const ReconciledArticle& item : items_) names_.insert(item.article.name());
    for (ReconciledArticle& item : items_) RETURN_IF_ERROR(FindPage(item));
    for (ReconciledArticle& item : items_) CapTimes(item);
    return std::move(items_);
  }

 private:
  // Of the rest there is nothing to ask: no address to compare, no time to cap.
  std::vector<std::string> DoubtfulNames() const {
    std::vector<std::string> names;
    for (const ReconciledArticle& item : items_) {
      const Article& article = item.article;
      if (!article.canonical_url().empty() ||
          IsAhead(article.has_publish_time(), article.publish_time()) ||
          IsAhead(article.has_update_time(), article.update_time())) {
        names.push_back(article.name());
      }
    }
    return names;
  }

  const Article* Stored(const Article& article) const {
    const auto found = stored_.find(article.name());
    return found == stored_.end() ? nullptr : &found->second;
  }

  absl::Status ForgetReusedIds() {
    std::vector<std::string> renamed;
    for (ReconciledArticle& item : items_) {
      const Article* const stored = Stored(item.article);
      if (item.article.external_id().empty() || !stored) continue;
      if (!IsAnotherStory(*stored, item.article)) continue;
      item.remarks.push_back(absl::StrCat("external_id: the source used ",
                                          item.article.external_id(), " before for ",
                                          stored->canonical_url(), "; the URL identifies it"));
      item.article.clear_external_id();
      NameArticle(item.article);
      renamed.push_back(item.article.name());
    }
    if (renamed.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(KnownArticles::ByName more, known_.Get(renamed));
    stored_.merge(more);
    return absl::OkStatus();
  }

  // The page's article takes the item, unless it is another item of the document itself.
  absl::Status FindPage(ReconciledArticle& item) {
    const std::string page = UrlKey(item.article.canonical_url());
    if (Stored(item.article) || page.empty() || pages_[page] > 1 || IsHomePage(page))
      return absl::OkStatus();
    absl::StatusOr<Article> found = known_.FindByUrl(item.article.canonical_url());
    if (absl::IsNotFound(found.status())) {
      item.withdrawn = ErrorReason(found.status()) == "ARTICLE_WITHDRAWN";
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(found.status());
    if (found->source() != item.article.source() || names_.contains(found->name()))
      return absl::OkStatus();
    item.remarks.push_back(
        absl::StrCat("external_id: the page is known under ",
                     found->external_id().empty() ? "its URL" : found->external_id()));
    item.article.set_name(found->name());
    // The known id stays: a feed whose ids change at every poll makes no revision at each.
    item.article.set_external_id(found->external_id());
    stored_[found->name()] = *std::move(found);
    return absl::OkStatus();
  }

  void CapTimes(ReconciledArticle& item) {
    const Article* const stored = Stored(item.article);
    Article& article = item.article;
    if (IsAhead(article.has_publish_time(), article.publish_time())) {
      const bool known = stored && stored->has_publish_time();
      Cap("publish_time", known ? &stored->publish_time() : nullptr, item.remarks,
          *article.mutable_publish_time());
    }
    if (IsAhead(article.has_update_time(), article.update_time())) {
      const bool known = stored && stored->has_update_time();
      Cap("update_time", known ? &stored->update_time() : nullptr, item.remarks,
          *article.mutable_update_time());
    }
  }

  bool IsAhead(bool has_time, const Timestamp& time) const {
    return has_time && FromProto(time) > now_ + kMaxAhead;
  }

  // With the stored time the next poll of the same item changes nothing.
  void Cap(absl::string_view field, const Timestamp* stored, std::vector<std::string>& remarks,
           Timestamp& time) const {
    remarks.push_back(absl::StrCat(
        field, ": ", absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", FromProto(time), absl::UTCTimeZone()),
        " is in the future; capped"));
    time = stored && FromProto(*stored) <= now_ + kMaxAhead ? *stored : ToProto(now_);
  }

  const absl::Time now_;
  KnownArticles& known_;
  std::vector<ReconciledArticle> items_;
  absl::flat_hash_map<std::string, int> pages_;  // how many items link there, by UrlKey
  absl::flat_hash_set<std::string> names_;
  KnownArticles::ByName stored_;
};

}  // namespace

absl::StatusOr<std::vector<ReconciledArticle>> Reconcile(std::vector<Article> articles,
                                                         absl::Time now, KnownArticles& known) {
  return Reconciler(std::move(articles), now, known).Run();
}

}  // namespace akin

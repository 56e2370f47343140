#include "services/ingestion/domain/reconcile.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/error_metadata.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "common/url/canonical_url.h"
#include "services/ingestion/domain/headlines.h"
#include "services/ingestion/domain/identity.h"
#include "services/ingestion/domain/intake.h"

namespace akin {

using google::protobuf::Timestamp;
using news::v1::Article;

namespace {

// What clocks and time zones of publishers are wrong by.
constexpr absl::Duration kMaxAhead = absl::Hours(24);

// Whether a stored article of the same external id is another story, as far as one can tell.
bool IsAnotherStory(const Article& stored, const Article& article) {
  const std::string stored_url = UrlKey(stored.canonical_url());
  const std::string url = UrlKey(article.canonical_url());
  return !stored_url.empty() && !url.empty() && !AreOnePage(stored_url, url) &&
         !AreAlike(stored.headline(), article.headline());
}

absl::string_view TextOf(const Article& article) {
  return article.summary().empty() ? article.body() : article.summary();
}

bool HaveUnlikeTimes(const Article& a, const Article& b) {
  return a.has_publish_time() && b.has_publish_time() &&
         FromProto(a.publish_time()) != FromProto(b.publish_time());
}

// Whether an article under a new id is another than what was published on its page before, as on
// pages that list things. A page's own article keeps its headline, its text or its first day; an
// edited headline may be one of a column ("Weather on Monday", "Weather on Tuesday").
bool IsAnotherOnPage(const Article& stored, const Article& article) {
  const Likeness texts = CompareTexts(TextOf(stored), TextOf(article));
  if (stored.headline() == article.headline() || texts >= Likeness::kClose) return false;
  const bool unlike_times = HaveUnlikeTimes(stored, article);
  const bool unlike_texts = texts == Likeness::kUnlike;
  return AreAlike(stored.headline(), article.headline()) ? unlike_texts && unlike_times
                                                         : unlike_texts || unlike_times;
}

// As far as a card shows.
bool SaysTheSame(const Article& stored, const Article& article) {
  return stored.headline() == article.headline() && stored.summary() == article.summary() &&
         stored.has_update_time() == article.has_update_time() &&
         FromProto(stored.update_time()) == FromProto(article.update_time());
}

// Whether a page's article was withdrawn, and is of that source: another's says nothing.
bool IsWithdrawnOf(const absl::Status& not_found, const std::string& source) {
  if (ErrorReason(not_found) != "ARTICLE_WITHDRAWN") return false;
  const auto metadata = ErrorMetadata(not_found);
  const auto of = metadata.find("source");
  return of == metadata.end() || of->second == source;
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
    RETURN_IF_ERROR(FindOtherSpellings());
    for (ReconciledArticle& item : items_) RETURN_IF_ERROR(FindPage(item));
    for (ReconciledArticle& item : items_) KeepSpelling(item);
    for (ReconciledArticle& item : items_) CapTimes(item);
    return std::move(items_);
  }

 private:
  // Of the rest there is nothing to ask: no address to compare, no time to cap.
  std::vector<std::string> DoubtfulNames() const {
    std::vector<std::string> names;
    for (const ReconciledArticle& item : items_) {
      const Article& article = item.article;
      if (!article.canonical_url().empty() || !OtherSpellings(article.external_id()).empty() ||
          IsAhead(article, article.has_publish_time(), article.publish_time()) ||
          IsAhead(article, article.has_update_time(), article.update_time())) {
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
    return Learn(renamed);
  }

  absl::Status Learn(const std::vector<std::string>& names) {
    if (names.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(KnownArticles::ByName more, known_.Get(names));
    stored_.merge(more);
    return absl::OkStatus();
  }

  // The ids that the article may be known under: other spellings of its own; where a fragment alone
  // tells it from others, what it says, since fragments did not count once.
  static std::vector<std::string> OtherIds(const Article& article) {
    const bool by_fragment = absl::StrContains(UrlKey(article.canonical_url()), '#');
    if (article.external_id().empty() && by_fragment) return {ContentId(article.headline())};
    return OtherSpellings(article.external_id());
  }

  static std::vector<Article> Respelled(const Article& article) {
    std::vector<Article> respelled;
    for (std::string& spelling : OtherIds(article)) {
      respelled.push_back(article);
      respelled.back().set_external_id(std::move(spelling));
      NameArticle(respelled.back());
    }
    return respelled;
  }

  absl::Status FindOtherSpellings() {
    std::vector<std::string> names;
    for (const ReconciledArticle& item : items_) {
      if (Stored(item.article)) continue;
      for (const Article& other : Respelled(item.article)) names.push_back(other.name());
    }
    RETURN_IF_ERROR(Learn(names));
    for (ReconciledArticle& item : items_) {
      if (!Stored(item.article)) TakeOtherSpelling(item);
    }
    return absl::OkStatus();
  }

  void TakeOtherSpelling(ReconciledArticle& item) {
    for (Article& other : Respelled(item.article)) {
      const Article* const stored = Stored(other);
      if (!stored || IsAnotherStory(*stored, other) || !names_.insert(other.name()).second)
        continue;
      item.remarks.push_back(
          absl::StrCat("external_id: the article is known under ", other.external_id()));
      item.article = std::move(other);
      return;
    }
  }

  // The page's article takes the item, unless it is another item of the document itself.
  absl::Status FindPage(ReconciledArticle& item) {
    const std::string page = UrlKey(item.article.canonical_url());
    if (Stored(item.article) || page.empty() || pages_[page] > 1 || IsHomePage(page))
      return absl::OkStatus();
    absl::StatusOr<Article> found = known_.FindByUrl(item.article.canonical_url());
    if (absl::IsNotFound(found.status())) {
      item.withdrawn = IsWithdrawnOf(found.status(), item.article.source());
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(found.status());
    if (found->source() != item.article.source() || names_.contains(found->name()) ||
        !AreOnePage(UrlKey(found->canonical_url()), page) ||
        IsAnotherOnPage(*found, item.article)) {
      return absl::OkStatus();
    }
    names_.insert(found->name());
    item.remarks.push_back(
        absl::StrCat("external_id: the page is known under ",
                     found->external_id().empty() ? "its URL" : found->external_id()));
    item.article.set_name(found->name());
    // The known id stays: a feed whose ids change at every poll makes no revision at each.
    item.article.set_external_id(found->external_id());
    stored_[found->name()] = *std::move(found);
    return absl::OkStatus();
  }

  // An address that only flips its spelling (scheme, session) makes no revision of its own.
  void KeepSpelling(ReconciledArticle& item) {
    const Article* const stored = Stored(item.article);
    if (stored && SaysTheSame(*stored, item.article) &&
        UrlKey(stored->canonical_url()) == UrlKey(item.article.canonical_url())) {
      item.article.set_canonical_url(stored->canonical_url());
    }
  }

  void CapTimes(ReconciledArticle& item) {
    const Article* const stored = Stored(item.article);
    Article& article = item.article;
    if (IsAhead(article, article.has_publish_time(), article.publish_time())) {
      const bool known = stored && stored->has_publish_time();
      Cap("publish_time", known ? &stored->publish_time() : nullptr, item.remarks,
          *article.mutable_publish_time());
    }
    if (IsAhead(article, article.has_update_time(), article.update_time())) {
      const bool known = stored && stored->has_update_time();
      Cap("update_time", known ? &stored->update_time() : nullptr, item.remarks,
          *article.mutable_update_time());
    }
  }

  // Under embargo, news is dated by the day that it is for.
  bool IsAhead(const Article& article, bool has_time, const Timestamp& time) const {
    absl::Time present = now_;
    if (article.has_embargo_time()) present = std::max(present, FromProto(article.embargo_time()));
    return has_time && FromProto(time) > present + kMaxAhead;
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

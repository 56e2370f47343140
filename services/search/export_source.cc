#include "services/search/export_source.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "common/article/article_view.h"
#include "common/filter/article_filter.h"
#include "common/page/answer_budget.h"
#include "common/page/page_token.h"
#include "common/rpc/end_of_stream.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

// Finding so many matches means looking at all of them once, and takes a megabyte or two.
constexpr int kFoundAtOnce = 10'000;
// Articles of a message, and their bytes, but the first always fits.
constexpr size_t kReadAtOnce = 25;
constexpr size_t kMaxMessageBytesOfArticles = 4 << 20;

constexpr absl::Duration kMaxRevisionWait = absl::Seconds(30);

}  // namespace

ExportSource::ExportSource(const Context& context, ExportRequest request,
                           std::function<void()> wake)
    : context_(context),
      request_(std::move(request)),
      wake_(std::move(wake)),
      behind_(request_.behind) {}

ExportSource::~ExportSource() {
  if (context_.gate != nullptr) context_.gate->Cancel(ticket_);
}

absl::StatusOr<absl::optional<search::v1::ExportArticlesResponse>> ExportSource::Next() {
  ASSIGN_OR_RETURN(const bool may_read, MayRead());
  if (!may_read) return absl::optional<Response>();
  while (true) {
    if (matches_.empty()) RETURN_IF_ERROR(Refill());
    if (matches_.empty() && !has_more_) return EndOfStream();
    ASSIGN_OR_RETURN(Response response, ReadSome());
    if (response.articles_size() > 0) return absl::make_optional(std::move(response));
  }
}

absl::StatusOr<bool> ExportSource::MayRead() {
  if (!began_) BeginWait();
  began_ = true;
  {
    MutexLock lock(wait_->mu);
    if (!wait_->over) return false;
    RETURN_IF_ERROR(wait_->status);
  }
  if (context_.ready_to_read) RETURN_IF_ERROR(context_.ready_to_read());
  return true;
}

void ExportSource::BeginWait() {
  if (context_.gate == nullptr) {
    MutexLock lock(wait_->mu);
    wait_->over = true;
    return;
  }
  ticket_ = context_.gate->WhenReached(request_.match.min_revision, kMaxRevisionWait,
                                       [wait = wait_, wake = wake_](const absl::Status& status) {
                                         {
                                           MutexLock lock(wait->mu);
                                           wait->over = true;
                                           wait->status = status;
                                         }
                                         if (!absl::IsCancelled(status)) wake();
                                       });
}

absl::Status ExportSource::Refill() {
  if (!has_more_) return absl::OkStatus();
  ASSIGN_OR_RETURN(MatchStretch stretch,
                   context_.index.ListMatches(request_.match, behind_, kFoundAtOnce));
  matches_.assign(std::make_move_iterator(stretch.matches.begin()),
                  std::make_move_iterator(stretch.matches.end()));
  has_more_ = stretch.has_more;
  return absl::OkStatus();
}

// The next few matches, as they are now: those that are gone, or do not pass the filter any more,
// are left out.
absl::StatusOr<search::v1::ExportArticlesResponse> ExportSource::ReadSome() {
  std::vector<Match> wanted;
  for (size_t i = 0; i < std::min(kReadAtOnce, matches_.size()); ++i) {
    wanted.push_back({matches_[i].name});
  }
  ASSIGN_OR_RETURN(MatchedArticles read, context_.index.Describe(request_.match, wanted));
  Response response;
  AnswerBudget budget(kMaxMessageBytesOfArticles);
  for (absl::optional<MatchedArticle>& matched : read.articles) {
    const bool is_match = matched && MatchesArticle(request_.match.filter, matched->article);
    if (is_match) KeepView(request_.view, matched->article);
    if (is_match && !budget.Take(matched->article.ByteSizeLong())) break;
    if (is_match) *response.add_articles() = std::move(matched->article);
    behind_ = std::move(matches_.front().place);
    matches_.pop_front();
  }
  return Finished(std::move(response), read.position);
}

search::v1::ExportArticlesResponse ExportSource::Finished(Response response,
                                                          const LogPosition& position) const {
  response.set_resume_token(EncodePageToken({request_.arguments, position, behind_}));
  response.mutable_info()->set_log_id(position.log_id);
  response.mutable_info()->set_revision(position.revision);
  return response;
}

}  // namespace akin

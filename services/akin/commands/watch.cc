#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "services/akin/cli/article_text.h"
#include "services/akin/commands/commands.h"

namespace akin {
namespace {

constexpr absl::Duration kRetryDelay = absl::Seconds(1);

class WatchCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    flags.Integer("after_revision", "N", "only changes after this one", &after_revision_);
    flags.Text("log_id", "ID", "the log that N counts in (default: whichever storage has)",
               &log_id_);
    flags.Duration("heartbeat", "how often to hear that nothing happened (default 1s)",
                   &heartbeat_);
    flags.Switch("replay_only", "stop when everything until now was told", &replay_only_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>&) override {
    ASSIGN_OR_RETURN(auto request, NewRequest(session));
    while (true) {
      const absl::Status status = Follow(session, request);
      if (!IsInterruption(status) || request.log_id().empty()) return status;
      if (!session.out().json()) PrintInterruption(session.out(), status);
      absl::SleepFor(kRetryDelay);
    }
  }

 private:
  // A server that is stopped may also cancel what is not read.
  static bool IsInterruption(const absl::Status& status) {
    return absl::IsUnavailable(status) || absl::IsCancelled(status);
  }

  absl::StatusOr<storage::v1::WatchArticlesRequest> NewRequest(Session& session) const {
    storage::v1::WatchArticlesRequest request;
    request.set_after_revision(after_revision_);
    request.set_log_id(log_id_);
    if (after_revision_ > 0 && log_id_.empty()) {
      ASSIGN_OR_RETURN(const std::string log_id, CurrentLog(session));
      request.set_log_id(log_id);
    }
    if (heartbeat_) *request.mutable_heartbeat_interval() = ToProto(*heartbeat_);
    return request;
  }

  // Until the stream ends; OK once a replay is over. `request` goes on from what was told.
  absl::Status Follow(Session& session, storage::v1::WatchArticlesRequest& request) {
    grpc::ClientContext context;                            // no deadline: it goes on until Ctrl-C
    context.set_wait_for_ready(!request.log_id().empty());  // it was there
    const auto reader = session.storage().WatchArticles(&context, request);
    storage::v1::WatchArticlesResponse event;
    while (reader->Read(&event)) {
      Print(session.out(), event);
      if (event.has_replay()) request.set_log_id(event.replay().log_id());
      request.set_after_revision(std::max(request.after_revision(), RevisionOf(event)));
      if (replay_only_ && ReplayIsOver(event)) {
        context.TryCancel();
        reader->Finish();
        return absl::OkStatus();
      }
    }
    return FromGrpcStatus(reader->Finish());
  }

  // Any answer of storage names its log.
  static absl::StatusOr<std::string> CurrentLog(Session& session) {
    storage::v1::ListArticlesRequest request;
    request.set_page_size(1);
    request.set_view(news::v1::ARTICLE_VIEW_NAME_ONLY);
    ASSIGN_OR_RETURN(
        const auto response,
        session.Call<storage::v1::ListArticlesResponse>(
            session.storage(), &storage::v1::StorageService::Stub::ListArticles, request));
    return response.info().log_id();
  }

  bool ReplayIsOver(const storage::v1::WatchArticlesResponse& event) {
    if (event.has_replay()) replay_until_ = event.replay().replay_until();
    return RevisionOf(event) >= replay_until_ || replay_until_ <= after_revision_;
  }

  static int64_t RevisionOf(const storage::v1::WatchArticlesResponse& event) {
    return event.has_change() ? event.change().revision() : event.heartbeat().revision();
  }

  static void PrintInterruption(Output& out, const absl::Status& status) {
    out.Line(out.Styled(Style::kDim, absl::StrCat("interrupted: ", status.message(),
                                                  "; going on when storage is back")));
    out.Flush();
  }

  static void Print(Output& out, const storage::v1::WatchArticlesResponse& event) {
    if (out.json()) {
      out.PrintJson(event);
    } else if (event.has_replay()) {
      out.Line(out.Styled(Style::kDim,
                          absl::StrCat("log ", event.replay().log_id(), ", history until revision ",
                                       event.replay().replay_until())));
    } else if (event.has_change()) {
      PrintChange(out, event.change());
    }
    out.Flush();
  }

  static void PrintChange(Output& out, const storage::v1::Change& change) {
    const std::string lead = absl::StrCat(change.revision(), "  ");
    if (change.has_article()) PrintCard(out, change.article(), lead);
    if (change.kind_case() == storage::v1::Change::kWithdrawn)
      out.Line(absl::StrCat(lead, out.Styled(Style::kRed, "withdrawn "), change.withdrawn()));
    if (change.has_assignment())
      out.Line(absl::StrCat(lead, change.assignment().article(), " belongs to ",
                            change.assignment().story()));
    if (change.has_merge())
      out.Line(
          absl::StrCat(lead, change.merge().story(), " is now part of ", change.merge().into()));
  }

  int64_t after_revision_ = 0;
  std::string log_id_;
  absl::optional<absl::Duration> heartbeat_;
  bool replay_only_ = false;
  int64_t replay_until_ = 0;
};

}  // namespace

std::unique_ptr<Command> NewWatchCommand() { return std::make_unique<WatchCommand>(); }

}  // namespace akin

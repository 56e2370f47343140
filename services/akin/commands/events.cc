#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status_macros.h"
#include "google/protobuf/util/json_util.h"
#include "services/akin/cli/files.h"
#include "services/akin/commands/commands.h"
#include "services/akin/commands/read_flags.h"

namespace akin {
namespace {

constexpr int kMaxEvents = 1000;  // of one call

absl::StatusOr<std::vector<recommendation::v1::RecordEventsRequest>> ParseEvents(
    absl::string_view text) {
  std::vector<recommendation::v1::RecordEventsRequest> requests;
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    if (requests.empty() || requests.back().events_size() == kMaxEvents) requests.emplace_back();
    const auto parsed = google::protobuf::util::JsonStringToMessage(std::string(line),
                                                                    requests.back().add_events());
    if (parsed.ok()) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("line ", number, ": not an event as JSON: ", std::string(parsed.message())));
  }
  return requests;
}

class EventsCommand : public Command {
 public:
  void Declare(Flags& flags) override { DeclareMinRevision(flags, &min_revision_); }

  absl::Status Run(Session& session, const std::vector<std::string>& arguments) override {
    ASSIGN_OR_RETURN(const std::string text, ReadFile(arguments[0]));
    ASSIGN_OR_RETURN(std::vector<recommendation::v1::RecordEventsRequest> requests,
                     ParseEvents(text));
    recommendation::v1::RecordEventsResponse total;
    int sent = 0;
    for (recommendation::v1::RecordEventsRequest& request : requests) {
      request.set_min_revision(min_revision_);
      ASSIGN_OR_RETURN(
          const auto response,
          session.Call<recommendation::v1::RecordEventsResponse>(
              session.recommendation(),
              &recommendation::v1::RecommendationService::Stub::RecordEvents, request));
      AddTo(total, response, sent);
      sent += request.events_size();
    }
    Print(session.out(), total);
    return absl::OkStatus();
  }

 private:
  // As one answer to all events, in their order.
  static void AddTo(recommendation::v1::RecordEventsResponse& total,
                    const recommendation::v1::RecordEventsResponse& response, int before) {
    total.set_recorded_count(total.recorded_count() + response.recorded_count());
    total.set_repeated_count(total.repeated_count() + response.repeated_count());
    for (recommendation::v1::RefusedEvent refused : response.refused()) {
      refused.set_index(refused.index() + before);
      *total.add_refused() = std::move(refused);
    }
  }

  static void Print(Output& out, const recommendation::v1::RecordEventsResponse& total) {
    if (out.json()) return out.PrintJson(total);
    for (const recommendation::v1::RefusedEvent& refused : total.refused()) {
      out.Line(absl::StrCat("event ", refused.index() + 1, ": ", refused.error().message()));
    }
    out.Line(absl::StrCat(total.recorded_count(), " recorded, ", total.repeated_count(),
                          " were recorded before, ", total.refused_size(), " refused"));
  }

  int64_t min_revision_ = 0;
};

}  // namespace

std::unique_ptr<Command> NewEventsCommand() { return std::make_unique<EventsCommand>(); }

}  // namespace akin

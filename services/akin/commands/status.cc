#include "absl/strings/str_cat.h"
#include "services/akin/cli/article_text.h"
#include "services/akin/commands/commands.h"

namespace akin {
namespace {

class StatusCommand : public Command {
 public:
  // Asks every server, and shows those that answer even if another does not.
  absl::Status Run(Session& session, const std::vector<std::string>&) override {
    news::v1::GetStatusResponse all;
    absl::Status first_error;
    for (const std::string& address : session.addresses().Distinct()) {
      const auto response = Ask(session, address);
      if (response.ok()) {
        all.MergeFrom(*response);
      } else {
        first_error.Update(absl::Status(response.status().code(),
                                        absl::StrCat(address, ": ", response.status().message())));
      }
    }
    Print(session.out(), all);
    return first_error;
  }

 private:
  static absl::StatusOr<news::v1::GetStatusResponse> Ask(Session& session,
                                                         const std::string& address) {
    const auto stub = session.status(address);
    return session.Call<news::v1::GetStatusResponse>(
        *stub, &news::v1::StatusService::Stub::GetStatus, news::v1::GetStatusRequest());
  }

  static std::string CacheText(const news::v1::ServiceStatus& service) {
    const int64_t asked = service.cache_hits() + service.cache_misses();
    if (asked == 0) return "-";
    return absl::StrCat(100 * service.cache_hits() / asked, "% of ", asked);
  }

  static std::string LagText(const news::v1::ServiceStatus& service) {
    if (service.state() != news::v1::SERVING_STATE_CATCHING_UP) return DurationText(service.lag());
    if (service.newest_revision() == 0) return "waits for storage";
    return absl::StrCat("being built: ", service.caught_up_revision(), " of ",
                        service.newest_revision());
  }

  static std::vector<std::string> Row(const news::v1::ServiceStatus& service) {
    const bool follows =
        !service.log_id().empty() || service.state() == news::v1::SERVING_STATE_CATCHING_UP;
    return {service.service(),
            follows ? absl::StrCat(service.applied_revision()) : "-",
            follows ? absl::StrCat(service.newest_revision()) : "-",
            follows ? LagText(service) : "-",
            follows ? absl::StrCat(service.article_count()) : "-",
            service.story_revision() > 0 ? absl::StrCat(service.story_revision()) : "-",
            CacheText(service),
            service.shared_cache().empty() ? "-" : service.shared_cache(),
            TimeText(service.start_time())};
  }

  static void Print(Output& out, const news::v1::GetStatusResponse& all) {
    if (out.json()) return out.PrintJson(all);
    if (all.services().empty()) return;
    std::vector<std::vector<std::string>> rows = {{"service", "revision", "newest", "lag",
                                                   "articles", "stories at", "cache hits",
                                                   "shared cache", "since"}};
    for (const auto& service : all.services()) rows.push_back(Row(service));
    out.Table(rows);
  }
};

}  // namespace

std::unique_ptr<Command> NewStatusCommand() { return std::make_unique<StatusCommand>(); }

}  // namespace akin

#include <algorithm>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "common/url/typed_url.h"
#include "services/akin/cli/names.h"
#include "services/akin/commands/commands.h"
#include "services/akin/commands/feed_text.h"
#include "services/akin/commands/read_flags.h"
#include "services/ingestion/domain/identity.h"

namespace akin {
namespace {

using IngestionStub = ingestion::v1::IngestionService::Stub;

// A feed as people name it: by id, by resource name, or by its address.
std::string FeedName(const std::string& given) {
  if (const auto url = ReadTypedUrl(given)) return absl::StrCat("feeds/", FeedId(*url));
  return absl::StartsWith(given, "feeds/") ? given : absl::StrCat("feeds/", given);
}

class FeedCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    flags.Text("source", "SOURCE", "add, update: the source of its articles", &source_);
    flags.Duration("min_interval", "add, update: poll at least this far apart", &min_interval_);
    flags.Switch("full_pages", "add, update: fetch the pages of items that are cut short",
                 &full_pages_);
    flags.Switch("no_full_pages", "update: do not fetch pages", &no_full_pages_);
    flags.Switch("pause", "add, update: do not poll it", &pause_);
    flags.Switch("resume", "update: poll it again, also one that is gone", &resume_);
    DeclarePage(flags, &page_size_, &page_token_);
    flags.Switch("all", "list: all pages", &all_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>& arguments) override {
    using Verb = absl::Status (FeedCommand::*)(Session&, const std::string&);
    static const auto* const kVerbs =
        new std::map<std::string, Verb>{{"add", &FeedCommand::Add},
                                        {"show", &FeedCommand::Show},
                                        {"update", &FeedCommand::Update},
                                        {"remove", &FeedCommand::Remove},
                                        {"fetch", &FeedCommand::Fetch}};
    const std::string& word = arguments[0];
    if (word == "list" && arguments.size() == 1) return List(session);
    const auto verb = kVerbs->find(word);
    if (verb == kVerbs->end() || arguments.size() < 2) {
      return UsageError(
          "want add URL…, list, or show, update, remove or fetch FEED… "
          "(see: akin help feed)");
    }
    for (size_t i = 1; i < arguments.size(); ++i) {
      RETURN_IF_ERROR((this->*verb->second)(session, arguments[i]));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Add(Session& session, const std::string& url) {
    ingestion::v1::CreateFeedRequest request;
    *request.mutable_feed() = NewValues();
    request.mutable_feed()->set_url(url);
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<ingestion::v1::CreateFeedResponse>(
                         session.ingestion(), &IngestionStub::CreateFeed, request));
    if (session.json()) return PrintJson(session, response);
    session.out().Line(
        absl::StrCat("subscribed to ", response.feed().url(), " as ", response.feed().name()));
    return absl::OkStatus();
  }

  absl::Status List(Session& session) {
    ingestion::v1::ListFeedsRequest request;
    request.set_page_size(page_size_);
    request.set_page_token(page_token_);
    std::vector<std::vector<std::string>> rows = {FeedTableHead()};
    do {
      ASSIGN_OR_RETURN(const auto response,
                       session.Call<ingestion::v1::ListFeedsResponse>(
                           session.ingestion(), &IngestionStub::ListFeeds, request));
      if (session.json()) session.out().PrintJson(response);
      for (const ingestion::v1::Feed& feed : response.feeds()) rows.push_back(FeedRow(feed));
      request.set_page_token(response.next_page_token());
    } while (all_ && !request.page_token().empty());
    if (!session.json()) PrintTable(session.out(), rows, request.page_token());
    return absl::OkStatus();
  }

  static void PrintTable(Output& out, const std::vector<std::vector<std::string>>& rows,
                         const std::string& next_page_token) {
    if (rows.size() == 1) return out.Line("No feeds.");
    out.Table(rows);
    if (next_page_token.empty()) return;
    out.Line(absl::StrCat("More: --all, or --page_token ", next_page_token));
  }

  absl::Status Show(Session& session, const std::string& feed) {
    ingestion::v1::GetFeedRequest request;
    request.set_name(FeedName(feed));
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<ingestion::v1::GetFeedResponse>(
                         session.ingestion(), &IngestionStub::GetFeed, request));
    return Print(session, response);
  }

  absl::Status Update(Session& session, const std::string& feed) {
    ingestion::v1::UpdateFeedRequest request;
    *request.mutable_feed() = NewValues();
    request.mutable_feed()->set_name(FeedName(feed));
    for (const auto& [path, changes] : Changes()) {
      if (changes) request.mutable_update_mask()->add_paths(path);
    }
    if (request.update_mask().paths().empty()) {
      return UsageError("nothing to change (see: akin help feed)");
    }
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<ingestion::v1::UpdateFeedResponse>(
                         session.ingestion(), &IngestionStub::UpdateFeed, request));
    return Print(session, response);
  }

  absl::Status Remove(Session& session, const std::string& feed) {
    ingestion::v1::DeleteFeedRequest request;
    request.set_name(FeedName(feed));
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<ingestion::v1::DeleteFeedResponse>(
                         session.ingestion(), &IngestionStub::DeleteFeed, request));
    if (session.json()) return PrintJson(session, response);
    session.out().Line(absl::StrCat("removed ", request.name(), "; its articles stay"));
    return absl::OkStatus();
  }

  absl::Status Fetch(Session& session, const std::string& feed) {
    ingestion::v1::FetchFeedRequest request;
    request.set_name(FeedName(feed));
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<ingestion::v1::FetchFeedResponse>(
                         session.ingestion(), &IngestionStub::FetchFeed, request));
    RETURN_IF_ERROR(Print(session, response));
    if (session.json()) return absl::OkStatus();
    if (response.feed().last_error().empty()) session.out().Line(FetchedText(response));
    return absl::OkStatus();
  }

  ingestion::v1::Feed NewValues() const {
    ingestion::v1::Feed feed;
    if (!source_.empty()) feed.set_source(SourceName(source_));
    if (min_interval_) *feed.mutable_min_interval() = ToProto(*min_interval_);
    feed.set_fetch_full_pages(full_pages_);
    feed.set_paused(pause_);
    return feed;
  }

  std::map<std::string, bool> Changes() const {
    return {{"source", !source_.empty()},
            {"min_interval", min_interval_.has_value()},
            {"fetch_full_pages", full_pages_ || no_full_pages_},
            {"paused", pause_ || resume_}};
  }

  static absl::Status PrintJson(Session& session, const google::protobuf::Message& response) {
    session.out().PrintJson(response);
    return absl::OkStatus();
  }

  template <typename Response>
  static absl::Status Print(Session& session, const Response& response) {
    if (session.json()) return PrintJson(session, response);
    PrintFeed(session.out(), response.feed());
    return absl::OkStatus();
  }

  std::string source_;
  absl::optional<absl::Duration> min_interval_;
  bool full_pages_ = false;
  bool no_full_pages_ = false;
  bool pause_ = false;
  bool resume_ = false;
  int32_t page_size_ = 0;
  std::string page_token_;
  bool all_ = false;
};

}  // namespace

std::unique_ptr<Command> NewFeedCommand() { return std::make_unique<FeedCommand>(); }

}  // namespace akin

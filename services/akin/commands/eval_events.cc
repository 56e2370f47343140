#include "services/akin/commands/eval_events.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/shown.h"
#include "common/status/status_macros.h"
#include "google/protobuf/struct.pb.h"
#include "services/akin/cli/event_report.h"
#include "services/recommendation/events/event_file.h"

namespace akin {
namespace {

using google::protobuf::Struct;

std::vector<std::string> FilesOf(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return {path};
  std::vector<std::string> files;
  for (const EventFile& file : ListEventFiles(path)) files.push_back(file.path);
  return files;
}

std::string Show(const Estimate& estimate) {
  return absl::StrFormat("%.4f (%.4f to %.4f)", estimate.value, estimate.low, estimate.high);
}

void Set(Struct& message, const std::string& name, double value) {
  (*message.mutable_fields())[name].set_number_value(value);
}

void Set(Struct& message, const std::string& name, const Estimate& estimate) {
  Struct& numbers = *(*message.mutable_fields())[name].mutable_struct_value();
  Set(numbers, "value", estimate.value);
  Set(numbers, "low", estimate.low);
  Set(numbers, "high", estimate.high);
}

Struct ToStruct(const ArmReport& arm) {
  Struct message;
  (*message.mutable_fields())["arm"].set_string_value(Shown(arm.arm, 100));
  Set(message, "impressions", static_cast<double>(arm.impressions));
  Set(message, "clicks", static_cast<double>(arm.clicks));
  Set(message, "hides", static_cast<double>(arm.hides));
  Set(message, "click_through", arm.click_through);
  Set(message, "lists", static_cast<double>(arm.lists));
  Set(message, "mean_reciprocal_rank", arm.reciprocal_rank);
  Set(message, "wins", static_cast<double>(arm.wins));
  Set(message, "losses", static_cast<double>(arm.losses));
  Set(message, "ties", static_cast<double>(arm.ties));
  Set(message, "win_share", arm.win_share);
  return message;
}

void PrintJson(const EventReport& report, Output& out) {
  Struct message;
  Set(message, "events", static_cast<double>(report.events()));
  Set(message, "events_without_list", static_cast<double>(report.events_without_list()));
  auto& arms = *(*message.mutable_fields())["arms"].mutable_list_value();
  for (const ArmReport& arm : report.Arms()) {
    *arms.add_values()->mutable_struct_value() = ToStruct(arm);
  }
  out.PrintJson(message);
}

std::vector<std::string> RowOf(const ArmReport& arm) {
  const bool interleaved = arm.wins + arm.losses + arm.ties > 0;
  return {Shown(arm.arm, 100),
          absl::StrCat(arm.impressions),
          absl::StrCat(arm.clicks),
          Show(arm.click_through),
          absl::StrCat(arm.lists),
          arm.lists > 0 ? Show(arm.reciprocal_rank) : "",
          interleaved ? absl::StrCat(arm.wins, ":", arm.losses, ":", arm.ties) : "",
          interleaved ? Show(arm.win_share) : ""};
}

void PrintTable(const EventReport& report, Output& out) {
  std::vector<std::vector<std::string>> rows = {{"arm", "shown", "clicks", "click-through", "lists",
                                                 "mean reciprocal rank", "won:lost:tied", "won"}};
  for (const ArmReport& arm : report.Arms()) rows.push_back(RowOf(arm));
  out.Table(rows);
  out.Line(absl::StrCat(report.events(), " events, ", report.events_without_list(),
                        " without list_id; in brackets 95 % confidence intervals"));
}

}  // namespace

absl::Status EvalEvents(const std::vector<std::string>& paths, Output& out) {
  EventReport report;
  for (const std::string& path : paths) {
    for (const std::string& file : FilesOf(path)) {
      RETURN_IF_ERROR(ReadEventFile(file, [&](const auto& event) { report.Add(event); }).status());
    }
  }
  if (report.events() == 0) {
    return absl::NotFoundError(absl::StrCat(paths.front(), ": no events in it"));
  }
  out.json() ? PrintJson(report, out) : PrintTable(report, out);
  return absl::OkStatus();
}

}  // namespace akin

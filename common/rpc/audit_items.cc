#include "common/rpc/audit_items.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"

namespace akin {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* Field(const Message& message, const char* name,
                             FieldDescriptor::CppType type) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  return field != nullptr && field->cpp_type() == type ? field : nullptr;
}

std::string Text(const Message& message, const char* name) {
  const FieldDescriptor* field = Field(message, name, FieldDescriptor::CPPTYPE_STRING);
  if (field == nullptr || field->is_repeated()) return "";
  return message.GetReflection()->GetString(message, field);
}

int64_t Number(const Message& message, const char* name) {
  const FieldDescriptor* field = Field(message, name, FieldDescriptor::CPPTYPE_INT64);
  return field == nullptr ? 0 : message.GetReflection()->GetInt64(message, field);
}

// "CREATED" of PUT_OUTCOME_CREATED.
std::string Outcome(const Message& message) {
  const FieldDescriptor* field = Field(message, "outcome", FieldDescriptor::CPPTYPE_ENUM);
  if (field == nullptr) return "OK";
  const std::string name = message.GetReflection()->GetEnum(message, field)->name();
  const size_t end = name.find("OUTCOME_");
  return end == std::string::npos ? name : name.substr(end + 8);
}

// The field's message, null if it is not set.
const Message* Part(const Message& message, const char* name) {
  const FieldDescriptor* field = Field(message, name, FieldDescriptor::CPPTYPE_MESSAGE);
  if (field == nullptr || field->is_repeated()) return nullptr;
  const auto& reflection = *message.GetReflection();
  return reflection.HasField(message, field) ? &reflection.GetMessage(message, field) : nullptr;
}

AuditEntry ItemOfResult(const Message& result) {
  AuditEntry item{.name = Text(result, "name"), .outcome = Outcome(result)};
  item.revision = Number(result, "revision");
  if (const Message* error = Part(result, "error")) {
    const FieldDescriptor* code = Field(*error, "code", FieldDescriptor::CPPTYPE_INT32);
    item.outcome = code == nullptr ? "UNKNOWN"
                                   : absl::StatusCodeToString(static_cast<absl::StatusCode>(
                                         error->GetReflection()->GetInt32(*error, code)));
  }
  return item;
}

bool AddResults(const Message& answer, std::vector<AuditEntry>& items) {
  if (const Message* result = Part(answer, "result")) {
    items.push_back(ItemOfResult(*result));
    return true;
  }
  const FieldDescriptor* field = Field(answer, "results", FieldDescriptor::CPPTYPE_MESSAGE);
  if (field == nullptr || !field->is_repeated()) return false;
  const auto& reflection = *answer.GetReflection();
  for (int i = 0; i < reflection.FieldSize(answer, field); ++i)
    items.push_back(ItemOfResult(reflection.GetRepeatedMessage(answer, field, i)));
  return true;
}

// What a request or an answer is about.
std::string NameIn(const Message& message) {
  std::string name = Text(message, "name");
  for (const char* part : {"article", "feed", "backup"}) {
    const Message* about = Part(message, part);
    if (name.empty() && about != nullptr) name = Text(*about, "name");
  }
  return name;
}

}  // namespace

bool IsAudited(absl::string_view method) {
  constexpr std::array kNotAudited = {
      "Get",          "BatchGet",      "Lookup",           "List",
      "BatchList",    "Search",        "Suggest",          "Explain",
      "Watch",        "Check",         "ServerReflection", "AcquireLease",
      "ReleaseLease", "ClaimDueFeeds", "RecordPoll",       "AssignStories"};
  const absl::string_view verb = method.substr(method.rfind('/') + 1);
  return std::none_of(kNotAudited.begin(), kNotAudited.end(),
                      [&](const char* start) { return absl::StartsWith(verb, start); });
}

std::vector<AuditEntry> AuditItems(const Message* request, const Message* answer,
                                   const absl::Status& status) {
  std::vector<AuditEntry> items;
  if (answer != nullptr && AddResults(*answer, items)) return items;
  AuditEntry item{.outcome = absl::StatusCodeToString(status.code()),
                  .reason = ErrorReason(status)};
  if (request != nullptr) {
    item.name = NameIn(*request);
    if (item.reason.empty()) item.reason = Text(*request, "reason");
  }
  if (answer != nullptr) {
    if (item.name.empty()) item.name = NameIn(*answer);
    item.revision = Number(*answer, "revision");
  }
  items.push_back(std::move(item));
  return items;
}

}  // namespace akin

#include "services/web/api/rpc_json.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "akin/news/v1/article.pb.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "akin/search/v1/search_service.pb.h"
#include "akin/storage/v1/storage_service.pb.h"
#include "common/rpc/status_conversion.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "common/status/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"

namespace akin {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using nlohmann::json;

const MethodDescriptor& DescriptorOf(const ApiMethod& method) {
  const std::string name =
      absl::StrReplaceAll(absl::string_view(method.rpc).substr(1), {{"/", "."}});
  return *google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
}

std::unique_ptr<Message> NewMessage(const Descriptor& type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

const FieldDescriptor* FindField(const Descriptor& type, const std::string& name) {
  const FieldDescriptor* field = type.FindFieldByName(name);
  return field == nullptr ? type.FindFieldByCamelcaseName(name) : field;
}

bool IsNestable(const FieldDescriptor& field) {
  return field.message_type() != nullptr &&
         !absl::StartsWith(field.message_type()->full_name(), "google.protobuf.");
}

absl::Status NoSuchParameter(const std::string& name) {
  return InvalidField(Shown(name), "no such parameter");
}

// Puts a parameter to where its field stands in the request's JSON.
absl::Status AddParameter(const std::string& name, const std::string& value, const Descriptor& type,
                          json& request) {
  const std::pair<std::string, std::string> path = absl::StrSplit(name, absl::MaxSplits('.', 1));
  const FieldDescriptor* const field = FindField(type, path.first);
  if (field == nullptr || field->is_map()) return NoSuchParameter(name);
  const std::string key = field->name();
  if (!path.second.empty() && IsNestable(*field) && !field->is_repeated())
    return AddParameter(path.second, value, *field->message_type(), request[key]);
  if (!path.second.empty() || IsNestable(*field)) return NoSuchParameter(name);
  if (field->is_repeated())
    request[key].push_back(value);
  else
    request[key] = value;
  return absl::OkStatus();
}

// "seeds.article": of a repeated message, a new one.
void SetId(absl::string_view field_path, const std::string& id, Message& message) {
  const std::pair<std::string, absl::string_view> path =
      absl::StrSplit(field_path, absl::MaxSplits('.', 1));
  const FieldDescriptor& field = *message.GetDescriptor()->FindFieldByName(path.first);
  const auto& reflection = *message.GetReflection();
  if (path.second.empty()) return reflection.SetString(&message, &field, id);
  SetId(path.second, id,
        field.is_repeated() ? *reflection.AddMessage(&message, &field)
                            : *reflection.MutableMessage(&message, &field));
}

absl::Status ParseJson(const std::string& text, Message& out) {
  const auto status = google::protobuf::util::JsonStringToMessage(text, &out);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      Shown(std::string(status.message().data(), status.message().size())));
}

absl::Status ReadBody(const HttpRequest& http, Message& out) {
  if (!absl::StrContains(absl::AsciiStrToLower(http.Header("Content-Type")), "json"))
    return InvalidField("Content-Type", "want application/json");
  if (!http.query.empty()) return NoSuchParameter(http.query.front().first);
  return ParseJson(http.body, out);
}

absl::Status ReadParameters(const HttpFields& query, Message& out) {
  json request = json::object();
  for (const auto& [name, value] : query) {
    RETURN_IF_ERROR(AddParameter(name, value, *out.GetDescriptor(), request));
  }
  return ParseJson(request.dump(-1, ' ', false, json::error_handler_t::replace), out);
}

void AddArticleNames(const Message& message, std::vector<std::string>& names) {
  if (message.GetDescriptor() == news::v1::Article::descriptor()) {
    names.push_back(static_cast<const news::v1::Article&>(message).name());
    return;
  }
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->message_type() == nullptr) continue;
    if (!field->is_repeated()) {
      AddArticleNames(reflection.GetMessage(message, field), names);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i)
      AddArticleNames(reflection.GetRepeatedMessage(message, field, i), names);
  }
}

}  // namespace

std::unique_ptr<Message> NewApiRequest(const ApiMethod& method) {
  return NewMessage(*DescriptorOf(method).input_type());
}

std::unique_ptr<Message> NewApiResponse(const ApiMethod& method) {
  return NewMessage(*DescriptorOf(method).output_type());
}

absl::Status ReadApiRequest(const ApiMethod& method, const HttpRequest& http, absl::string_view id,
                            Message& out) {
  RETURN_IF_ERROR(http.method == "POST" ? ReadBody(http, out) : ReadParameters(http.query, out));
  const absl::string_view id_field = method.id_field;
  if (!id_field.empty()) SetId(id_field, absl::StrCat(method.id_prefix, id), out);
  return absl::OkStatus();
}

std::string ToJson(const Message& message) {
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text);
  return status.ok() ? absl::StrCat(text, "\n") : "{}\n";
}

std::string ErrorJson(const absl::Status& status) { return ToJson(ToRpcStatus(status)); }

std::vector<std::string> ArticleNamesIn(const Message& message) {
  std::vector<std::string> names;
  AddArticleNames(message, names);
  return names;
}

}  // namespace akin

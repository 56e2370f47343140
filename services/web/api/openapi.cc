#include "services/web/api/openapi.h"

#include <memory>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "nlohmann/json.hpp"
#include "services/web/api/api_methods.h"
#include "services/web/pages/assets.h"

namespace akin {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using Json = nlohmann::ordered_json;

// The comment before a thing in its .proto, its lines joined.
template <typename Thing>
std::string CommentOf(const Thing& thing) {
  google::protobuf::SourceLocation location;
  if (!thing.GetSourceLocation(&location)) return "";
  return std::string(absl::StripAsciiWhitespace(
      absl::StrReplaceAll(location.leading_comments, {{"\n \n", "\n\n"}, {"\n ", " "}})));
}

class OpenApiWriter {
 public:
  explicit OpenApiWriter(const DescriptorPool& pool) : pool_(pool) {}

  Json Write() {
    Json document = {
        {"openapi", "3.1.0"},
        {"info",
         {{"title", "Akin"},
          {"version", "1"},
          {"description", "News that is alike: articles, stories, search. Reading only."},
          {"license", {{"name", "See the distribution"}}}}},
        {"servers", {{{"url", "/"}}}}};
    Json& paths = document["paths"] = Json::object();
    for (const ApiMethod& method : ApiMethods())
      paths[method.path][absl::AsciiStrToLower(method.http_method)] = Operation(method);
    document["components"]["schemas"] = Schemas();
    return document;
  }

 private:
  Json Operation(const ApiMethod& method) {
    const MethodDescriptor& rpc = *pool_.FindMethodByName(
        absl::StrReplaceAll(absl::string_view(method.rpc).substr(1), {{"/", "."}}));
    const bool post = method.http_method == absl::string_view("POST");
    Json operation = {{"operationId", absl::StrCat(rpc.name(), post ? "ByPost" : "")},
                      {"description", CommentOf(rpc)}};
    if (post)
      operation["requestBody"] = {{"required", true}, {"content", Content(*rpc.input_type())}};
    else
      operation["parameters"] = Parameters(method, *rpc.input_type());
    operation["responses"] = {
        {"200", {{"description", "OK"}, {"content", Content(*rpc.output_type())}}},
        {"default",
         {{"description", "An error, with the HTTP status of its code."},
          {"content", Content(*pool_.FindMessageTypeByName("google.rpc.Status"))}}}};
    return operation;
  }

  Json Content(const Descriptor& type) {
    return {{"application/json", {{"schema", Reference(type)}}}};
  }

  Json Parameters(const ApiMethod& method, const Descriptor& type) {
    Json parameters = Json::array();
    if (method.id_field[0] != '\0')
      parameters.push_back(
          {{"name", "id"},
           {"in", "path"},
           {"required", true},
           {"description", absl::StrCat("What follows \"", method.id_prefix, "\".")},
           {"schema", {{"type", "string"}}}});
    AddParameters(type, "", absl::string_view(method.id_field), parameters);
    return parameters;
  }

  void AddParameters(const Descriptor& type, const std::string& prefix, absl::string_view id_field,
                     Json& parameters) {
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const std::string name = absl::StrCat(prefix, field.json_name());
      if (field.name() == id_field) continue;
      if (field.message_type() == nullptr || IsWellKnown(*field.message_type()))
        parameters.push_back({{"name", name},
                              {"in", "query"},
                              {"description", CommentOf(field)},
                              {"schema", FieldSchema(field)}});
      else if (!field.is_repeated())
        AddParameters(*field.message_type(), absl::StrCat(name, "."), "", parameters);
    }
  }

  static bool IsWellKnown(const Descriptor& type) {
    return absl::StartsWith(type.full_name(), "google.protobuf.");
  }

  // A message or an enum is described once, among the components.
  template <typename Type>
  Json Reference(const Type& type) {
    Want(type);
    return {{"$ref", absl::StrCat("#/components/schemas/", type.full_name())}};
  }
  void Want(const Descriptor& type) {
    if (wanted_.insert(type.full_name()).second) messages_.push_back(&type);
  }
  void Want(const EnumDescriptor& type) {
    if (wanted_.insert(type.full_name()).second) enums_.push_back(&type);
  }

  Json Schemas() {
    Json schemas = Json::object();
    for (size_t i = 0; i < messages_.size(); ++i)  // grows as fields are looked at
      schemas[messages_[i]->full_name()] = MessageSchema(*messages_[i]);
    for (const EnumDescriptor* type : enums_) schemas[type->full_name()] = EnumSchema(*type);
    return schemas;
  }

  Json MessageSchema(const Descriptor& type) {
    Json properties = Json::object();
    for (int i = 0; i < type.field_count(); ++i) {
      Json schema = FieldSchema(*type.field(i));
      schema["description"] = CommentOf(*type.field(i));
      properties[type.field(i)->json_name()] = std::move(schema);
    }
    return {{"type", "object"}, {"description", CommentOf(type)}, {"properties", properties}};
  }

  static Json EnumSchema(const EnumDescriptor& type) {
    Json names = Json::array();
    std::string text = CommentOf(type);
    for (int i = 0; i < type.value_count(); ++i) {
      names.push_back(type.value(i)->name());
      absl::StrAppend(&text, "\n\n", type.value(i)->name(), ": ", CommentOf(*type.value(i)));
    }
    return {{"type", "string"}, {"description", text}, {"enum", names}};
  }

  Json FieldSchema(const FieldDescriptor& field) {
    if (field.is_map()) return {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}};
    if (field.is_repeated()) return {{"type", "array"}, {"items", ValueSchema(field)}};
    return ValueSchema(field);
  }

  Json ValueSchema(const FieldDescriptor& field) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return IsWellKnown(*field.message_type()) ? WellKnown(*field.message_type())
                                                  : Reference(*field.message_type());
      case FieldDescriptor::CPPTYPE_ENUM:
        return Reference(*field.enum_type());
      case FieldDescriptor::CPPTYPE_BOOL:
        return {{"type", "boolean"}};
      case FieldDescriptor::CPPTYPE_DOUBLE:
      case FieldDescriptor::CPPTYPE_FLOAT:
        return {{"type", "number"}};
      case FieldDescriptor::CPPTYPE_INT32:
      case FieldDescriptor::CPPTYPE_UINT32:
        return {{"type", "integer"}, {"format", "int32"}};
      case FieldDescriptor::CPPTYPE_INT64:
      case FieldDescriptor::CPPTYPE_UINT64:  // as proto3 JSON writes them
        return {{"type", "string"}, {"format", "int64"}, {"pattern", "^-?[0-9]+$"}};
      default:
        return {{"type", "string"}};
    }
  }

  static Json WellKnown(const Descriptor& type) {
    if (type.name() == "Timestamp") return {{"type", "string"}, {"format", "date-time"}};
    if (type.name() == "Duration")
      return {{"type", "string"}, {"pattern", "^-?[0-9]+(\\.[0-9]{1,9})?s$"}};
    return {{"type", "object"}, {"additionalProperties", true}};
  }

  const DescriptorPool& pool_;
  std::set<std::string> wanted_;
  std::vector<const Descriptor*> messages_;
  std::vector<const EnumDescriptor*> enums_;
};

// The protos as protoc read them, comments included.
std::string WriteDocument() {
  google::protobuf::FileDescriptorSet files;
  const absl::string_view bytes = AssetContent("services.protoset");
  files.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  DescriptorPool pool;
  for (const auto& file : files.file()) pool.BuildFile(file);
  return absl::StrCat(OpenApiWriter(pool).Write().dump(1), "\n");
}

}  // namespace

const std::string& OpenApiDocument() {
  static const std::string& document = *new std::string(WriteDocument());
  return document;
}

}  // namespace akin

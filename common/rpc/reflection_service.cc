#include "common/rpc/reflection_service.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/shown.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"

namespace akin {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using grpc::reflection::v1::ExtensionRequest;
using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;

const DescriptorPool& Pool() { return *DescriptorPool::generated_pool(); }

void SetNotFound(absl::string_view what, ServerReflectionResponse& response) {
  auto& error = *response.mutable_error_response();
  error.set_error_code(static_cast<int>(absl::StatusCode::kNotFound));
  error.set_error_message(absl::StrCat(Shown(what), " is not known here"));
}

void AddFile(const FileDescriptor& file, std::set<const FileDescriptor*>& added,
             ServerReflectionResponse& response) {
  if (!added.insert(&file).second) return;
  google::protobuf::FileDescriptorProto proto;
  file.CopyTo(&proto);
  response.mutable_file_descriptor_response()->add_file_descriptor_proto(proto.SerializeAsString());
  for (int i = 0; i < file.dependency_count(); ++i) AddFile(*file.dependency(i), added, response);
}

// `file` is null if there is none.
void SetFile(const FileDescriptor* file, absl::string_view asked,
             ServerReflectionResponse& response) {
  std::set<const FileDescriptor*> added;
  file != nullptr ? AddFile(*file, added, response) : SetNotFound(asked, response);
}

const FileDescriptor* FileOf(const ExtensionRequest& asked) {
  const Descriptor* type = Pool().FindMessageTypeByName(asked.containing_type());
  if (type == nullptr) return nullptr;
  const FieldDescriptor* extension =
      Pool().FindExtensionByNumber(type, asked.extension_number());
  return extension == nullptr ? nullptr : extension->file();
}

void SetExtensions(const std::string& type_name, ServerReflectionResponse& response) {
  const Descriptor* type = Pool().FindMessageTypeByName(type_name);
  if (type == nullptr) return SetNotFound(type_name, response);
  std::vector<const FieldDescriptor*> extensions;
  Pool().FindAllExtensions(type, &extensions);
  auto& answer = *response.mutable_all_extension_numbers_response();
  answer.set_base_type_name(type_name);
  for (const FieldDescriptor* extension : extensions)
    answer.add_extension_number(extension->number());
}

void SetServices(const std::vector<std::string>& names, ServerReflectionResponse& response) {
  auto& answer = *response.mutable_list_services_response();
  for (const std::string& name : names) answer.add_service()->set_name(name);
}

}  // namespace

ReflectionService::ReflectionService(absl::string_view full_name, std::vector<std::string> served)
    : RpcService(full_name, {.threads = 1, .max_batch_messages = 1}), served_(std::move(served)) {
  BidiBatch<ServerReflectionRequest, ServerReflectionResponse>(
      "ServerReflectionInfo",
      [this](const CallContext&, const std::vector<ServerReflectionRequest>& requests)
          -> absl::StatusOr<std::vector<ServerReflectionResponse>> {
        std::vector<ServerReflectionResponse> responses;
        for (const ServerReflectionRequest& request : requests)
          responses.push_back(Answer(request));
        return responses;
      });
}

ServerReflectionResponse ReflectionService::Answer(const ServerReflectionRequest& request) const {
  ServerReflectionResponse response;
  response.set_valid_host(request.host());
  *response.mutable_original_request() = request;
  switch (request.message_request_case()) {
    case ServerReflectionRequest::kFileByFilename:
      SetFile(Pool().FindFileByName(request.file_by_filename()), request.file_by_filename(),
              response);
      break;
    case ServerReflectionRequest::kFileContainingSymbol:
      SetFile(Pool().FindFileContainingSymbol(request.file_containing_symbol()),
              request.file_containing_symbol(), response);
      break;
    case ServerReflectionRequest::kFileContainingExtension:
      SetFile(FileOf(request.file_containing_extension()),
              request.file_containing_extension().containing_type(), response);
      break;
    case ServerReflectionRequest::kAllExtensionNumbersOfType:
      SetExtensions(request.all_extension_numbers_of_type(), response);
      break;
    case ServerReflectionRequest::kListServices:
      SetServices(served_, response);
      break;
    default:
      SetNotFound("an empty request", response);
  }
  return response;
}

}  // namespace akin

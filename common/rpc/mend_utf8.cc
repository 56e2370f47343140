#include "common/rpc/mend_utf8.h"

#include <vector>

#include "common/text/utf8.h"
#include "google/protobuf/descriptor.h"

namespace akin {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void MendStrings(const Reflection& reflection, const FieldDescriptor& field, Message& message) {
  if (!field.is_repeated()) {
    return reflection.SetString(&message, &field,
                                ToValidUtf8(reflection.GetString(message, &field)));
  }
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    reflection.SetRepeatedString(&message, &field, i,
                                 ToValidUtf8(reflection.GetRepeatedString(message, &field, i)));
  }
}

void MendMessages(const Reflection& reflection, const FieldDescriptor& field, Message& message) {
  if (!field.is_repeated()) return MendUtf8(*reflection.MutableMessage(&message, &field));
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i)
    MendUtf8(*reflection.MutableRepeatedMessage(&message, &field, i));
}

}  // namespace

void MendUtf8(Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->type() == FieldDescriptor::TYPE_STRING) MendStrings(reflection, *field, message);
    if (field->type() == FieldDescriptor::TYPE_MESSAGE) MendMessages(reflection, *field, message);
  }
}

}  // namespace akin

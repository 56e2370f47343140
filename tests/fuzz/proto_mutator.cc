#include "tests/fuzz/proto_mutator.h"

#include <cstdint>
#include <limits>
#include <utility>

#include "google/protobuf/descriptor.h"

namespace akin::fuzz {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

template <typename T>
T Number(std::mt19937& random) {
  constexpr T kNumbers[] = {0,
                            1,
                            2,
                            3,
                            10,
                            100,
                            1000,
                            1001,
                            std::numeric_limits<T>::max(),
                            std::numeric_limits<T>::max() - 1,
                            std::numeric_limits<T>::lowest(),
                            static_cast<T>(-1),
                            static_cast<T>(1'700'000'000)};
  if (random() % 4 == 0) return static_cast<T>(random());
  return kNumbers[random() % std::size(kNumbers)];
}

double Real(std::mt19937& random) {
  constexpr double kNumbers[] = {0,
                                 0.5,
                                 1,
                                 -1,
                                 1e308,
                                 std::numeric_limits<double>::infinity(),
                                 std::numeric_limits<double>::quiet_NaN(),
                                 1e-300};
  return kNumbers[random() % std::size(kNumbers)];
}

// A value that may be none of those that are declared.
int EnumNumber(const FieldDescriptor& field, std::mt19937& random) {
  const auto& type = *field.enum_type();
  const int at = static_cast<int>(random() % (type.value_count() + 1));
  return at < type.value_count() ? type.value(at)->number() : 99;
}

}  // namespace

ProtoMutator::ProtoMutator(std::vector<std::string> words) : words_(std::move(words)) {}

void ProtoMutator::Mutate(Message& message, std::mt19937& random) const {
  const auto& type = *message.GetDescriptor();
  if (type.field_count() == 0) return;
  const FieldDescriptor& field = *type.field(static_cast<int>(random() % type.field_count()));
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) return MutateRepeated(message, field, random);
  if (random() % 8 == 0) return reflection.ClearField(&message, &field);
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
    return Mutate(*reflection.MutableMessage(&message, &field), random);
  Set(message, field, random);
}

void ProtoMutator::MutateRepeated(Message& message, const Field& field,
                                  std::mt19937& random) const {
  const Reflection& reflection = *message.GetReflection();
  const int size = reflection.FieldSize(message, &field);
  if (size == 0) return Add(message, field, random);
  const int at = static_cast<int>(random() % size);
  switch (random() % 4) {
    case 0:
      return reflection.RemoveLast(&message, &field);
    case 1:
      return reflection.SwapElements(&message, &field, at, size - 1);
    case 2:
      return Add(message, field, random);
    default:
      if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return Add(message, field, random);
      Mutate(*reflection.MutableRepeatedMessage(&message, &field, at), random);
  }
}

void ProtoMutator::Set(Message& message, const Field& field, std::mt19937& random) const {
  const Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(&message, &field, Number<int32_t>(random));
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&message, &field, Number<int64_t>(random));
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.SetUInt32(&message, &field, Number<uint32_t>(random));
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection.SetUInt64(&message, &field, Number<uint64_t>(random));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection.SetDouble(&message, &field, Real(random));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return reflection.SetFloat(&message, &field, static_cast<float>(Real(random)));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&message, &field, random() % 2 == 0);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&message, &field, EnumNumber(field, random));
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.SetString(&message, &field,
                                  Text(reflection.GetString(message, &field), random));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Mutate(*reflection.MutableMessage(&message, &field), random);
  }
}

// Numbers in lists are rare in our protos: only enums are added.
void ProtoMutator::Add(Message& message, const Field& field, std::mt19937& random) const {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_map()) return;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Mutate(*reflection.AddMessage(&message, &field), random);
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.AddString(&message, &field, Text("", random));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.AddEnumValue(&message, &field, EnumNumber(field, random));
    default:
      return;
  }
}

std::string ProtoMutator::Text(std::string old, std::mt19937& random) const {
  const std::string& word = words_[random() % words_.size()];
  const size_t at = random() % (old.size() + 1);
  switch (random() % 6) {
    case 0:
      return old.insert(at, word);
    case 1:
      return old.erase(at, random() % 8);
    case 2:
      return old.insert(at, 1, static_cast<char>(random()));
    case 3:
      return old.size() < 4'000 ? old + old : word;
    default:
      return word;
  }
}

}  // namespace akin::fuzz

#ifndef AKIN_TESTS_FUZZ_PROTO_MUTATOR_H_
#define AKIN_TESTS_FUZZ_PROTO_MUTATOR_H_

#include <random>
#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace akin::fuzz {

// Makes small changes to messages along their fields: sets, clears, adds, removes and doubles
// them, by values that programs like ours stumble over.
class ProtoMutator {
 public:
  // `words` are strings that mean something to who reads the messages.
  explicit ProtoMutator(std::vector<std::string> words);

  void Mutate(google::protobuf::Message& message, std::mt19937& random) const;

 private:
  using Field = google::protobuf::FieldDescriptor;

  void MutateRepeated(google::protobuf::Message& message, const Field& field,
                      std::mt19937& random) const;
  void Set(google::protobuf::Message& message, const Field& field, std::mt19937& random) const;
  void Add(google::protobuf::Message& message, const Field& field, std::mt19937& random) const;
  std::string Text(std::string old, std::mt19937& random) const;

  const std::vector<std::string> words_;
};

}  // namespace akin::fuzz

#endif  // AKIN_TESTS_FUZZ_PROTO_MUTATOR_H_

#ifndef AKIN_TESTS_FUZZ_PROTO_PROGRAM_H_
#define AKIN_TESTS_FUZZ_PROTO_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "tests/fuzz/proto_mutator.h"

namespace akin::fuzz {

// A step of what a fuzzer's input says: a verb and its message.
struct ProtoStep {
  std::string verb;
  std::unique_ptr<google::protobuf::Message> message;
};

// The message that goes with a verb, empty; null for a verb that there is not.
using MessageOfVerb =
    std::function<std::unique_ptr<google::protobuf::Message>(absl::string_view verb)>;

// Inputs are texts that people can read and write: for each step its verb, the message in text
// format, and "---", each on lines of their own. What is no step is passed over.
std::vector<ProtoStep> ReadProgram(absl::string_view text, const MessageOfVerb& of_verb);
std::string WriteProgram(const std::vector<ProtoStep>& steps);

// Changes, doubles, drops or moves steps, or adds one of the `verbs`.
std::string MutateProgram(absl::string_view text, const MessageOfVerb& of_verb,
                          const std::vector<std::string>& verbs, const ProtoMutator& mutator,
                          std::mt19937& random);

// The same as LLVMFuzzerCustomMutator has it; what grows too large stays as it was.
size_t MutateInput(uint8_t* data, size_t size, size_t max_size, unsigned int seed,
                   const MessageOfVerb& of_verb, const std::vector<std::string>& verbs,
                   const ProtoMutator& mutator);

}  // namespace akin::fuzz

#endif  // AKIN_TESTS_FUZZ_PROTO_PROGRAM_H_

#include "tests/fuzz/proto_program.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace akin::fuzz {
namespace {

using google::protobuf::Message;
using google::protobuf::TextFormat;

constexpr char kEnd[] = "\n---\n";
// So that no input takes long.
constexpr size_t kMaxSteps = 20;

// Says nothing of what does not parse.
class Silent : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int, int, const std::string&) override {}
};

bool Parse(absl::string_view text, Message& message) {
  Silent silent;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&silent);
  return parser.ParseFromString(std::string(text), &message);
}

ProtoStep Copy(const ProtoStep& step) {
  ProtoStep copy{step.verb, std::unique_ptr<Message>(step.message->New())};
  copy.message->CopyFrom(*step.message);
  return copy;
}

}  // namespace

std::vector<ProtoStep> ReadProgram(absl::string_view text, const MessageOfVerb& of_verb) {
  std::vector<ProtoStep> steps;
  for (absl::string_view block : absl::StrSplit(text, kEnd)) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(block, absl::MaxSplits('\n', 1));
    ProtoStep step{std::string(parts.first), of_verb(parts.first)};
    if (step.message != nullptr && Parse(parts.second, *step.message)) {
      steps.push_back(std::move(step));
    }
    if (steps.size() == kMaxSteps) break;
  }
  return steps;
}

std::string WriteProgram(const std::vector<ProtoStep>& steps) {
  std::string text;
  for (const ProtoStep& step : steps)
    absl::StrAppend(&text, step.verb, "\n", step.message->DebugString(), &kEnd[1]);
  return text;
}

std::string MutateProgram(absl::string_view text, const MessageOfVerb& of_verb,
                          const std::vector<std::string>& verbs, const ProtoMutator& mutator,
                          std::mt19937& random) {
  std::vector<ProtoStep> steps = ReadProgram(text, of_verb);
  const size_t at = steps.empty() ? 0 : random() % steps.size();
  switch (steps.empty() ? 0 : random() % 8) {
    case 0: {
      const std::string& verb = verbs[random() % verbs.size()];
      steps.insert(steps.begin() + at, {verb, of_verb(verb)});
      break;
    }
    case 1:
      steps.insert(steps.begin() + random() % steps.size(), Copy(steps[at]));
      break;
    case 2:
      steps.erase(steps.begin() + at);
      break;
    case 3:
      std::swap(steps[at], steps[random() % steps.size()]);
      break;
    default:
      for (int changes = 1 + random() % 3; changes > 0; --changes)
        mutator.Mutate(*steps[at].message, random);
  }
  return WriteProgram(steps);
}

size_t MutateInput(uint8_t* data, size_t size, size_t max_size, unsigned int seed,
                   const MessageOfVerb& of_verb, const std::vector<std::string>& verbs,
                   const ProtoMutator& mutator) {
  std::mt19937 random(seed);
  const std::string mutated =
      MutateProgram({reinterpret_cast<const char*>(data), size}, of_verb, verbs, mutator, random);
  if (mutated.size() > max_size) return size;
  std::memcpy(data, mutated.data(), mutated.size());
  return mutated.size();
}

}  // namespace akin::fuzz

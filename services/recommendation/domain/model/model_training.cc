#include "services/recommendation/domain/model/model_training.h"

#include <algorithm>
#include <utility>

#include "services/recommendation/domain/tables/codec.h"

namespace akin {
namespace {

// How often the vectors of new articles are made.
constexpr absl::Duration kCatchUp = absl::Milliseconds(20);

// Every key of the samples once, ascending.
std::vector<uint64_t> KeysOf(const ModelTraining::Samples& samples) {
  std::vector<uint64_t> keys;
  for (const auto& sample : samples) {
    for (const auto& term : sample) keys.push_back(term.key);
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace

ModelTraining::ModelTraining(Samples samples, ProjectSome project)
    : project_(std::move(project)), thread_([this, samples = std::move(samples)] {
        Learn(samples);
        ProjectUntilWanted();
      }) {}

ModelTraining::~ModelTraining() {
  if (thread_.joinable()) Stop(/*wanted=*/false);
}

ModelTraining::Result ModelTraining::Await() {
  Stop(/*wanted=*/true);
  return std::move(result_);
}

void ModelTraining::Learn(const Samples& samples) {
  result_.model = std::make_shared<const SemanticModel>(SemanticModel::Train(samples));
  result_.encoded = result_.model->Encode();
}

void ModelTraining::ProjectUntilWanted() {
  for (bool last = false; !last;) {
    last = AwaitMore();  // If so, nothing arrives any more.
    while (!IsAbandoned() && project_(*result_.model, result_.vectors)) continue;
  }
}

bool ModelTraining::AwaitMore() {
  MutexLock lock(mu_);
  if (!stopping_) changed_.WaitFor(mu_, kCatchUp);
  return stopping_;
}

bool ModelTraining::IsAbandoned() const {
  MutexLock lock(mu_);
  return stopping_ && !wanted_;
}

void ModelTraining::Stop(bool wanted) {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    wanted_ = wanted;
    changed_.NotifyAll();
  }
  thread_.join();
}

std::string EncodeSamples(const ModelTraining::Samples& samples) {
  const std::vector<uint64_t> keys = KeysOf(samples);
  absl::flat_hash_map<uint64_t, size_t> numbers;
  ByteWriter out;
  out.Number(keys.size());
  for (const uint64_t key : keys) {
    numbers[key] = numbers.size();
    out.Number(key);
  }
  out.Number(samples.size());
  for (const auto& sample : samples) {
    out.Number(sample.size());
    size_t previous = 0;
    for (const auto& term : sample) {
      const size_t number = numbers[term.key];
      out.Number(number - previous);
      out.Number(term.weight);
      previous = number;
    }
  }
  return out.Take();
}

absl::StatusOr<ModelTraining::Samples> DecodeSamples(absl::string_view bytes) {
  ByteReader in(bytes);
  std::vector<uint64_t> keys(in.Count());
  for (uint64_t& key : keys) key = in.Number();
  ModelTraining::Samples samples(in.Count());
  for (auto& sample : samples) {
    sample.resize(in.Count());
    size_t number = 0;
    for (auto& term : sample) {
      number += in.Number();
      if (number >= keys.size()) return absl::DataLossError("samples: malformed");
      term = {keys[number], static_cast<uint32_t>(in.Number())};
    }
  }
  if (!in.done()) return absl::DataLossError("samples: malformed");
  return samples;
}

}  // namespace akin

// libFuzzer's entry to the views: the log as storage, or whoever answers in its place, sends it.
// Whatever is in it, a view applies it or says why not, and what it has applied can be read.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "akin/storage/v1/storage_service.pb.h"
#include "services/recommendation/store/memory_state_store.h"
#include "services/recommendation/view/similarity_view.h"
#include "services/search/xapian/reader_pool.h"
#include "services/search/xapian/xapian_article_index.h"
#include "services/search/xapian/xapian_search_view.h"
#include "tests/fuzz/fuzz_folder.h"
#include "tests/fuzz/proto_program.h"
#include "tests/fuzz/require.h"

namespace akin::fuzz {
namespace {

using storage::v1::Change;

// A change that comes alone, and one that comes with those before it.
constexpr char kNext[] = "next";
constexpr char kWith[] = "with";

std::unique_ptr<google::protobuf::Message> ChangeOf(absl::string_view verb) {
  if (verb != kNext && verb != kWith) return nullptr;
  return std::make_unique<Change>();
}

// Revisions only grow, as the follower sees to; all else is as it comes.
// The log comes over the wire, where no text is other than UTF-8.
bool ReadFromWire(const Change& sent, Change& read) {
  return read.ParseFromString(sent.SerializeAsString());
}

std::vector<LogBatch> BatchesOf(absl::string_view text) {
  std::vector<LogBatch> batches;
  int64_t revision = 0;
  for (ProtoStep& step : ReadProgram(text, ChangeOf)) {
    if (batches.empty() || step.verb == kNext) batches.emplace_back();
    Change change;
    if (!ReadFromWire(static_cast<const Change&>(*step.message), change)) continue;
    change.set_revision(++revision);
    if (change.has_article()) change.mutable_article()->set_revision(revision);
    LogBatch& batch = batches.back();
    batch.time = absl::FromUnixSeconds(1'700'000'000 + revision);
    batch.position = {"log", revision};
    batch.changes.push_back(std::move(change));
  }
  return batches;
}

void ApplyAll(LogView& view, const std::vector<LogBatch>& batches, absl::string_view text) {
  Require(view.Reset("log").ok(), "a view can be reset", text);
  for (const LogBatch& batch : batches) {
    if (batch.changes.empty()) continue;
    const absl::Status status = view.Apply(batch);
    Require(status.ok(), "a view gets past whatever the log has", text);
    Require(view.position().revision == batch.position.revision, "a view knows where it is", text);
  }
}

std::set<std::string> NamesIn(const std::vector<LogBatch>& batches) {
  std::set<std::string> names;
  for (const LogBatch& batch : batches) {
    for (const Change& change : batch.changes) names.insert(change.article().name());
  }
  return names;
}

void TrySimilarity(const std::vector<LogBatch>& batches, absl::string_view text) {
  MemoryStateStore store;
  const auto view = SimilarityView::Open(store, nullptr).value();
  ApplyAll(*view, batches, text);
  for (const std::string& name : NamesIn(batches)) {
    SimilarRequest request;
    request.seeds.push_back(name.substr(name.find('/') + 1));
    view->engine()->Similar(request).IgnoreError();
  }
  const auto restarted = SimilarityView::Open(store, nullptr);
  Require(restarted.ok(), "a view can be opened again", text);
  Require((*restarted)->engine()->article_count() == view->engine()->article_count(),
          "a restart loses nothing", text);
}

void TrySearch(const std::vector<LogBatch>& batches, absl::string_view text) {
  static const auto& folder = *new FuzzFolder();
  static auto& readers = *new ReaderPool();
  static auto& view = *XapianSearchView::Open(folder.path(), readers).value().release();
  ApplyAll(view, batches, text);
}

void Run(absl::string_view text) {
  const std::vector<LogBatch> batches = BatchesOf(text);
  TrySimilarity(batches, text);
  TrySearch(batches, text);
}

const std::vector<std::string>& Words() {
  static const auto& words = *new std::vector<std::string>{"",
                                                           "articles/a",
                                                           "articles/b",
                                                           "articles/c",
                                                           "articles/",
                                                           "a",
                                                           "stories/s",
                                                           "stories/t",
                                                           "stories/",
                                                           "sources/x",
                                                           "en",
                                                           "de",
                                                           "zz-ZZ",
                                                           "Ferry returns to Ostrava",
                                                           "ferry",
                                                           "\xff",
                                                           "東京",
                                                           "\n\n",
                                                           std::string(3'000, 'a'),
                                                           std::string("\0", 1),
                                                           "XSa",
                                                           "https://wire.example/1"};
  return words;
}

}  // namespace
}  // namespace akin::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  akin::fuzz::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned int seed) {
  using namespace akin::fuzz;  // NOLINT: the library's name, our content
  static const ProtoMutator& mutator = *new ProtoMutator(Words());
  return MutateInput(data, size, max_size, seed, ChangeOf, {kNext, kWith}, mutator);
}

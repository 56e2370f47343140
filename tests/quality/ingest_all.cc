#include <algorithm>
#include <cstdio>
#include <thread>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "akin/ingestion/v1/ingestion_service.grpc.pb.h"
#include "common/rpc/status_conversion.h"
#include "common/status/status_macros.h"
#include "tests/quality/run_similar.h"

namespace akin {
namespace {

using Stream = grpc::ClientReaderWriter<ingestion::v1::IngestArticlesRequest,
                                        ingestion::v1::IngestArticlesResponse>;

// Ids identify articles in the answer, so each may stand for one article only.
std::vector<const DataArticle*> WithoutRepeatedIds(const std::vector<DataArticle>& articles) {
  std::vector<const DataArticle*> out;
  absl::flat_hash_set<std::string> seen;
  for (const DataArticle& data : articles) {
    if (data.role == Role::kBackground || seen.insert(data.id).second) out.push_back(&data);
  }
  if (const size_t repeated = articles.size() - out.size(); repeated > 0)
    std::fprintf(stderr, "left out %zu articles whose id was there before\n", repeated);
  return out;
}

// One stream, so that the log has the articles in the data's order and a run can be repeated.
void SendAll(const std::vector<const DataArticle*>& articles, Stream& stream) {
  for (size_t i = 0; i < articles.size(); ++i) {
    ingestion::v1::IngestArticlesRequest request;
    *request.mutable_article() = articles[i]->article;
    request.set_request_id(absl::StrCat(i));
    if (!stream.Write(request)) break;
  }
  stream.WritesDone();
}

absl::Status Note(const DataArticle& data, const ingestion::v1::IngestResult& result,
                  Ingested& out) {
  if (result.has_error() || result.name().empty()) {
    const std::string message = absl::StrCat(data.id, ": ", result.error().message());
    if (data.role == Role::kQuery) return absl::InternalError(message);
    std::fprintf(stderr, "left out %s\n", message.c_str());
    return absl::OkStatus();
  }
  out.revision = std::max(out.revision, result.revision());
  if (data.role != Role::kBackground) out.ids[result.name()] = data.id;
  if (data.role == Role::kQuery) out.queries.push_back(result.name());
  return absl::OkStatus();
}

absl::Status ReceiveAll(const std::vector<const DataArticle*>& articles, Stream& stream,
                        Ingested& out) {
  absl::Status first_error;
  ingestion::v1::IngestArticlesResponse response;
  size_t received = 0;
  while (stream.Read(&response)) {
    size_t index = 0;
    if (!absl::SimpleAtoi(response.request_id(), &index) || index >= articles.size())
      return absl::InternalError("an acknowledgement of nothing that was sent");
    first_error.Update(Note(*articles[index], response.result(), out));
    if (++received % 1000 == 0 || received == articles.size())
      std::fprintf(stderr, "ingested %zu of %zu\n", received, articles.size());
  }
  if (received < articles.size())
    first_error.Update(absl::UnavailableError("the stream of articles broke"));
  return first_error;
}

}  // namespace

absl::StatusOr<Ingested> IngestAll(const std::shared_ptr<grpc::Channel>& channel,
                                   const std::vector<DataArticle>& articles) {
  const std::vector<const DataArticle*> sent = WithoutRepeatedIds(articles);
  const auto stub = ingestion::v1::IngestionService::NewStub(channel);
  grpc::ClientContext context;
  const auto stream = stub->IngestArticles(&context);
  std::thread sender([&] { SendAll(sent, *stream); });
  Ingested out;
  const absl::Status received = ReceiveAll(sent, *stream, out);
  if (!received.ok()) context.TryCancel();
  sender.join();
  const absl::Status finished = FromGrpcStatus(stream->Finish());
  RETURN_IF_ERROR(received);
  RETURN_IF_ERROR(finished);
  return out;
}

}  // namespace akin

#include "services/akin/commands/ingest_lines.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <thread>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/status_conversion.h"
#include "common/status/status_macros.h"
#include "google/protobuf/util/json_util.h"

namespace akin {
namespace {

using Stream = grpc::ClientReaderWriter<ingestion::v1::IngestArticlesRequest,
                                        ingestion::v1::IngestArticlesResponse>;

absl::StatusOr<news::v1::Article> ParseArticle(const std::string& line) {
  news::v1::Article article;
  const auto status = google::protobuf::util::JsonStringToMessage(line, &article);
  if (status.ok()) return article;
  return absl::InvalidArgumentError(
      absl::StrCat("not an article as JSON: ", std::string(status.message())));
}

std::string LineName(const std::string& path, int64_t number) {
  return absl::StrCat(path, ":", number);
}

void ReportBadLine(const std::string& path, int64_t number, const absl::Status& status,
                   IngestReport& report) {
  ingestion::v1::IngestResult result;
  *result.mutable_error() = ToRpcStatus(status);
  result.set_item_index(static_cast<int32_t>(number - 1));
  report.Add(LineName(path, number), result);
}

// Sends every line; ends early when the stream has broken. The request's id is the line's number.
void SendLines(std::istream& in, const std::string& path, const IngestLinesOptions& options,
               Stream& stream, IngestReport& report) {
  std::string line;
  for (int64_t number = 1; std::getline(in, line); ++number) {
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    auto article = ParseArticle(line);
    if (!article.ok()) {
      ReportBadLine(path, number, article.status(), report);
      continue;
    }
    ingestion::v1::IngestArticlesRequest request;
    *request.mutable_article() = *std::move(article);
    if (request.article().source().empty()) request.mutable_article()->set_source(options.source);
    request.set_validate_only(options.validate_only);
    request.set_request_id(absl::StrCat(number));
    if (!stream.Write(request)) break;
  }
  stream.WritesDone();
}

void ReceiveResults(const std::string& path, Stream& stream, IngestReport& report) {
  ingestion::v1::IngestArticlesResponse response;
  while (stream.Read(&response)) {
    int64_t number = 0;
    if (absl::SimpleAtoi(response.request_id(), &number))
      response.mutable_result()->set_item_index(static_cast<int32_t>(number - 1));
    report.Add(LineName(path, number), response.result());
  }
}

absl::Status Exchange(Session& session, std::istream& in, const std::string& path,
                      const IngestLinesOptions& options, IngestReport& report) {
  grpc::ClientContext context;  // no deadline: standard input may go on for days
  const auto stream = session.ingestion().IngestArticles(&context);
  std::thread sender([&] { SendLines(in, path, options, *stream, report); });
  ReceiveResults(path, *stream, report);
  sender.join();
  return FromGrpcStatus(stream->Finish());
}

}  // namespace

absl::Status IngestLines(Session& session, const std::string& path,
                         const IngestLinesOptions& options, IngestReport& report) {
  if (path == "-") return Exchange(session, std::cin, path, options, report);
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(std::strerror(errno));
  return Exchange(session, file, path, options, report);
}

}  // namespace akin

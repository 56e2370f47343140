// What tests/quality/search runs: a fresh Akin in this process, fed with the documents of a set of
// judged queries and asked each query as it stands, with the product's defaults.

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "akin/search/v1/search_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/status/status_macros.h"
#include "services/akin/cli/flags.h"
#include "services/akin/embedded/embedded_akin.h"
#include "tests/quality/dataset.h"
#include "tests/quality/run_similar.h"

namespace akin {
namespace {

namespace v1 = search::v1;
using Queries = std::vector<std::pair<std::string, std::string>>;  // id, text

struct Options {
  std::string data;
  std::string out;
  std::string work_dir;

  void DeclareIn(Flags& flags) {
    flags.Text("data", "DIR", "the set: docs.jsonl, queries.tsv", &data);
    flags.Text("out", "FILE", "where the answers go", &out);
    flags.Text("work_dir", "DIR", "an empty folder for Akin's data", &work_dir);
  }
};

absl::StatusOr<Options> ParseOptions(int argc, char** argv) {
  Options options;
  Flags flags;
  options.DeclareIn(flags);
  ASSIGN_OR_RETURN(const auto rest, flags.Parse(std::vector<std::string>(argv + 1, argv + argc)));
  if (!rest.empty()) return absl::InvalidArgumentError(absl::StrCat(rest[0], ": unexpected"));
  if (options.data.empty() || options.out.empty() || options.work_dir.empty())
    return absl::InvalidArgumentError("--data, --out and --work_dir are wanted");
  return options;
}

absl::StatusOr<Queries> ReadQueries(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  Queries queries;
  std::string line;
  while (std::getline(file, line)) {
    const size_t tab = line.find('\t');
    if (tab == std::string::npos)
      return absl::InvalidArgumentError(absl::StrCat(path, ": a line without a tab"));
    queries.emplace_back(line.substr(0, tab), line.substr(tab + 1));
  }
  return queries;
}

// The lines of one query: the first page of a hundred, as many as recall is told at.
absl::StatusOr<std::string> Ask(v1::SearchService::Stub& stub, const Ingested& ingested,
                                const std::string& id, const std::string& text) {
  v1::SearchArticlesRequest request;
  request.set_query(text);
  request.set_page_size(100);
  request.set_min_revision(ingested.revision);
  request.set_view(news::v1::ARTICLE_VIEW_NAME_ONLY);
  ASSIGN_OR_RETURN(const auto response,
                   CallUnary<v1::SearchArticlesResponse>(
                       {}, stub, &v1::SearchService::Stub::SearchArticles, request));
  std::string lines;
  int rank = 0;
  for (const v1::SearchHit& hit : response.hits()) {
    const auto document = ingested.ids.find(hit.article().name());
    if (document == ingested.ids.end())
      return absl::InternalError(absl::StrCat(id, ": not of the set: ", hit.article().name()));
    absl::StrAppend(&lines, id, "\t", document->second, "\t", ++rank, "\t",
                    absl::StrFormat("%.9g", hit.score()), "\n");
  }
  return lines;
}

absl::Status AskAll(v1::SearchService::Stub& stub, const Ingested& ingested,
                    const Queries& queries, std::ostream& out) {
  const absl::Time start = absl::Now();
  for (const auto& [id, text] : queries) {
    ASSIGN_OR_RETURN(const std::string lines, Ask(stub, ingested, id, text));
    out << lines;
  }
  const absl::Duration each = (absl::Now() - start) / std::max<size_t>(queries.size(), 1);
  std::fprintf(stderr, "%zu answers, %.2f ms each\n", queries.size(),
               absl::ToDoubleMilliseconds(each));
  return out.flush() ? absl::OkStatus() : absl::ResourceExhaustedError("cannot write (disk full?)");
}

absl::Status Run(int argc, char** argv) {
  ASSIGN_OR_RETURN(const Options options, ParseOptions(argc, argv));
  ASSIGN_OR_RETURN(const auto documents,
                   ReadDataFile(absl::StrCat(options.data, "/docs.jsonl"), Role::kDistractor));
  ASSIGN_OR_RETURN(const Queries queries,
                   ReadQueries(absl::StrCat(options.data, "/queries.tsv")));
  std::ofstream out(options.out, std::ios::binary | std::ios::trunc);
  if (!out) return absl::PermissionDeniedError(absl::StrCat(options.out, ": cannot be written"));
  ASSIGN_OR_RETURN(const auto server, EmbeddedAkin::Start({.data_dir = options.work_dir}));
  ASSIGN_OR_RETURN(const Ingested ingested, IngestAll(server->channel(), documents));
  const auto stub = v1::SearchService::NewStub(server->channel());
  return AskAll(*stub, ingested, queries, out);
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) {
  const absl::Status status = akin::Run(argc, argv);
  if (status.ok()) return 0;
  std::fprintf(stderr, "akin_quality_search: %s\n", std::string(status.message()).c_str());
  return 1;
}

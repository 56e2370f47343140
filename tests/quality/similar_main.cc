// What tests/quality/similar runs: a fresh Akin in this process, fed with one data set and asked
// for Similar News of each of its articles.

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "services/akin/cli/flags.h"
#include "services/akin/embedded/embedded_akin.h"
#include "tests/quality/dataset.h"
#include "tests/quality/run_similar.h"

namespace akin {
namespace {

struct Options {
  std::string data;
  std::string out;
  std::string work_dir;
  std::string pipelines;
  std::string address_file;
  std::vector<std::string> background;
  std::vector<std::string> distractors;
  int32_t k = 10;
  bool arranged = false;
  bool by_duplicate_score = false;

  void DeclareIn(Flags& flags) {
    flags.Text("data", "FILE", "articles to ask about, as JSON lines", &data);
    flags.Text("out", "FILE", "where the answers go", &out);
    flags.Text("work_dir", "DIR", "an empty folder for Akin's data", &work_dir);
    flags.Text("pipelines", "FILE",
               "pipelines, which name plug-ins by the time that the articles are taken in: these "
               "take part",
               &pipelines);
    flags.Text("address_file", "FILE", "write Akin's address there once the articles are in it",
               &address_file);
    flags.Repeated("background", "FILE", "articles that are neither asked about nor listed",
                   &background);
    flags.Repeated("distractors", "FILE", "articles that are listed, but not asked about",
                   &distractors);
    flags.Integer("k", "N", "hits per article, 1 to 1000 (default 10)", &k);
    flags.Switch("arranged", "ask with the product's defaults", &arranged);
    flags.Choice(
        "score", "what to rank by",
        std::vector<std::pair<std::string, bool>>{{"similarity", false}, {"duplicate", true}},
        &by_duplicate_score);
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
  if (options.k < 1 || options.k > 1000)
    return absl::InvalidArgumentError(absl::StrCat("--k: ", options.k, ", want 1 to 1000"));
  return options;
}

// Background comes first: it is what was known before.
absl::StatusOr<std::vector<DataArticle>> ReadAll(const Options& options) {
  std::vector<DataArticle> all;
  const auto add = [&](const std::string& path, Role role) -> absl::Status {
    ASSIGN_OR_RETURN(std::vector<DataArticle> some, ReadDataFile(path, role));
    std::move(some.begin(), some.end(), std::back_inserter(all));
    return absl::OkStatus();
  };
  for (const std::string& path : options.background) RETURN_IF_ERROR(add(path, Role::kBackground));
  RETURN_IF_ERROR(add(options.data, Role::kQuery));
  for (const std::string& path : options.distractors) RETURN_IF_ERROR(add(path, Role::kDistractor));
  return all;
}

AskOptions QuestionFor(const Options& options, int64_t revision) {
  AskOptions ask;
  ask.k = options.k;
  ask.min_revision = revision;
  if (!options.background.empty()) ask.filter = WithoutBackground();
  if (!options.arranged) {
    ask.arrange.set_disable_collapsing(true);
    ask.arrange.set_disable_diversity(true);
    ask.arrange.set_disable_source_cap(true);
    ask.arrange.set_disable_similarity_floor(true);
    ask.arrange.set_recency(recommendation::v1::RECENCY_MODE_NONE);
  }
  ask.arrange.set_rank_by_duplicate_score(options.by_duplicate_score);
  return ask;
}

absl::Status Run(int argc, char** argv) {
  ASSIGN_OR_RETURN(const Options options, ParseOptions(argc, argv));
  ASSIGN_OR_RETURN(const std::vector<DataArticle> articles, ReadAll(options));
  std::ofstream out(options.out, std::ios::binary | std::ios::trunc);
  if (!out) return absl::PermissionDeniedError(absl::StrCat(options.out, ": cannot be written"));
  ASSIGN_OR_RETURN(const auto server, EmbeddedAkin::Start({.data_dir = options.work_dir,
                                                           .pipelines = options.pipelines}));
  const auto channel = server->channel();
  const absl::Time start = absl::Now();
  ASSIGN_OR_RETURN(const Ingested ingested, IngestAll(channel, articles));
  ASSIGN_OR_RETURN(const int64_t revision, AwaitSimilarReady(channel, ingested.revision));
  const absl::Time ready = absl::Now();
  if (!options.address_file.empty()) std::ofstream(options.address_file) << server->address();
  if (!options.pipelines.empty()) RETURN_IF_ERROR(AwaitPlugins(channel));
  const absl::Time asked = absl::Now();
  RETURN_IF_ERROR(AskAll(channel, ingested, QuestionFor(options, revision), out));
  std::fprintf(stderr, "%zu articles ready in %.1f s, %zu answers in %.1f s\n", articles.size(),
               absl::ToDoubleSeconds(ready - start), ingested.queries.size(),
               absl::ToDoubleSeconds(absl::Now() - asked));
  return absl::OkStatus();
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) {
  const absl::Status status = akin::Run(argc, argv);
  if (status.ok()) return 0;
  std::fprintf(stderr, "akin_quality_similar: %s\n", std::string(status.message()).c_str());
  return 1;
}

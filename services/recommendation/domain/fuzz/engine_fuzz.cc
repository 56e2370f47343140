// libFuzzer's entry to the similarity engine. The input is a program of writes, questions, restarts
// and damage to what is stored. Two engines run it, one of which restarts; neither may ever differ
// from the other, nor from a plain model of what is live and in which story.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/text/unicode.h"
#include "services/recommendation/domain/engine/similarity_engine.h"
#include "services/recommendation/domain/testing/kept_engine.h"

namespace akin {
namespace {

// So that no input takes long.
constexpr int kMaxSteps = 60;
constexpr int kMaxCrowds = 3;
constexpr int kCrowd = 50;  // A model of words is made of 100 articles.

constexpr absl::string_view kWords[] = {
    "quake",  "Valdoria", "mayor", "harbour", "Sankt Elva", "the",   "2024",   "12%",
    "budget", "tax",      "rises", "chess",   "Lindqvist",  "final", "erupts", "volcano",
    "naïve",  "東京",     "地震",  "الزلزال", "😀",          "Ünal",  "и",      "землетрясение",
    "profit", "of",       "not",   ".",       "\n\n",       "-",     "Morwen", "aftershock"};

// Lists of neighbours are made together early, so that restarts come while some are wanting.
SimilarityEngine::Options Options() { return {.listed_together = 3, .listed_together_from = 8}; }

void Require(bool kept, absl::string_view promise) {
  if (kept) return;
  std::fprintf(stderr, "broken: %s\n", std::string(promise).c_str());
  std::abort();
}

// The program; all zeros at its end.
class Program {
 public:
  explicit Program(absl::string_view bytes) : rest_(bytes) {}

  bool done() const { return rest_.empty(); }
  uint8_t Byte() {
    if (rest_.empty()) return 0;
    const uint8_t byte = static_cast<uint8_t>(rest_[0]);
    rest_.remove_prefix(1);
    return byte;
  }
  size_t Below(size_t end) { return end == 0 ? 0 : Byte() % end; }
  size_t LargeBelow(size_t end) {
    const size_t low = Byte();
    return (low | size_t{Byte()} << 8) % end;
  }
  bool Coin() { return Byte() % 2 == 1; }
  std::string Bytes() {
    const absl::string_view bytes = rest_.substr(0, Byte());
    rest_.remove_prefix(std::min(bytes.size(), rest_.size()));
    return std::string(bytes);
  }
  // What storage lets through is UTF-8; all else may be in it.
  std::string Text() { return ToUtf8(Bytes(), "utf-8"); }

 private:
  absl::string_view rest_;
};

class World {
 public:
  void Run(Program& program) {
    for (int i = 0; i < kMaxSteps && !program.done(); ++i) Step(program);
    Restart();
    CheckStories();
    for (const auto& [id, story] : stories_) {
      if (!absl::StartsWith(id, "crowd") || absl::EndsWith(id, "7")) CheckSeed(id);
    }
  }

 private:
  void Step(Program& program) {
    switch (program.Byte() % 10) {
      case 0:
      case 1:
      case 2:
        return Put(WriteDocument(program));
      case 3:
        return PutCrowd(program.Byte());
      case 4:
        return Remove(IdFrom(program));
      case 5: {
        const std::string id = IdFrom(program);
        return SetStory(id, StoryFrom(program));
      }
      case 6: {
        const std::string from = StoryFrom(program);
        return MergeStories(from, StoryFrom(program));
      }
      case 7:
        return Decide(IdFrom(program));
      case 8:
        return Ask(program);
      default:
        return program.Coin() ? Restart() : Damage(program);
    }
  }

  // --- What programs speak of

  static std::string IdFrom(Program& program) { return absl::StrCat("a", program.Below(14)); }
  static std::string StoryFrom(Program& program) {
    const size_t number = program.Below(7);
    return number == 0 ? "" : absl::StrCat("s", number);
  }

  Document WriteDocument(Program& program) {
    Document document;
    document.id = IdFrom(program);
    document.revision = ++revision_;
    document.headline = WriteText(program);
    document.body = WriteText(program);
    if (program.Coin()) document.summary = WriteText(program);
    WriteMeta(program, document);
    return document;
  }

  std::string WriteText(Program& program) {
    const uint8_t kind = program.Byte() % 8;
    if (kind == 0) return "";
    if (kind == 1) return program.Text();
    if (kind == 2) {
      const std::string word = program.Text();
      return Repeated(word, program.Byte() * 8);
    }
    if (kind == 3) return ManyNames(program.Byte() * 4);
    if (kind == 4) return last_text_;
    std::string text;
    for (size_t i = program.Below(64); i > 0; --i) {
      absl::StrAppend(&text, kWords[program.Below(std::size(kWords))], " ");
    }
    return last_text_ = text;
  }

  static std::string Repeated(const std::string& word, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) absl::StrAppend(&text, word, " ");
    return text;
  }

  static std::string ManyNames(int count) {
    std::string text = "It was";
    for (int i = 0; i < count; ++i) absl::StrAppend(&text, ", said Anna", i, " Berg", i % 7);
    return text;
  }

  static void WriteMeta(Program& program, Document& document) {
    static constexpr absl::string_view kLanguages[] = {"", "en", "en-GB", "de", "zh", "ar", "x"};
    document.language = std::string(kLanguages[program.Below(std::size(kLanguages))]);
    document.source = absl::StrCat("sources/", program.Below(4));
    for (size_t i = program.Below(4); i > 0; --i) document.authors.push_back(program.Text());
    for (size_t i = program.Below(3); i > 0; --i) document.categories.push_back(program.Text());
    for (absl::Time* time :
         {&document.publish_time, &document.update_time, &document.create_time}) {
      const uint8_t byte = program.Byte();
      if (byte < 200) *time = absl::UnixEpoch() + absl::Hours(7 * byte);
      if (byte == 255) *time = absl::InfiniteFuture();
    }
  }

  // --- Writes. Values may name another number of an article that is gone.

  static std::set<std::string> KeysOf(const Records& records) {
    std::set<std::string> keys;
    for (const auto& [key, value] : records) keys.insert(key);
    return keys;
  }

  template <typename Write>
  void Apply(const Write& write) {
    const StateChanges expected = write(*steady_);
    Records records, restarted_records;
    Save(expected, records);
    Save(write(*restarted_), restarted_records);
    Require(KeysOf(records) == KeysOf(restarted_records), "a restart changes no later write");
    Save(expected, records_);
  }

  void Put(const Document& document) {
    Apply([&](SimilarityEngine& engine) { return engine.Upsert(document).value(); });
    stories_.try_emplace(document.id);
    times_[document.id] =
        EventTimeOf(document.publish_time, document.update_time, document.create_time);
  }

  void PutCrowd(uint8_t like) {
    if (crowds_ == kMaxCrowds) return;
    for (int i = 0; i < kCrowd; ++i) {
      Document document;
      document.id = absl::StrCat("crowd", crowds_, "-", i);
      document.revision = ++revision_;
      document.language = "en";
      document.source = absl::StrCat("sources/", i % 5);
      document.publish_time = absl::UnixEpoch() + absl::Hours(i);
      for (int j = 0; j < 12; ++j) {
        const size_t word = (like + i * 7 + j * (1 + i % 5)) % std::size(kWords);
        absl::StrAppend(&document.body, kWords[word], " Word", (i + j * j) % 23, " ");
      }
      Put(document);
    }
    ++crowds_;
  }

  void Remove(const std::string& id) {
    Apply([&](SimilarityEngine& engine) { return engine.Remove(id); });
    stories_.erase(id);
  }

  void SetStory(const std::string& id, const std::string& story) {
    Apply([&](SimilarityEngine& engine) { return engine.SetStory(id, story); });
    const auto it = stories_.find(id);
    if (it != stories_.end()) it->second = Resolved(story);
  }

  void MergeStories(const std::string& from, const std::string& into) {
    Apply([&](SimilarityEngine& engine) { return engine.MergeStory(from, into); });
    const std::string target = Resolved(into);
    if (from.empty() || target.empty() || target == from) return;
    merged_[from] = target;
    for (auto& [id, story] : stories_) {
      if (story == from) story = target;
    }
  }

  void Decide(const std::string& id) {
    const absl::StatusOr<StoryDecision> decision = steady_->DecideStory(id);
    Require(decision.ok() == stories_.contains(id), "a decision for each live article");
    if (!decision.ok()) return;
    for (const StoryMerge& merge : decision->merges) MergeStories(merge.from, merge.into);
    SetStory(id, decision->story);
  }

  std::string Resolved(std::string story) const {
    for (auto it = merged_.find(story); it != merged_.end(); it = merged_.find(story)) {
      story = it->second;
    }
    return story;
  }

  // --- Restarts

  void Restart() {
    restarted_ = Restarted(records_, Options()).value();
    Require(restarted_->article_count() == static_cast<int64_t>(stories_.size()),
            "a restart brings all articles back");
  }

  // Of what is stored: either it is told, or all else works.
  void Damage(Program& program) {
    if (records_.empty()) return;
    Records records = records_;
    const auto damaged = std::next(records.begin(), program.LargeBelow(records.size()));
    std::string& value = damaged->second;
    const size_t at = program.LargeBelow(value.size());
    bool must_be_told = true;
    switch (program.Byte() % 4) {
      case 0:
        value[at] = static_cast<char>(value[at] ^ 1 << program.Below(8));
        break;
      case 1:
        value.resize(at);
        break;
      case 2: {
        std::string& other = std::next(records.begin(), program.LargeBelow(records.size()))->second;
        must_be_told = other != value;
        std::swap(value, other);
        break;
      }
      default:
        records.erase(damaged);
        must_be_told = false;
    }
    const auto engine = Restarted(records, Options());
    if (!engine.ok()) return Require(absl::IsDataLoss(engine.status()), "damage is DATA_LOSS");
    Require(!must_be_told, "damage is told");
    for (const auto& [id, story] : stories_) (*engine)->Similar(Question(id)).IgnoreError();
  }

  // --- Questions

  static SimilarRequest Question(const std::string& seed) {
    SimilarRequest request;
    request.seeds = {seed};
    return request;
  }

  void Ask(Program& program) {
    SimilarRequest request;
    for (size_t i = program.Below(3); i > 0; --i) request.seeds.push_back(SeedFrom(program));
    for (size_t i = program.Below(2); i > 0; --i) request.negatives.push_back(SeedFrom(program));
    for (size_t i = program.Below(3); i > 0; --i) request.excluded_ids.push_back(IdFrom(program));
    if (program.Coin()) request.extra_candidates = {IdFrom(program), "nobody"};
    if (program.Coin()) {
      const std::string source = absl::StrCat("sources/", program.Below(4));
      request.filter = [source](const DocMeta& meta) { return meta.source == source; };
    }
    request.options.k = program.Below(12);
    request.options.recency = static_cast<RecencyMode>(program.Below(5));
    request.options.collapse_stories = program.Coin();
    request.options.diversify = program.Coin();
    request.options.per_source_cap = program.Below(4);
    request.options.min_similarity = program.Coin() ? 0.11 : 0;
    request.options.now = absl::UnixEpoch() + absl::Hours(7 * program.Byte());
    Check(request);
  }

  Seed SeedFrom(Program& program) {
    if (program.Coin()) return IdFrom(program);
    return WriteDocument(program);
  }

  void CheckSeed(const std::string& id) {
    SimilarRequest request = Question(id);
    Check(request);
    request.options.recency = RecencyMode::kBackground;
    for (const Hit& hit : Check(request)) {
      Require(times_[hit.id] < times_[id], "background is older than the seed");
    }
    request.options = {.k = 1000,
                       .recency = RecencyMode::kOff,
                       .collapse_stories = false,
                       .diversify = false,
                       .per_source_cap = 0,
                       .min_similarity = 0};
    const std::vector<Hit> hits = Check(request);
    for (size_t i = 1; i < hits.size(); ++i) {
      Require(hits[i - 1].similarity >= hits[i].similarity ||
                  hits[i - 1].duplicate_score > hits[i].duplicate_score,
              "copies come first, then the most similar");
    }
    request.options.exhaustive = true;
    Require(Check(request).size() <= hits.size(), "nothing is missed among a few articles");
  }

  std::vector<Hit> Check(const SimilarRequest& request) {
    const absl::StatusOr<SimilarResult> result = steady_->Similar(request);
    const absl::StatusOr<SimilarResult> again = restarted_->Similar(request);
    Require(result.status() == again.status(), "a restart shows in no error");
    if (!result.ok()) return {};
    Require(Printed(*result) == Printed(*again), "a restart shows in no answer");
    Require(result->hits.size() <= static_cast<size_t>(request.options.k), "k is respected");
    std::set<std::string> ids(request.excluded_ids.begin(), request.excluded_ids.end());
    for (const Seed& seed : request.seeds) {
      if (absl::holds_alternative<std::string>(seed)) ids.insert(absl::get<std::string>(seed));
    }
    for (const Hit& hit : result->hits) {
      Require(ids.insert(hit.id).second, "a hit comes once, and is neither seed nor excluded");
      Require(!request.filter || request.filter(*steady_->Find(hit.id)), "hits pass the filter");
      CheckHit(hit);
    }
    return result->hits;
  }

  void CheckHit(const Hit& hit) {
    const auto live = stories_.find(hit.id);
    Require(live != stories_.end(), "nothing that was removed is answered");
    Require(hit.story == live->second, "a hit is in its story");
    Require(hit.similarity >= 0 && hit.similarity <= 1, "similarities are between 0 and 1");
    Require(hit.duplicate_score >= 0 && hit.duplicate_score <= 1, "so are duplicate scores");
    for (const Reason& reason : hit.reasons) {
      for (const std::string& term : reason.terms) Require(IsValidUtf8(term), "reasons are UTF-8");
    }
  }

  void CheckStories() const {
    std::map<std::string, std::set<std::string>> members;
    for (const auto& [id, story] : stories_) {
      Require(steady_->Find(id)->story == story, "an article knows its story");
      if (!story.empty()) members[story].insert(id);
    }
    for (const SimilarityEngine* engine : {steady_.get(), restarted_.get()}) {
      std::map<std::string, std::set<std::string>> listed;
      for (const Story& story : engine->ListStories({.limit = 1000})) {
        listed[story.id] = {story.members.begin(), story.members.end()};
      }
      Require(listed == members, "stories list their members");
      for (const auto& [from, into] : merged_) {
        Require(engine->FindStory(from)->merged_into == Resolved(into), "merges leave merged_into");
      }
    }
  }

  std::unique_ptr<SimilarityEngine> steady_ = std::make_unique<SimilarityEngine>(Options());
  std::unique_ptr<SimilarityEngine> restarted_ = std::make_unique<SimilarityEngine>(Options());
  Records records_;
  std::map<std::string, std::string> stories_;  // By live article; may be empty.
  std::map<std::string, std::string> merged_;
  std::map<std::string, absl::Time> times_;
  std::string last_text_;
  int crowds_ = 0;
  int64_t revision_ = 0;
};

}  // namespace
}  // namespace akin

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  akin::Program program({reinterpret_cast<const char*>(data), size});
  akin::World().Run(program);
  return 0;
}

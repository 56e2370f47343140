#include "services/recommendation/domain/engine/similarity_engine.h"

#include <map>
#include <set>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/recommendation/domain/testing/kept_engine.h"

namespace akin {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const absl::Time kNoon =
    absl::FromCivil(absl::CivilSecond(2024, 5, 14, 12, 0, 0), absl::UTCTimeZone());

constexpr char kQuake[] =
    "A magnitude 6.8 earthquake struck the coast of Valdoria early on Tuesday, killing at least 40 "
    "people and flattening hundreds of houses in the port of Sankt Elva. Rescue teams dug through "
    "rubble while the mayor, Ilse Brandt, appealed for tents and water. Geologists recorded more "
    "than 60 aftershocks along the Morwen fault.";
constexpr char kQuakeReport[] =
    "Rescuers in Sankt Elva pulled survivors from collapsed houses after Tuesday's earthquake in "
    "Valdoria. Mayor Ilse Brandt said tents and drinking water were running out. The Morwen fault "
    "has produced dozens of aftershocks, geologists said, and the death toll of 40 may rise.";
constexpr char kQuakeFollowUp[] =
    "Valdoria's parliament approved an emergency fund on Friday to rebuild Sankt Elva after the "
    "earthquake. Mayor Ilse Brandt welcomed the money but said families in tents needed houses "
    "before the winter rains arrive.";
constexpr char kChess[] =
    "Grandmaster Tomas Lindqvist won the chess championship in Reykjavik after a tense final game "
    "against Priya Raman, who resigned on move 61 of a rook endgame. Lindqvist, aged 19, is the "
    "youngest champion since the tournament began.";
constexpr char kBudget[] =
    "The finance minister presented a budget that raises taxes on fuel and cuts spending on roads. "
    "Opposition parties said the plan would hurt commuters, while economists praised the smaller "
    "deficit and the promise of lower borrowing next year.";
constexpr char kRecipe[] =
    "Bakers across the region are returning to rye bread, milled by hand and baked slowly in wood "
    "ovens. A revived guild teaches apprentices how to keep a sourdough culture alive for decades.";

class SimilarityEngineTest : public testing::Test {
 protected:
  Document Doc(const std::string& id, const std::string& headline, const std::string& body) {
    Document document;
    document.id = id;
    document.revision = ++revision_;
    document.headline = headline;
    document.body = body;
    document.language = "en";
    document.source = absl::StrCat("sources/", id);
    document.publish_time = kNoon;
    return document;
  }

  void Keep(const StateChanges& changes) { Save(changes, records_); }

  void Put(const Document& document) { Keep(engine_.Upsert(document).value()); }
  void Put(const std::string& id, const std::string& headline, const std::string& body) {
    Put(Doc(id, headline, body));
  }

  // Puts the article into the story that the engine proposes, and returns its id.
  std::string Assign(const std::string& id) {
    const StoryDecision decision = engine_.DecideStory(id).value();
    for (const StoryMerge& merge : decision.merges) {
      Keep(engine_.MergeStory(merge.from, merge.into));
    }
    Keep(engine_.SetStory(id, decision.story));
    return engine_.Find(id)->story;
  }

  void PutQuakeAndOthers() {
    Put("quake", "Earthquake kills 40 in Valdoria", kQuake);
    Put("report", "Survivors found in Sankt Elva rubble", kQuakeReport);
    Put("chess", "Teenager wins chess crown", kChess);
    Put("budget", "Fuel taxes rise in new budget", kBudget);
    Put("recipe", "Rye bread returns", kRecipe);
  }

  // Everything that arranging would change is off.
  static SimilarOptions Plain(int k = 10) {
    SimilarOptions options;
    options.k = k;
    options.recency = RecencyMode::kOff;
    options.collapse_stories = false;
    options.diversify = false;
    options.per_source_cap = 0;
    options.min_similarity = 0;
    return options;
  }

  SimilarResult Ask(Seed seed, const SimilarOptions& options, DocFilter filter = nullptr) {
    SimilarRequest request;
    request.seeds = {std::move(seed)};
    request.options = options;
    request.filter = std::move(filter);
    return engine_.Similar(request).value();
  }

  static std::vector<std::string> Ids(const SimilarResult& result) {
    std::vector<std::string> ids;
    for (const Hit& hit : result.hits) ids.push_back(hit.id);
    return ids;
  }

  SimilarityEngine engine_;
  Records records_;
  int64_t revision_ = 0;
};

TEST_F(SimilarityEngineTest, FindsTheOtherReportOfTheEventFirst) {
  PutQuakeAndOthers();
  const SimilarResult result = Ask("quake", Plain());
  ASSERT_THAT(result.hits, Not(IsEmpty()));
  EXPECT_EQ(result.hits[0].id, "report");
  EXPECT_GT(result.hits[0].similarity, 0.3);
}

TEST_F(SimilarityEngineTest, WhatIsProposedIsScoredAndPassesTheFloorOnlyWhereItMay) {
  PutQuakeAndOthers();
  SimilarRequest request;
  request.seeds = {"quake"};
  const std::vector<std::string> own = Ids(engine_.Similar(request).value());
  EXPECT_THAT(own, Not(Contains("recipe")));
  request.proposals = {{"recipe"}, {"unknown", true}, {"quake", true}, {"chess", false}};
  EXPECT_EQ(Ids(engine_.Similar(request).value()), own);
  request.proposals = {{"recipe", true}, {"recipe", true}};
  const SimilarResult result = engine_.Similar(request).value();
  EXPECT_EQ(result.hits.size(), own.size() + 1);
  EXPECT_EQ(result.hits.back().id, "recipe");
  EXPECT_LT(result.hits.back().similarity, request.options.min_similarity);
  request.excluded_ids = {"recipe"};
  EXPECT_EQ(Ids(engine_.Similar(request).value()), own);
}

TEST_F(SimilarityEngineTest, OnlyWhatIsProposedIsComparedAndAsSimilarAsElse) {
  PutQuakeAndOthers();
  SimilarRequest request;
  request.seeds = {"quake"};
  const SimilarResult found = engine_.Similar(request).value();
  request.only_proposals = true;
  EXPECT_THAT(engine_.Similar(request).value().hits, IsEmpty());
  request.proposals = {{"chess"}, {"report"}, {"recipe", true}};
  const SimilarResult result = engine_.Similar(request).value();
  EXPECT_THAT(Ids(result), ElementsAre("report", "recipe"));
  EXPECT_EQ(result.hits[0].similarity, found.hits[0].similarity);
}

TEST_F(SimilarityEngineTest, HitsHaveTheFeaturesThatExplainTells) {
  PutQuakeAndOthers();
  const SimilarResult result = Ask("quake", Plain());
  const Explanation explained = engine_.Explain("quake", "report", Plain()).value();
  EXPECT_EQ(result.hits[0].features.smoothed_cosine, explained.features.smoothed_cosine);
  EXPECT_EQ(result.hits[0].features.title_cosine, explained.features.title_cosine);
}

TEST_F(SimilarityEngineTest, CopyIsRankOneWithoutCollapsingAndOnlyCountedWithIt) {
  PutQuakeAndOthers();
  Put("copy", "Earthquake kills 40 in Valdoria", kQuake);
  EXPECT_EQ(Ask("quake", Plain()).hits[0].id, "copy");
  const SimilarResult unstored = Ask(Doc("", "Earthquake kills 40 in Valdoria", kQuake), Plain(2));
  EXPECT_GT(unstored.hits[1].similarity, 0.999);

  const SimilarResult collapsed = Ask("quake", SimilarOptions());
  EXPECT_THAT(Ids(collapsed), Not(Contains("copy")));
  EXPECT_EQ(collapsed.seed_duplicate_count, 1);
}

TEST_F(SimilarityEngineTest, CopyIsRankOneInEveryOrder) {
  PutQuakeAndOthers();
  Document copy = Doc("copy", "Earthquake kills 40 in Valdoria", kQuake);
  copy.publish_time = kNoon - absl::Hours(24 * 30);
  Put(copy);
  for (const RecencyMode mode : {RecencyMode::kOff, RecencyMode::kBalanced, RecencyMode::kLatest}) {
    SimilarOptions options;
    options.recency = mode;
    options.collapse_stories = false;
    options.now = kNoon;
    EXPECT_EQ(Ask("quake", options).hits[0].id, "copy") << static_cast<int>(mode);
  }
}

TEST_F(SimilarityEngineTest, FlashWithOneNewNameFindsTheFlashAboutThatName) {
  for (int i = 0; i < 30; ++i) {
    Put(absl::StrCat("flash", i), "Company names new chief",
        absl::StrCat("The company said on Monday it had named Person", i,
                     "x as its new chief executive. Shares rose slightly."));
  }
  Put("twin", "Board statement",
      "Shareholders will meet after Quillfeather was named chief executive by the board.");
  const SimilarResult result =
      Ask(Doc("", "Company names new chief",
              "The company said on Monday it had named Quillfeather as its new chief executive. "
              "Shares rose slightly."),
          Plain(40));
  const std::vector<std::string> ids = Ids(result);
  ASSERT_THAT(ids, Contains("twin"));
  EXPECT_LT(std::find(ids.begin(), ids.end(), "twin") - ids.begin(), 31);

  Put("seed", "Quillfeather takes over",
      "The harbour authority confirmed Quillfeather. She starts in spring.");
  EXPECT_EQ(Ask("seed", Plain()).hits[0].id, "twin");
}

TEST_F(SimilarityEngineTest, NothingSimilarIsAnEmptyAnswer) {
  PutQuakeAndOthers();
  const SimilarResult result =
      Ask(Doc("", "Obituary", "Zbigniew Ossowski, luthier and beekeeper, died aged 91."),
          SimilarOptions());
  EXPECT_THAT(result.hits, IsEmpty());
  EXPECT_FALSE(result.filter_exhausted);
}

TEST_F(SimilarityEngineTest, TenWireCopiesTakeOnePlaceWithCountNine) {
  PutQuakeAndOthers();
  for (int i = 0; i < 10; ++i) {
    Put(absl::StrCat("wire", i), "Survivors found in Sankt Elva",
        absl::StrCat(kQuakeFollowUp, " Edition ", i, "."));
    Assign(absl::StrCat("wire", i));
  }
  SimilarOptions options;
  options.min_similarity = 0.05;
  const SimilarResult result = Ask("quake", options);
  std::vector<Hit> wires;
  for (const Hit& hit : result.hits) {
    if (hit.id.substr(0, 4) == "wire") wires.push_back(hit);
  }
  ASSERT_THAT(wires, SizeIs(1));
  EXPECT_EQ(wires[0].duplicate_count, 9);
  EXPECT_THAT(wires[0].also_reported_by, SizeIs(9));
}

TEST_F(SimilarityEngineTest, BackgroundNeverReturnsTheFutureOrTheUndated) {
  PutQuakeAndOthers();
  Document later = Doc("later", "Fund for Sankt Elva", kQuakeFollowUp);
  later.publish_time = kNoon + absl::Hours(72);
  Put(later);
  Document earlier = Doc("earlier", "Morwen fault is overdue",
                         "Geologists warned that the Morwen fault near Sankt Elva in Valdoria is "
                         "overdue for an earthquake.");
  earlier.publish_time = kNoon - absl::Hours(900);
  Put(earlier);
  Document undated = Doc("undated", "Earthquake in Valdoria", kQuakeReport);
  undated.publish_time = absl::InfinitePast();
  Put(undated);

  SimilarOptions options = Plain();
  options.recency = RecencyMode::kBackground;
  options.now = kNoon + absl::Hours(100);
  EXPECT_THAT(Ids(Ask("quake", options)), ElementsAre("earlier"));
}

TEST_F(SimilarityEngineTest, LatestOrdersWhatIsSimilarEnoughByTime) {
  PutQuakeAndOthers();
  Document later = Doc("later", "Fund for Sankt Elva", kQuakeFollowUp);
  later.publish_time = kNoon + absl::Hours(72);
  Put(later);
  SimilarOptions options = Plain(2);
  options.recency = RecencyMode::kLatest;
  EXPECT_THAT(Ids(Ask("quake", options)), ElementsAre("later", "report"));
}

TEST_F(SimilarityEngineTest, FillsTheListUnderASelectiveFilter) {
  for (int i = 0; i < 900; ++i) {
    Document document = Doc(absl::StrCat("d", i), "Fuel taxes rise",
                            absl::StrCat(kBudget, " Town", i % 97, " Street", i % 89));
    document.categories = {i % 90 == 89 ? "rare" : "common"};
    document.source = "sources/one";
    Put(document);
  }
  const DocFilter rare = [](const DocMeta& meta) { return meta.categories[0] == "rare"; };
  SimilarResult result = Ask("d0", Plain(10), rare);
  EXPECT_THAT(result.hits, SizeIs(10));
  EXPECT_FALSE(result.filter_exhausted);
  result = Ask("d0", Plain(11), rare);
  EXPECT_THAT(result.hits, SizeIs(10));
  EXPECT_TRUE(result.filter_exhausted);
}

TEST_F(SimilarityEngineTest, ExcludedArticlesAndRemovedOnesAreNoHits) {
  PutQuakeAndOthers();
  SimilarRequest request;
  request.seeds = {std::string("quake")};
  request.options = Plain();
  request.excluded_ids = {"report"};
  EXPECT_THAT(Ids(engine_.Similar(request).value()), Not(Contains("report")));

  Keep(engine_.Remove("report"));
  EXPECT_THAT(Ids(Ask("quake", Plain())), Not(Contains("report")));
  EXPECT_FALSE(engine_.Find("report").has_value());
  request.seeds = {std::string("report")};
  EXPECT_EQ(engine_.Similar(request).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(SimilarityEngineTest, NegativesLowerWhatResemblesThem) {
  PutQuakeAndOthers();
  SimilarRequest request;
  request.seeds = {std::string("quake")};
  request.options = Plain();
  const double before = engine_.Similar(request)->hits[0].similarity;
  request.negatives = {Doc("", "", kQuakeReport)};
  const SimilarResult result = engine_.Similar(request).value();
  for (const Hit& hit : result.hits) {
    if (hit.id == "report") {
      EXPECT_LT(hit.similarity, before - 0.1);
    }
  }
}

TEST_F(SimilarityEngineTest, SeveralSeedsFindWhatIsLikeEither) {
  PutQuakeAndOthers();
  Put("endgame", "Chess final", "Priya Raman lost a rook endgame to Tomas Lindqvist in Reykjavik.");
  SimilarRequest request;
  request.seeds = {std::string("quake"), std::string("chess")};
  request.options = Plain(2);
  const std::vector<std::string> ids = Ids(engine_.Similar(request).value());
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()),
            (std::set<std::string>{"report", "endgame"}));
}

TEST_F(SimilarityEngineTest, BadRequestsAreInvalidArguments) {
  PutQuakeAndOthers();
  SimilarRequest request;
  EXPECT_EQ(engine_.Similar(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.seeds = {std::string("quake")};
  request.options.k = 0;
  EXPECT_EQ(engine_.Similar(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.options.k = 1001;
  EXPECT_EQ(engine_.Similar(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.options.k = 10;
  request.seeds = {Doc("", "", " \n ")};
  EXPECT_EQ(engine_.Similar(request).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(engine_.Upsert(Doc("", "x", "y")).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(SimilarityEngineTest, ReplacingAnArticleForgetsItsOldWords) {
  PutQuakeAndOthers();
  Assign("report");
  const std::string story = engine_.Find("report")->story;
  Put("report", "Chess notes", kChess);
  EXPECT_EQ(Ask("chess", Plain()).hits[0].id, "report");
  for (const Hit& hit : Ask("quake", Plain()).hits) {
    if (hit.id == "report") {
      EXPECT_LT(hit.similarity, 0.2);
    }
  }
  EXPECT_EQ(engine_.Find("report")->story, story);
}

TEST_F(SimilarityEngineTest, ReasonsNameWhatIsShared) {
  PutQuakeAndOthers();
  const Hit hit = Ask("quake", Plain(1)).hits[0];
  ASSERT_THAT(hit.reasons, Not(IsEmpty()));
  std::set<std::string> names;
  for (const Reason& reason : hit.reasons) {
    EXPECT_GT(reason.weight, 0);
    if (reason.type == ReasonType::kSharedNames) {
      names.insert(reason.terms.begin(), reason.terms.end());
    }
  }
  EXPECT_THAT(names, Contains("Sankt Elva"));
}

TEST_F(SimilarityEngineTest, ExplainSaysWhyAnArticleIsNotShown) {
  PutQuakeAndOthers();
  Put("copy", "Earthquake kills 40 in Valdoria", kQuake);
  const SimilarOptions options;
  const Explanation shown = engine_.Explain("quake", "report", options).value();
  EXPECT_TRUE(shown.shown);
  EXPECT_EQ(shown.rank, 1);
  EXPECT_THAT(shown.why_not, IsEmpty());
  const auto why = [&](const std::string& id) {
    const Explanation e = engine_.Explain("quake", id, options).value();
    EXPECT_FALSE(e.shown);
    return e.why_not.empty() ? "" : e.why_not[0];
  };
  EXPECT_THAT(why("copy"), testing::HasSubstr("says what the seed says"));
  EXPECT_THAT(why("recipe"), testing::HasSubstr("below the floor"));
  EXPECT_THAT(why("quake"), testing::HasSubstr("the seed itself"));
  EXPECT_EQ(engine_.Explain("quake", "nobody", options).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(SimilarityEngineTest, ReportsOfOneEventShareAStoryAndOthersDoNot) {
  PutQuakeAndOthers();
  const std::string quake = Assign("quake");
  EXPECT_EQ(quake, StoryIdFor("quake"));
  EXPECT_EQ(Assign("report"), quake);
  EXPECT_NE(Assign("chess"), quake);
  EXPECT_NE(Assign("budget"), quake);
}

TEST_F(SimilarityEngineTest, LastYearsEarningsAreAnotherStory) {
  Put("budget", "Fuel taxes rise in new budget", kBudget);
  Put("chess", "Teenager wins chess crown", kChess);
  const auto earnings = [&](const std::string& id, int year, const std::string& numbers) {
    Document document =
        Doc(id, absl::StrCat("Norwind profit rises in first quarter of ", year),
            absl::StrCat("Norwind, the maker of turbines, reported first quarter earnings for ",
                         year, ". ", numbers,
                         " The company, led by chief executive Hanna Solberg, said demand for "
                         "offshore turbines remained strong and confirmed its outlook."));
    document.publish_time = absl::FromCivil(absl::CivilDay(year, 5, 2), absl::UTCTimeZone());
    return document;
  };
  Put(earnings("e2023", 2023, "Net profit rose 12% to 310 million on revenue of 2.1 billion."));
  const std::string last = Assign("e2023");
  Put(earnings("e2024", 2024, "Net profit rose 7% to 332 million on revenue of 2.4 billion."));
  const std::string current = Assign("e2024");
  EXPECT_NE(current, last);
  Put(earnings("wire2024", 2024, "Net profit rose 7% to 332 million on revenue of 2.4 billion."));
  EXPECT_EQ(Assign("wire2024"), current);
}

TEST_F(SimilarityEngineTest, StoryIdDoesNotDependOnTheOrderOfArrivalWithinAnHour) {
  Document first = Doc("first", "Earthquake kills 40 in Valdoria", kQuake);
  Document second = Doc("second", "Survivors found in Sankt Elva rubble", kQuakeReport);
  second.publish_time = kNoon + absl::Minutes(20);
  std::set<std::string> stories;
  for (const bool swapped : {false, true}) {
    SimilarityEngine engine;
    const std::string before = swapped ? "second" : "first";
    for (const Document& document :
         swapped ? std::vector<Document>{second, first} : std::vector<Document>{first, second}) {
      ASSERT_TRUE(engine.Upsert(document).ok());
      const StoryDecision decision = engine.DecideStory(document.id).value();
      for (const StoryMerge& merge : decision.merges) engine.MergeStory(merge.from, merge.into);
      engine.SetStory(document.id, decision.story);
    }
    stories.insert(engine.Find("first")->story);
    stories.insert(engine.Find("second")->story);
    if (swapped) {
      EXPECT_EQ(engine.FindStory(StoryIdFor("second"))->merged_into, StoryIdFor("first"));
    }
  }
  EXPECT_THAT(stories, ElementsAre(StoryIdFor("first")));
}

TEST_F(SimilarityEngineTest, MergedStoryMovesItsMembersAndRemembersWhere) {
  PutQuakeAndOthers();
  Keep(engine_.SetStory("quake", "s1"));
  Keep(engine_.SetStory("report", "s2"));
  Keep(engine_.SetStory("chess", "s3"));
  Keep(engine_.MergeStory("s1", "s2"));
  Keep(engine_.MergeStory("s2", "s3"));
  EXPECT_EQ(engine_.Find("quake")->story, "s3");
  EXPECT_EQ(engine_.FindStory("s1")->merged_into, "s3");
  EXPECT_THAT(engine_.FindStory("s1")->members, IsEmpty());
  EXPECT_THAT(engine_.FindStory("s3")->members, ElementsAre("chess", "quake", "report"));
  Keep(engine_.SetStory("budget", "s1"));  // Assigned before the merge was seen.
  EXPECT_EQ(engine_.Find("budget")->story, "s3");
  EXPECT_FALSE(engine_.FindStory("nobody").has_value());
}

TEST_F(SimilarityEngineTest, AStoryThatIsMergedAgainTakesNoArticleAlongAfterARestart) {
  PutQuakeAndOthers();
  Keep(engine_.SetStory("quake", "s1"));
  Keep(engine_.MergeStory("s1", "s2"));
  Keep(engine_.SetStory("report", "s1"));
  Keep(engine_.MergeStory("s1", "s3"));  // Both are in s2 by now.
  const auto restarted = Restarted(records_).value();
  for (const std::string id : {"quake", "report"}) {
    EXPECT_EQ(engine_.Find(id)->story, "s2");
    EXPECT_EQ(restarted->Find(id)->story, "s2");
  }
}

TEST_F(SimilarityEngineTest, StoriesAreListedNewestFirstInPages) {
  for (int i = 0; i < 7; ++i) {
    Document document = Doc(absl::StrCat("d", i), "x", "y");
    document.publish_time = kNoon + absl::Hours(i / 2);
    Put(document);
    Keep(engine_.SetStory(document.id, absl::StrCat("s", i)));
  }
  std::vector<std::string> seen;
  StoryQuery query;
  query.limit = 2;
  for (;;) {
    const std::vector<Story> page = engine_.ListStories(query);
    if (page.empty()) break;
    for (const Story& story : page) seen.push_back(story.id);
    query.after_id = page.back().id;
    query.after_time = page.back().last_time;
  }
  EXPECT_THAT(seen, ElementsAre("s6", "s4", "s5", "s2", "s3", "s0", "s1"));
}

TEST_F(SimilarityEngineTest, SameStoryModeReturnsTheStoryOnly) {
  PutQuakeAndOthers();
  Keep(engine_.SetStory("quake", "s1"));
  Keep(engine_.SetStory("report", "s1"));
  SimilarOptions options;
  options.recency = RecencyMode::kSameStory;
  ASSERT_THAT(Ids(Ask("quake", options)), ElementsAre("report"));
  EXPECT_EQ(Ask("quake", options).hits[0].relation, Relation::kSameStory);
}

TEST_F(SimilarityEngineTest, LanguagesDoNotPolluteEachOther) {
  Put("en1", "Die was cast", "The die was cast and the gift was given to the hut keeper.");
  Put("en2", "A gift", "The gift of a hut was given when the die was cast.");
  const double before = Ask("en1", Plain(1)).hits[0].similarity;
  for (int i = 0; i < 20; ++i) {
    Document german =
        Doc(absl::StrCat("de", i), "Gift im Hut", "Das Gift lag im Hut, und der Rat war ratlos.");
    german.language = "de";
    Put(german);
  }
  const SimilarResult after = Ask("en1", Plain(5));
  EXPECT_EQ(after.hits[0].id, "en2");
  EXPECT_EQ(after.hits[0].similarity, before);
  EXPECT_THAT(after.hits, SizeIs(1));
}

TEST_F(SimilarityEngineTest, AnswersAreTheSameBytesAfterARestart) {
  PutQuakeAndOthers();
  for (int i = 0; i < 150; ++i) {  // Enough to learn subjects.
    Put(absl::StrCat("d", i), absl::StrCat("Item", i % 13, " and Place", i % 7),
        absl::StrCat(i % 2 ? kBudget : kChess, " Name", i % 11, " met Name", i % 5, " in Town",
                     i % 17, " about subject", i % 19, "."));
    Assign(absl::StrCat("d", i));
  }
  Keep(engine_.Remove("d3"));
  Keep(engine_.Remove("budget"));
  Put("d5", "Replaced", kQuakeFollowUp);
  Put("d3", "Back again", kRecipe);
  Keep(engine_.MergeStory(engine_.Find("d7")->story, engine_.Find("d9")->story));

  const auto restarted = Restarted(records_).value();
  for (const std::string id : {"quake", "d0", "d1", "d3", "d5", "d149"}) {
    SimilarRequest request;
    request.seeds = {id};
    request.options = Plain(20);
    EXPECT_EQ(Printed(engine_.Similar(request).value()),
              Printed(restarted->Similar(request).value()));
    request.options = SimilarOptions();
    EXPECT_EQ(Printed(engine_.Similar(request).value()),
              Printed(restarted->Similar(request).value()));
    EXPECT_EQ(engine_.Find(id)->story, restarted->Find(id)->story);
  }
  // And both go on alike.
  const Document next = Doc("next", "Teenager wins again", kChess);
  engine_.Upsert(next).value();
  restarted->Upsert(next).value();
  SimilarRequest request;
  request.seeds = {std::string("next")};
  request.options = Plain(50);
  EXPECT_EQ(Printed(engine_.Similar(request).value()),
            Printed(restarted->Similar(request).value()));
}

// Whatever became of a process while a model was being made: its successor uses the same model from
// the same article on, and remakes the same lists.
TEST_F(SimilarityEngineTest, RestartWhileAModelIsMadeDoesNotShowLater) {
  const auto document = [this](int i) {
    return Doc(absl::StrCat("d", i), absl::StrCat("Item", i % 13, " and Place", i % 7),
               absl::StrCat(i % 2 ? kBudget : kChess, " Name", i % 11, " met Name", i % 5,
                            " in Town", i % 17, " about subject", i % 19, "."));
  };
  SimilarRequest request;
  request.seeds = {std::string("d3")};
  request.options = Plain(30);
  std::map<int, Records> records_after;
  std::set<std::string> versions;
  constexpr int kEnd = 140;
  for (int i = 0; i < kEnd; ++i) {
    Put(document(i));
    versions.insert(engine_.ModelVersion());
    if (i % 4 == 3 || (i >= 96 && i <= 110)) records_after[i] = records_;
  }
  EXPECT_THAT(versions, SizeIs(4));  // None, and those of 100, 113 and 128 articles.
  const std::string expected = Printed(engine_.Similar(request).value());
  for (const auto& [last, records] : records_after) {
    if (last < 90) continue;
    const auto restarted = Restarted(records).value();
    for (int i = last + 1; i < kEnd; ++i) {
      Document again = document(i);
      again.revision = i + 1;
      restarted->Upsert(again).value();
    }
    EXPECT_EQ(restarted->ModelVersion(), engine_.ModelVersion()) << last;
    EXPECT_EQ(Printed(restarted->Similar(request).value()), expected) << last;
  }
}

TEST_F(SimilarityEngineTest, BrokenRecordsAreDataLoss) {
  PutQuakeAndOthers();
  Keep(engine_.SetStory("quake", "s1"));
  Keep(engine_.MergeStory("s2", "s1"));
  const auto expect_loss = [this](const std::string& key, const std::string& value) {
    Records damaged = records_;
    damaged[key] = value;
    EXPECT_TRUE(absl::IsDataLoss(Restarted(damaged).status())) << key;
  };
  for (const auto& [key, value] : records_) {
    expect_loss(key, value.substr(0, value.size() / 2));
    for (const size_t at : {size_t{0}, value.size() / 2, value.size() - 1}) {
      std::string flipped = value;
      flipped[at] = static_cast<char>(flipped[at] ^ 4);
      expect_loss(key, flipped);
    }
    for (const auto& [other_key, other] : records_) {
      if (key != other_key) expect_loss(key, other);
    }
  }
  EXPECT_TRUE(absl::IsDataLoss(engine_.Restore("?/x", "y")));
}

TEST_F(SimilarityEngineTest, WhatArticlesReferToMustBeThere) {
  PutQuakeAndOthers();
  for (const auto& [key, value] : records_) {
    Records fewer = records_;
    fewer.erase(key);
    const bool is_wanted = absl::StrContains("aLSV", key[0]);  // A list can be made anew.
    EXPECT_EQ(absl::IsDataLoss(Restarted(fewer).status()), is_wanted) << key;
  }
}

TEST_F(SimilarityEngineTest, ArrivalsAreFoundBeforeTheirListsAreMadeTogether) {
  SimilarityEngine engine({.listed_together = 4, .listed_together_from = 0});
  const auto lists_after = [&](const Document& document) {
    size_t lists = 0;
    const StateChanges changes = engine.Upsert(document).value();
    for (const StateRecord& record : changes) {
      lists += record.key.substr(0, 2) == "n/" && !record.value.empty();
    }
    return lists;
  };
  const auto first_hit = [&](const std::string& seed) {
    SimilarRequest request;
    request.seeds = {seed};
    request.options = Plain();
    return engine.Similar(request).value().hits[0].id;
  };
  EXPECT_EQ(lists_after(Doc("quake", "Earthquake kills 40 in Valdoria", kQuake)), 0u);
  EXPECT_EQ(lists_after(Doc("chess", "Teenager wins chess crown", kChess)), 0u);
  EXPECT_EQ(lists_after(Doc("report", "Survivors found in Sankt Elva", kQuakeReport)), 0u);
  EXPECT_EQ(first_hit("report"), "quake");
  EXPECT_EQ(first_hit("quake"), "report");
  engine.SetStory("quake", engine.DecideStory("quake")->story);
  EXPECT_EQ(engine.DecideStory("report")->story, engine.Find("quake")->story);

  engine.Remove("chess");  // It waits no more.
  EXPECT_EQ(lists_after(Doc("budget", "Fuel taxes rise in new budget", kBudget)), 0u);
  EXPECT_EQ(lists_after(Doc("recipe", "Rye bread returns", kRecipe)), 4u);
  EXPECT_EQ(first_hit("report"), "quake");
}

TEST_F(SimilarityEngineTest, ReadersAndTheWriterWorkTogether) {
  PutQuakeAndOthers();
  std::vector<std::thread> readers;
  for (int t = 0; t < 3; ++t) {
    readers.emplace_back([this] {
      for (int i = 0; i < 60; ++i) {
        SimilarRequest request;
        request.seeds = {std::string("quake")};
        request.options = Plain();
        const auto result = engine_.Similar(request);
        ASSERT_TRUE(result.ok());
        // "report" never changes, so it is in every answer.
        EXPECT_THAT(Ids(*result), Contains("report"));
        engine_.DecideStory("quake").value();
        engine_.ListStories({});
      }
    });
  }
  for (int i = 0; i < 120; ++i) {
    const std::string id = absl::StrCat("d", i % 20);
    if (i % 7 == 6) {
      engine_.Remove(id);
    } else {
      Document document;
      document.id = id;
      document.headline = absl::StrCat("Item ", i);
      document.body = i % 2 ? kBudget : kChess;
      document.language = "en";
      engine_.Upsert(document).value();
      engine_.SetStory(id, absl::StrCat("s", i % 5));
      engine_.MergeStory(absl::StrCat("s", i % 5), absl::StrCat("s", (i + 1) % 5));
    }
  }
  for (std::thread& reader : readers) reader.join();
  EXPECT_THAT(Ask("quake", Plain()).hits[0].id, Eq("report"));
}

}  // namespace
}  // namespace akin

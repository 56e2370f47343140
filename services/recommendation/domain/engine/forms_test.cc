// What a source puts into many of its stories says nothing of what they are about.
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/recommendation/domain/engine/similarity_engine.h"
#include "services/recommendation/domain/scoring/score.h"
#include "services/recommendation/domain/testing/kept_engine.h"
#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

using ::testing::Each;
using ::testing::Lt;
using ::testing::SizeIs;

const absl::Time kFormsNoon =
    absl::FromCivil(absl::CivilSecond(2024, 5, 14, 12, 0, 0), absl::UTCTimeZone());

struct Ferry {
  const char *ship, *harbour, *route, *cause;
  int minutes, passengers;
};
constexpr Ferry kFerries[] = {
    {"Skarven", "Kvalnes", "Torsand", "a rope in the propeller", 95, 212},
    {"Isbjorn", "Melvaag", "Hestoya", "thick fog", 140, 64},
    {"Lomvi", "Trollfjell", "Grunnsund", "a sick helmsman", 35, 118},
    {"Havorn", "Steinvik", "Alsten", "an empty fuel tank", 75, 301},
    {"Terna", "Ulvsund", "Brattoy", "loose cattle on the ramp", 50, 19},
    {"Teist", "Nordbotn", "Sorvaer", "a broken radar", 180, 87},
};

class FormsTest : public testing::Test {
 protected:
  void Put(const std::string& id, const std::string& headline, const std::string& body,
           const std::string& source = "sources/ferries") {
    Document document;
    document.id = id;
    document.revision = ++revision_;
    document.headline = headline;
    document.body = body;
    document.language = "en";
    document.source = source;
    document.publish_time = kFormsNoon + revision_ * absl::Hours(5);
    Save(engine_.Upsert(document).value(), records_);
    const StoryDecision decision = engine_.DecideStory(id).value();
    for (const StoryMerge& merge : decision.merges) {
      Save(engine_.MergeStory(merge.from, merge.into), records_);
    }
    Save(engine_.SetStory(id, decision.story), records_);
  }

  void PutNotice(const std::string& id, const Ferry& ferry) {
    Put(id, absl::StrFormat("Ferry %s delayed at %s", ferry.ship, ferry.harbour),
        absl::StrFormat(
            "The ferry %s on the route to %s is delayed at %s by about %d minutes. The cause is "
            "%s. %d passengers are on board. The operator regrets the inconvenience and asks "
            "travellers to allow more time. Tickets stay valid on the next departure, and coffee "
            "is served in the waiting room free of charge. Further notices appear on the boards.",
            ferry.ship, ferry.route, ferry.harbour, ferry.minutes, ferry.cause, ferry.passengers));
  }

  // As where many come at once: all are there before the first is decided on.
  StoryDrafts DecideTogether(const std::vector<std::string>& ids) {
    StoryDrafts drafts;
    for (const std::string& id : ids) {
      Save(engine_.SetStory(id, ""), records_);
    }
    for (const std::string& id : ids) {
      drafts.Assign(id, engine_.DecideStory(id, drafts)->story);
    }
    return drafts;
  }

  std::vector<std::string> PutNotices() {
    std::vector<std::string> ids;
    for (const Ferry& ferry : kFerries) PutNotice(ids.emplace_back(ferry.ship), ferry);
    return ids;
  }

  std::set<std::string> StoriesOf(const std::vector<std::string>& ids) {
    std::set<std::string> stories;
    for (const std::string& id : ids) stories.insert(engine_.Find(id)->story);
    return stories;
  }

  // Of all pairs.
  std::vector<double> DuplicateScores(const std::vector<std::string>& ids) {
    std::vector<double> scores;
    for (size_t i = 0; i < ids.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        scores.push_back(engine_.Explain(ids[i], ids[j], SimilarOptions())->duplicate_score);
      }
    }
    return scores;
  }

  SimilarityEngine engine_;
  Records records_;
  int64_t revision_ = 0;
};

TEST_F(FormsTest, BulletinsThatFillInOneFormAreStoriesOfTheirOwnAndNoDuplicates) {
  const std::vector<std::string> ids = PutNotices();
  EXPECT_THAT(StoriesOf(ids), SizeIs(ids.size()));
  EXPECT_THAT(DuplicateScores(ids), Each(Lt(kDuplicateThreshold)));
  const StoryDrafts drafts = DecideTogether(ids);
  for (const std::string& id : ids) EXPECT_EQ(drafts.StoryOf(id, ""), StoryIdFor(id));
}

TEST_F(FormsTest, ABulletinThatIsCorrectedStaysInItsStory) {
  const std::vector<std::string> ids = PutNotices();
  Ferry corrected = kFerries[4];
  corrected.minutes = 65;
  PutNotice("corrected", corrected);
  EXPECT_EQ(engine_.Find("corrected")->story, engine_.Find("Terna")->story);
  EXPECT_GE(DuplicateScores({"corrected", "Terna"})[0], kDuplicateThreshold);
}

TEST_F(FormsTest, AFooterMakesNoStory) {
  const std::string footer =
      " This letter costs nothing and is paid for by its readers. Become a friend of the letter, "
      "tell your neighbours, and join us on the last Friday of each month for soup and an "
      "argument. "
      "Old letters are kept in the archive, where they may be read by all. We make mistakes, and "
      "put them right when somebody writes to the corrections desk. Unsubscribe at any time.";
  std::vector<std::string> ids;
  const auto put = [&](const std::string& headline, const std::string& text) {
    Put(ids.emplace_back(headline), headline, text + footer, "sources/letter");
  };
  put("Beavers return to the mill pond", "A pair has built a lodge beside the weir.");
  put("Tram drivers vote on a strike", "The union counts the ballots on Thursday.");
  put("Organ falls silent", "Mice have eaten the leather of the bellows.");
  put("Swimmers cross the strait", "Nine of them reached the lighthouse before dark.");
  EXPECT_THAT(StoriesOf(ids), SizeIs(ids.size()));
  EXPECT_THAT(DuplicateScores(ids), Each(Lt(kDuplicateThreshold)));
}

TEST_F(FormsTest, AHeadlineOfEveryDayMakesNoStory) {
  std::vector<std::string> ids;
  for (const char* text :
       {"Dockers in Genoa go back to work. A museum in Leeds lends its whale. Rain in the west.",
        "How to prune a quince. The last typist of Oslo retires. Chess, and a recipe for "
        "dumplings.",
        "Drones over the vineyard; a minister on a bicycle; the price of butter.",
        "A bridge for toads opens in Lyon. Who forged the Tarquin masks? Fog until noon."}) {
    Put(ids.emplace_back(absl::StrCat("d", ids.size())), "The morning in brief", text);
  }
  EXPECT_THAT(StoriesOf(ids), SizeIs(ids.size()));
}

TEST_F(FormsTest, OneStoryToldAnewAgainAndAgainDoesNotBecomeAForm) {
  const std::string lead =
      "Firefighters in Marston are fighting a fire in the old rope works beside the canal. The "
      "roof of the spinning hall has fallen in, and people in Weaver Street have been told to keep "
      "their windows shut. Chief officer Lena Ode said the building had been empty since 2011.";
  std::vector<std::string> ids;
  for (const char* news :
       {"Nobody was hurt.", "Two of her crew were treated for smoke.", "A school has been closed.",
        "Trains run again.", "The fire was out by midnight."}) {
    Put(ids.emplace_back(absl::StrCat("take", ids.size())), "Fire in Marston rope works",
        lead + " " + news);
  }
  EXPECT_THAT(StoriesOf(ids), SizeIs(1));
  EXPECT_THAT(DuplicateScores(ids), Each(testing::Ge(kDuplicateThreshold)));
  const StoryDrafts drafts = DecideTogether(ids);
  std::set<std::string> stories;
  for (const std::string& id : ids) stories.emplace(drafts.StoryOf(id, ""));
  EXPECT_THAT(stories, SizeIs(1));
}

TEST_F(FormsTest, WhatOneSourcePutsIntoManyIsNoFormOfAnother) {
  PutNotices();
  const auto put = [&](const std::string& id, const std::string& source) {
    Put(id, "Ferry delays anger islanders",
        "Tickets stay valid on the next departure, and coffee is served in the waiting room free "
        "of charge, yet islanders say the delays must end.",
        source);
  };
  put("one", "sources/herald");
  put("two", "sources/gazette");
  EXPECT_GE(DuplicateScores({"one", "two"})[0], kDuplicateThreshold);
}

TEST_F(FormsTest, OneEventInFiveSentencesIsOneStory) {
  const std::pair<const char*, const char*> reports[] = {
      {"Reactor at Halvik shut down", "Engineers shut down the reactor at Halvik on Monday."},
      {"Halvik plant halts reactor", "A cracked valve has halted the reactor at the Halvik plant."},
      {"Cracked valve stops Halvik", "The Halvik reactor stands still because a valve cracked."},
      {"Regulator looks into Halvik", "The regulator is looking into the shut reactor at Halvik."},
      {"Halvik reactor off the grid", "Power is short since the Halvik reactor was shut down."}};
  Put("other", "Skiers stranded on Mount Orren", "Forty skiers spent the night in a cabin.");
  std::vector<std::string> ids;
  for (const auto& [headline, text] : reports) {
    Put(ids.emplace_back(absl::StrCat("r", ids.size())), headline, text,
        absl::StrCat("sources/paper", ids.size()));
  }
  EXPECT_THAT(StoriesOf(ids), SizeIs(1));
  EXPECT_NE(engine_.Find("other")->story, engine_.Find("r0")->story);
}

TEST_F(FormsTest, FormsAreTheSameAfterARestart) {
  PutNotices();
  Ferry corrected = kFerries[1];
  corrected.passengers = 66;
  PutNotice("corrected", corrected);
  Save(engine_.Remove("Lomvi"), records_);
  Save(engine_.SetStory("Teist", engine_.Find("Terna")->story), records_);
  const auto restarted = Restarted(records_).value();
  for (const Ferry& ferry : kFerries) {
    if (!engine_.Find(ferry.ship)) continue;
    SimilarRequest request;
    request.seeds = {std::string(ferry.ship)};
    request.options.min_similarity = 0;
    EXPECT_EQ(Printed(restarted->Similar(request).value()),
              Printed(engine_.Similar(request).value()));
  }
}

}  // namespace
}  // namespace akin

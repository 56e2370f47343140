// A newsroom's files: synonyms, protected words, picks.
#include <gmock/gmock.h>

#include <fstream>

#include "absl/time/clock.h"
#include "services/search/search_test_base.h"

namespace akin {
namespace {

using search::v1::SearchArticlesRequest;
using search::v1::SearchArticlesResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

class SearchRuleFilesTest : public SearchTestBase {
 protected:
  SearchRuleFilesTest() { std::filesystem::create_directories(folder_); }
  ~SearchRuleFilesTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) const {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path + ".new") << text;
    std::filesystem::rename(path + ".new", path);
    return path;
  }

  void Start(const SearchRuleFiles::Options& rules) {
    SearchApp::Options options;
    options.rules = rules;
    options.rules.poll = absl::Milliseconds(10);
    StartSearch(options);
  }

  // What a query finds from memory, if it is there: as readers ask.
  std::vector<std::string> Cached(absl::string_view query) {
    SearchArticlesRequest request;
    request.set_query(std::string(query));
    return IdsOf(Call(request));
  }

  // Once the query finds as many; a rule file is looked at every now and then.
  std::vector<std::string> Await(absl::string_view query, size_t count) {
    const absl::Time give_up = absl::Now() + absl::Seconds(20);
    while (Cached(query).size() != count && absl::Now() < give_up)
      absl::SleepFor(absl::Milliseconds(5));
    return Cached(query);
  }

  const std::string folder_ =
      absl::StrCat(testing::TempDir(), "/rules_",
                   testing::UnitTest::GetInstance()->current_test_info()->name(), "_", getpid());
};

TEST_F(SearchRuleFilesTest, SynonymsAreReadAgainAndCachedAnswersDoNotOutliveThem) {
  const std::string path = Write("synonyms", "UN, United Nations\n");
  Start({.synonyms = path});
  storage_.Put(Article("kyiv", "Kyiv shelled", "The UN met."));
  storage_.Put(Article("kiev", "Kiev in spring", "United Nations envoys came."));
  EXPECT_THAT(Ids("kiev"), ElementsAre("kiev"));
  EXPECT_THAT(Ids("un"), UnorderedElementsAre("kyiv", "kiev"));
  EXPECT_THAT(Ids("united nations shelled"), ElementsAre("kyiv"));
  Write("synonyms", "Kyiv, Kiev\n");
  EXPECT_THAT(Await("kiev", 2), UnorderedElementsAre("kyiv", "kiev"));
  Write("synonyms", "Kyiv\n");  // wrong: what was right stays
  EXPECT_THAT(Ids("-kiev"), testing::IsEmpty());
  Write("synonyms", "Kiev => Kyiv\n");
  EXPECT_THAT(Await("kiev", 1), ElementsAre("kyiv"));
  EXPECT_THAT(Ids("headline:kiev"), ElementsAre("kyiv"));
}

TEST_F(SearchRuleFilesTest, SynonymsAreMarkedInTexts) {
  Start({.synonyms = Write("synonyms", "UN, United Nations\n")});
  storage_.Put(Article("a", "Vote", "The United Nations voted."));
  SearchArticlesRequest request;
  request.set_query("un");
  const auto response = Search(request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->hits_size(), 1);
  const auto& snippet = response->hits(0).snippet();
  ASSERT_EQ(snippet.highlights_size(), 1);
  EXPECT_EQ(snippet.text().substr(snippet.highlights(0).start(), 14), "United Nations");
}

TEST_F(SearchRuleFilesTest, ProtectedWordsAreNeitherInflectedNorReadAsOthers) {
  Start({.protected_words = Write("protected", "Apples\nharbout\n")});
  storage_.Put(Article("one", "Apple reports", "Shares fell."));
  storage_.Put(Article("many", "Apples reports", "Growers rejoice in the harbour."));
  EXPECT_THAT(Ids("apples"), ElementsAre("many"));
  EXPECT_THAT(Ids("apple"), UnorderedElementsAre("one", "many"));
  EXPECT_THAT(Ids("harbout"), testing::IsEmpty());
}

TEST_F(SearchRuleFilesTest, PicksComeFirstAndLast) {
  const std::string path =
      Write("picks", "storm => articles/weak, articles/gone, articles/other, -articles/best\n");
  Start({.picks = path});
  storage_.Put(Article("best", "Storm storm", "Storm."));
  storage_.Put(Article("weak", "Weather", "Nothing here of the kind, but one storm at last."));
  storage_.Put(Article("mid", "Storm", "Weather."));
  storage_.Put(Article("other", "Flood", "Water."));
  EXPECT_THAT(Ids("storm"), ElementsAre("weak", "other", "mid", "best"));
  EXPECT_THAT(Ids("storm", "headline != Flood"), ElementsAre("weak", "mid", "best"));
  EXPECT_THAT(Ids("storm weather").size(), 2u) << "another query";
  SearchArticlesRequest request;
  request.set_query("Storm");
  const auto response = Search(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_TRUE(response->hits(0).pinned());
  EXPECT_FALSE(response->hits(2).pinned());
  EXPECT_EQ(response->total_size(), 4);
}

TEST_F(SearchRuleFilesTest, AWrongFileEndsTheStartWithItsLine) {
  SearchApp::Options options;
  options.data_dir = data_dir_;
  options.rules.synonyms = Write("synonyms", "a, b\nalone\n");
  const absl::Status status = SearchApp::Open(options, clock_, metrics_).status();
  EXPECT_THAT(status.message(), HasSubstr("--synonyms: "));
  EXPECT_THAT(status.message(), HasSubstr("synonyms: line 2: want two terms"));
  options.rules.synonyms = folder_ + "/nowhere";
  EXPECT_THAT(SearchApp::Open(options, clock_, metrics_).status().message(), HasSubstr("nowhere"));
}

}  // namespace
}  // namespace akin

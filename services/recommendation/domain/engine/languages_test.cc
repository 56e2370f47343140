// A small corpus of two affairs, each reported twice in six languages.
#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/recommendation/domain/engine/similarity_engine.h"

namespace akin {
namespace {

using ::testing::ElementsAre;

struct Report {
  const char* language;
  const char* affair;
  const char* headline;
  const char* body;
};

// Words that mean different things are among them on purpose: gift, die, hut, rat, art, mode, chat,
// pain, main, sale, red, mesa, once; and names and numbers that all languages share.
constexpr Report kReports[] = {
    {"en", "dam", "Dam at Kestrel Lake breaks",
     "A dam at Kestrel Lake broke on Monday and flooded the main road of Arvell. The gift of a hut "
     "by a sale for charity was lost. Engineers said the wall had cracks."},
    {"en", "dam", "Arvell flooded after dam breaks",
     "Water from Kestrel Lake flooded Arvell when the dam broke. Engineers had warned of cracks in "
     "the wall, and people die in floods, the mayor said; the main road is closed."},
    {"en", "fair", "Art fair opens in Lindfort",
     "The art fair of Lindfort opened with paintings in red. A dealer said the sale of a mesa "
     "landscape was news at once; visitors chat about the pain of choosing."},
    {"en", "fair", "Painters gather in Lindfort",
     "Painters and dealers gather at the art fair in Lindfort. A landscape in red was sold at "
     "once, a dealer said, and visitors stand in line."},
    {"de", "dam", "Damm am Kestrel-See bricht",
     "Der Damm am Kestrel-See ist am Montag gebrochen, und die Hauptstraße von Arvell steht unter "
     "Wasser. Der Rat bittet um Hilfe. Ingenieure fanden Risse in der Mauer."},
    {"de", "dam", "Arvell unter Wasser",
     "Nach dem Bruch des Damms am Kestrel-See steht Arvell unter Wasser. Ingenieure hatten vor den "
     "Rissen in der Mauer gewarnt, sagte der Rat. Die Hauptstraße ist gesperrt."},
    {"de", "fair", "Kunstmesse in Lindfort eröffnet",
     "Die Kunstmesse in Lindfort zeigt Gemälde und Mode aller Art. Ein Händler trug einen Hut und "
     "verkaufte eine Landschaft. Besucher bezahlen die Gemälde bar."},
    {"de", "fair", "Maler treffen sich in Lindfort",
     "Maler und Händler treffen sich auf der Kunstmesse in Lindfort. Die Gemälde verkaufen sich "
     "gut, sagte ein Händler; eine Landschaft hängt am Eingang."},
    {"fr", "dam", "Le barrage du lac Kestrel cède",
     "Le barrage du lac Kestrel a cédé lundi et la route principale d'Arvell est inondée. Les "
     "ingénieurs avaient vu des fissures. On donne du pain aux habitants, main dans la main."},
    {"fr", "dam", "Arvell inondée",
     "Arvell est inondée après la rupture du barrage du lac Kestrel. Les ingénieurs avaient "
     "signalé les fissures, dit le maire. La route principale reste fermée aux habitants."},
    {"fr", "fair", "La foire d'art de Lindfort ouvre",
     "La foire d'art de Lindfort ouvre avec des tableaux et la mode. Un marchand a vendu un "
     "paysage où dort un chat. Les visiteurs admirent les tableaux."},
    {"fr", "fair", "Des peintres à Lindfort",
     "Des peintres et des marchands se retrouvent à la foire d'art de Lindfort. Les tableaux se "
     "vendent bien, dit un marchand, et un paysage attire les visiteurs."},
    {"es", "dam", "Se rompe la presa del lago Kestrel",
     "La presa del lago Kestrel se rompió el lunes e inundó la calle principal de Arvell. Los "
     "ingenieros vieron grietas en el muro. La red eléctrica falló once horas."},
    {"es", "dam", "Arvell inundada",
     "Arvell está inundada tras la rotura de la presa del lago Kestrel. Los ingenieros habían "
     "avisado de las grietas del muro, dijo el alcalde. La calle principal sigue cerrada."},
    {"es", "fair", "Abre la feria de arte de Lindfort",
     "La feria de arte de Lindfort abre con cuadros sobre la mesa y la moda. Un marchante vendió "
     "un paisaje. Los visitantes miran los cuadros."},
    {"es", "fair", "Pintores en Lindfort",
     "Pintores y marchantes se reúnen en la feria de arte de Lindfort. Los cuadros se venden bien, "
     "dijo un marchante, y un paisaje atrae a los visitantes."},
    {"zh", "dam", "水库大坝决口",
     "星期一，红隼湖的水库大坝决口，洪水淹没了阿维尔的主要道路。工程师说，大坝的墙上早有裂缝。"},
    {"zh", "dam", "阿维尔被洪水淹没",
     "红隼湖大坝决口后，阿维尔被洪水淹没。工程师曾经警告过大坝的裂缝，市长说，主要道路已经关闭。"},
    {"zh", "fair", "林德堡艺术博览会开幕",
     "林德堡艺术博览会开幕，展出许多油画。一位画商卖出了一幅风景油画，参观者很多。"},
    {"zh", "fair", "画家聚集林德堡",
     "画家和画商聚集在林德堡艺术博览会。一位画商说，油画卖得很好，一幅风景吸引了参观者。"},
    {"ja", "dam", "湖のダムが決壊",
     "月曜日、ケストレル湖のダムが決壊し、アルベルの幹線道路が浸水した。技術者は壁のひび割れを見つ"
     "けていた。"},
    {"ja", "dam", "アルベルが浸水",
     "ケストレル湖のダムが決壊し、アルベルが浸水した。技術者は壁のひび割れを警告していたと市長は述"
     "べた。幹線道路は"
     "閉鎖された。"},
    {"ja", "fair", "リンドフォートで美術見本市が開幕",
     "リンドフォートの美術見本市が開幕し、多くの絵画が展示された。画商は風景画を売った。来場者は絵"
     "画を眺めた。"},
    {"ja", "fair", "画家がリンドフォートに集まる",
     "画家と画商がリンドフォートの美術見本市に集まった。絵画はよく売れていると画商は述べ、風景画が"
     "来場者を集めた。"},
};

class LanguagesTest : public testing::Test {
 protected:
  static Document DocumentOf(const Report& report, const std::string& id) {
    Document document;
    document.id = id;
    document.revision = 1;
    document.headline = report.headline;
    document.body = report.body;
    return document;  // Its language is for the engine to find.
  }

  static std::string IdOf(const Report& report) {
    return absl::StrCat(report.language, "-", report.affair, "-", &report - kReports);
  }

  // Only reports in `languages`, or all.
  static void Load(SimilarityEngine& engine, const std::set<std::string>& languages = {}) {
    for (const Report& report : kReports) {
      if (!languages.empty() && languages.count(report.language) == 0) continue;
      ASSERT_TRUE(engine.Upsert(DocumentOf(report, IdOf(report))).ok());
    }
  }

  static SimilarResult Ask(const SimilarityEngine& engine, const std::string& id) {
    SimilarRequest request;
    request.seeds = {id};
    request.options.recency = RecencyMode::kOff;
    request.options.collapse_stories = false;
    request.options.diversify = false;
    request.options.min_similarity = 0;
    return engine.Similar(request).value();
  }
};

TEST_F(LanguagesTest, EachReportIsReadInItsLanguage) {
  SimilarityEngine engine;
  Load(engine);
  for (const Report& report : kReports) {
    EXPECT_EQ(engine.Find(IdOf(report))->language, report.language) << IdOf(report);
  }
}

TEST_F(LanguagesTest, TheOtherReportOfTheAffairInTheSameLanguageComesFirst) {
  SimilarityEngine engine;
  Load(engine);
  for (const Report& report : kReports) {
    const std::string prefix = absl::StrCat(report.language, "-", report.affair, "-");
    const SimilarResult result = Ask(engine, IdOf(report));
    ASSERT_FALSE(result.hits.empty()) << IdOf(report);
    EXPECT_EQ(result.hits[0].id.substr(0, prefix.size()), prefix) << IdOf(report);
  }
}

TEST_F(LanguagesTest, WordsOfOtherLanguagesNeitherMatchNorChangeAnything) {
  SimilarityEngine mixed;
  Load(mixed);
  for (const Report& seed : kReports) {
    SimilarityEngine alone;
    Load(alone, {seed.language});
    for (const Hit& hit : Ask(mixed, IdOf(seed)).hits) {
      EXPECT_EQ(hit.id.substr(0, 2), seed.language) << IdOf(seed);
    }
    for (const Report& other : kReports) {
      const PairFeatures among_all =
          mixed.Explain(IdOf(seed), IdOf(other), SimilarOptions())->features;
      if (std::string(seed.language) != other.language) {
        EXPECT_EQ(among_all.lexical_cosine, 0) << IdOf(seed) << " " << IdOf(other);
        continue;
      }
      const PairFeatures among_its_own =
          alone.Explain(IdOf(seed), IdOf(other), SimilarOptions())->features;
      EXPECT_EQ(among_all.lexical_cosine, among_its_own.lexical_cosine) << IdOf(other);
      EXPECT_EQ(among_all.text_cosine, among_its_own.text_cosine) << IdOf(other);
    }
  }
}

}  // namespace
}  // namespace akin

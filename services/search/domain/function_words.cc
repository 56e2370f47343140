#include "services/search/domain/function_words.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/text/stop_words.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

using WordSet = absl::flat_hash_set<std::string>;

struct WordList {
  absl::string_view language;
  absl::string_view words;
};

// Beside StopWords, whose words similarity shares: words of questions, and languages that it lacks.
constexpr WordList kWordLists[] = {
    {"en", "who whom whose what which when where why how many does did"},
    {"de",
     "wer wen wem wessen was wie viele viel wo wohin woher wann warum welche welcher welches"},
    {"es", "que quien quienes cual cuales cuanto cuanta cuantos cuantas cuando donde como"},
    {"fr", "qui que quoi quel quelle quels quelles combien quand ou pourquoi comment"},
    {"it", "chi che cosa quale quali quanto quanti quante quando dove perche come"},
    {"pt", "quem que qual quais quanto quanta quantos quantas quando onde porque como"},
    {"nl", "wie wat welke welk hoe hoeveel wanneer waar waarom"},
    {"ru", "кто кого кому кем что чего чему чем какой какая какое какие каких какую каким сколько "
           "когда где куда откуда почему как чей"},
    {"el",
     "ο η το οι τα του της των τον την τους τις στο στη στην στον στα στις στους με σε για απο και "
     "κι που πως να θα δεν μη μην ειναι ηταν ως αν οτι αλλα ή ενας μια μιας ενα ενος αυτο αυτη "
     "αυτος αυτα αυτοι κατα μετα προς παρα ποιος ποια ποιο ποιοι ποιες ποιων ποιον ποιου τι ποσο "
     "ποσα ποσοι ποσες ποτε οταν οπως οποιο οποια οποιος εχει εχουν ειχε"},
    {"ro",
     "a al ale ai o un una unui unei unor si sau in din de la pe cu pentru prin spre sub peste "
     "dupa ca sa se nu este e sunt era erau fi fost au am ai fie care ce cine cui cat cata cati "
     "cate cand unde cum de lui ei lor le ii il i acest aceasta acesti aceste acel acea mai dar "
     "iar daca intre fara"},
    {"tr",
     "ve veya ile bir bu su o da de ki mi mu icin gibi kadar daha en ne neden nasil nerede nereye "
     "nereden zaman kim kime kimin kimi hangi hangisi kac olarak olan olup oldu ise degil var yok "
     "her cok sonra once ama ancak tarafindan nedir kimdir midir mudur mi mu idi"},
    {"vi",
     "va cua la cac nhung mot cho trong tren duoi voi tu den duoc bi da dang se khong co nay do "
     "kia thi ma o tai boi vi nhu khi nao gi ai dau sao bao nhieu the hay hoac ra vao cung rang"},
    {"hi",
     "का के की को में से पर और या है हैं था थे थी हो ने कि जो यह वह ये वे इस उस इन उन एक भी तो ही "
     "तक कर लिए साथ किया गया गई गए कौन किस किसने किसके किसको किसे क्या कब कहाँ कहां क्यों कैसे "
     "कितने कितनी कितना जब नहीं द्वारा बाद अपने"},
    {"ar",
     "من الي عن علي في مع هذا هذه ذلك تلك التي الذي الذين ان او ثم ما ماذا متي اين كيف كم لماذا "
           "هل هو هي هم كان كانت يكون قد لقد لم لن لا بين عند بعد قبل كل اي ايضا حيث وهو وهي"},
    {"fa", "و در به از که این آن را با برای تا است بود شد می یک هم یا چه چند کی کجا چرا چگونه"},
    {"pl", "i w z na do od po za o u oraz lub nie jest są był była było być co kto kogo komu jaki "
           "jaka jakie ile kiedy gdzie dlaczego jak który która które się to ten ta te tego tej"},
    {"uk", "і й та в у на з до від за по про що як хто кого кому який яка яке які скільки коли де "
           "чому не є був була було бути це цей ця ці або але"},
    {"zh", "什么 哪些 哪个 哪里 哪 谁 多少 怎么 怎样 如何 为什么 何时 何 几 是 的 了 吗 呢 和 与 在 "
           "什麼 誰 怎麼 為什麼 嗎"},
    {"ja", "何 誰 いつ どこ どの どれ なぜ どう いくつ いくら です ます した する して いる ある "
           "から まで など こと もの"},
    {"th", "อะไร ใคร เมื่อ ไหร่ เมื่อไหร่ ที่ไหน ไหน ทำไม อย่างไร เท่าไร เท่าไหร่ กี่ ใด และ หรือ ของ "
           "ที่ ใน เป็น คือ มี ได้ ว่า จาก โดย กับ ให้ การ ความ"},
};

WordSet FoldedSet(absl::string_view words) {
  WordSet set;
  for (const absl::string_view word : absl::StrSplit(words, ' ', absl::SkipEmpty())) {
    set.insert(FoldForSearch(ToNfc(word)));
  }
  return set;
}

WordSet MakeSet(absl::string_view language) {
  WordSet set;
  for (const std::string& word : StopWords(language)) set.insert(FoldForSearch(word));
  for (const WordList& list : kWordLists) {
    if (list.language == language) set.merge(FoldedSet(list.words));
  }
  return set;
}

const WordSet& FunctionWords(const std::string& language) {
  static const auto& sets = *[] {
    auto* all = new absl::flat_hash_map<std::string, WordSet>();
    for (const char* language : {"en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no",
                                 "fi", "ru", "el", "ro", "tr", "vi", "hi", "ar", "fa", "pl",
                                 "uk", "zh", "ja", "th"}) {
      all->emplace(language, MakeSet(language));
    }
    return all;
  }();
  static const WordSet& none = *new WordSet();
  const auto found = sets.find(language == "nb" || language == "nn" ? "no" : language);
  return found == sets.end() ? none : found->second;
}

}  // namespace

bool IsFunctionWord(absl::string_view folded, const std::vector<std::string>& languages) {
  return std::any_of(languages.begin(), languages.end(), [&](const std::string& language) {
    return FunctionWords(language).contains(folded);
  });
}

bool IsQuestion(absl::string_view query) {
  for (const absl::string_view mark : {"?", "？", "؟", "¿", "\u037E"}) {
    if (absl::StrContains(query, mark)) return true;
  }
  return false;
}

}  // namespace akin

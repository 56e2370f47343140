#include "tests/bench/corpus/article_writer.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "tests/bench/corpus/random.h"
#include "tests/bench/corpus/words.h"

namespace akin::bench {
namespace {

constexpr int kSections = 12;
constexpr int kSources = 80;
constexpr uint64_t kKnownNames = 4000;
constexpr uint64_t kOtherNames = 6000000;

// Each kind of thing has random numbers of its own.
enum SeedOf : uint64_t { kEventSeed = 2, kStorylineSeed, kTopicSeed, kSectionSeed, kSourceSeed };

// Where a word comes from: shares of the words.
constexpr double kFunctionShare = 0.42;
constexpr double kSetPhraseShare = 0.03;
// Of the others:
constexpr double kRepeatShare = 0.20;
constexpr double kEventShare = 0.17;
constexpr double kStorylineShare = 0.12;
constexpr double kTopicShare = 0.22;
constexpr double kSectionShare = 0.08;
constexpr double kDateShare = 0.02;

using Words = std::vector<std::string>;
using Sentence = Words;

struct Text {
  Words headline;
  std::vector<Sentence> sentences;
};

std::string LogUniformWord(double from_rank, double to_rank, Random& random) {
  return ContentWord(
      static_cast<uint64_t>(from_rank * std::pow(to_rank / from_rank, random.Unit())));
}

// The vocabulary of a topic or section: general words, some far commoner here.
std::string SubjectWord(uint64_t subject_seed, const Zipf& places, Random& random) {
  Random of_place(Mix(subject_seed, places(random)));
  return LogUniformWord(30, 5000, of_place);
}

std::string Number(Random& random) {
  const double kind = random.Unit();
  if (kind < 0.5) return absl::StrCat(random.Between(2, 99));
  if (kind < 0.7) return absl::StrCat(random.Between(1995, 2030));
  if (kind < 0.85) return absl::StrCat(random.Between(1, 99), ".", random.Between(1, 9));
  return absl::StrCat(random.Between(1, 999), ",", random.Between(100, 999));
}

// A name that news world over use, or one that nobody has read before.
std::string NewName(Random& random, bool known) {
  static const Zipf known_names(kKnownNames, 0.9, 5), first_names(600, 0.7, 5);
  const uint64_t number = known ? known_names(random) : kKnownNames + random.Below(kOtherNames);
  const double kind = random.Unit();
  if (kind < 0.5) return absl::StrCat(FirstName(first_names(random)), " ", Surname(number));
  return kind < 0.75 ? PlaceName(number) : OrganisationName(number);
}

// What an event or storyline is about, the most telling first.
Words OwnVocabulary(uint64_t seed, int names, int words, int numbers, double known_share) {
  Random random(seed);
  Words out;
  for (int i = 0; i < names; ++i) out.push_back(NewName(random, random.Chance(known_share)));
  for (int i = 0; i < words; ++i) out.push_back(LogUniformWord(40, 6000, random));
  for (size_t i = out.size(); i > 1; --i) std::swap(out[i - 1], out[random.Below(i)]);
  for (int i = 0; i < numbers; ++i) out.push_back(Number(random));
  return out;
}

// The surname of a person who was introduced, the name of others.
std::string ShortName(const std::string& name) {
  const size_t space = name.find(' ');
  if (space == std::string::npos || name.find("co ") != std::string::npos) return name;
  return name.substr(space + 1);
}

// Writes sentences about one event. Each writer stresses other things and knows not all of them.
class Reporter {
 public:
  Reporter(const CorpusOptions& options, const PlannedArticle& plan, uint64_t seed)
      : topic_seed_(Mix(Mix(options.seed, kTopicSeed), plan.topic)),
        section_seed_(Mix(Mix(options.seed, kSectionSeed), plan.topic % kSections)),
        weekday_(absl::FormatTime("%A", plan.time, absl::UTCTimeZone())),
        random_(seed) {
    const uint64_t storyline = Mix(Mix(options.seed, kStorylineSeed), plan.storyline);
    const uint64_t event = Mix(Mix(options.seed, kEventSeed), plan.event);
    storyline_ = OwnVocabulary(storyline, 6, 24, 1, 0.5);
    event_ = OwnVocabulary(event, random_.Between(4, 7), 22, 4, 0.3);
    Stress(event_);
    Stress(storyline_);
  }

  Words Headline() {
    Words out;
    const int count = random_.Between(6, 10);
    while (static_cast<int>(out.size()) < count) {
      const double kind = random_.Unit();
      if (kind < 0.22) {
        out.emplace_back(FunctionWord(random_));
      } else if (kind < 0.65) {
        out.push_back(ShortName(OwnWord(event_)));
      } else {
        out.push_back(Content());
      }
    }
    return out;
  }

  Sentence Write() {
    const int words = std::clamp(static_cast<int>(random_.LogNormal(21, 0.4)), 5, 45);
    Sentence out;
    while (static_cast<int>(out.size()) < words) {
      const double kind = random_.Unit();
      if (kind < kFunctionShare) {
        out.emplace_back(FunctionWord(random_));
      } else if (kind < kFunctionShare + kSetPhraseShare) {
        AppendSetPhrase(out);
      } else {
        out.push_back(Content());
      }
    }
    return out;
  }

  Random& random() { return random_; }

 private:
  // Puts the words into an order of this writer's, not far from the event's own.
  void Stress(Words& words) {
    std::vector<std::pair<double, std::string>> keyed;
    for (size_t i = 0; i < words.size(); ++i)
      keyed.emplace_back(std::log(i + 2.0) + 0.45 * random_.Normal(), std::move(words[i]));
    std::sort(keyed.begin(), keyed.end());
    for (size_t i = 0; i < words.size(); ++i) words[i] = std::move(keyed[i].second);
  }

  const std::string& OwnWord(const Words& words) {
    static const Zipf places(1000, 0.7, 2);
    return words[places(random_) * words.size() / 1000];
  }

  std::string Content() {
    if (!said_.empty() && random_.Chance(kRepeatShare)) return said_[random_.Below(said_.size())];
    std::string word = NewContent();
    said_.push_back(ShortName(word));
    return word;
  }

  std::string NewContent() {
    static const Zipf topic(300, 0.85, 2), section(1500, 0.8, 2);
    double kind = random_.Unit();
    if ((kind -= kEventShare) < 0) return OwnWord(event_);
    if ((kind -= kStorylineShare) < 0) return OwnWord(storyline_);
    if ((kind -= kTopicShare) < 0)
      return Inflect(SubjectWord(topic_seed_, topic, random_), random_);
    if ((kind -= kSectionShare) < 0)
      return Inflect(SubjectWord(section_seed_, section, random_), random_);
    if ((kind -= kDateShare) < 0) return random_.Chance(0.5) ? weekday_ : Number(random_);
    return Inflect(ContentWord(GeneralRank(random_)), random_);
  }

  // "prime minister", "in the wake of": words that keep company.
  void AppendSetPhrase(Sentence& out) {
    static const Zipf phrases(5000, 0.9, 3), words_of_phrases(3000, 0.8, 20);
    Random phrase(Mix(section_seed_, phrases(random_)));
    const int words = phrase.Between(2, 4);
    for (int i = 0; i < words; ++i)
      out.push_back(phrase.Chance(0.4) ? std::string(FunctionWord(phrase))
                                       : ContentWord(words_of_phrases(phrase)));
  }

  const uint64_t topic_seed_;
  const uint64_t section_seed_;
  const std::string weekday_;
  Random random_;
  Words storyline_;
  Words event_;
  Words said_;
};

uint64_t ReportSeed(const CorpusOptions& options, const PlannedArticle& plan, int report) {
  return Mix(Mix(Mix(options.seed, kEventSeed), plan.event), 1000 + report);
}

// What people and papers are quoted with, word for word, by several reporters of an event.
std::vector<Sentence> Quotes(const CorpusOptions& options, PlannedArticle plan) {
  plan.time = plan.event_time;
  Reporter spokesman(options, plan, ReportSeed(options, plan, 0) + 1);
  std::vector<Sentence> quotes;
  for (int i = 0; i < 4; ++i) quotes.push_back(spokesman.Write());
  return quotes;
}

int WordTarget(Random& random) {
  constexpr double kFlashShare = 0.03;
  if (random.Chance(kFlashShare)) return random.Between(25, 60);
  return std::clamp(static_cast<int>(random.LogNormal(420, 0.25)), 300, 600);
}

Text WriteOriginal(const CorpusOptions& options, const PlannedArticle& plan, int report) {
  Reporter reporter(options, plan, ReportSeed(options, plan, report));
  const std::vector<Sentence> quotes = Quotes(options, plan);
  const int target = WordTarget(reporter.random());
  Text text;
  text.headline = reporter.Headline();
  size_t quote = reporter.random().Below(2);
  for (int words = 0; words < target; words += text.sentences.back().size()) {
    const bool quotes_now = quote < quotes.size() && reporter.random().Chance(0.06);
    text.sentences.push_back(quotes_now ? quotes[quote++] : reporter.Write());
  }
  return text;
}

// Changes, drops or doubles single words, as sub-editors do.
void EditWords(std::vector<Sentence>& sentences, double sentence_share, Random& random) {
  for (Sentence& sentence : sentences) {
    if (!random.Chance(sentence_share)) continue;
    std::string& word = sentence[random.Below(sentence.size())];
    word =
        random.Chance(0.5) ? std::string(FunctionWord(random)) : ContentWord(GeneralRank(random));
  }
}

Text WriteCopy(const CorpusOptions& options, const PlannedArticle& plan) {
  PlannedArticle first = plan;
  first.time = plan.event_time;
  Text text = WriteOriginal(options, first, 0);
  Reporter editor(options, plan, ReportSeed(options, plan, plan.report));
  Random& random = editor.random();
  if (random.Chance(0.45)) {  // cut from the end
    const double kept = 0.35 + 0.6 * random.Unit();
    text.sentences.resize(std::ceil(kept * text.sentences.size()));
  }
  EditWords(text.sentences, random.Chance(0.5) ? 0.25 : 0.05, random);
  if (random.Chance(0.6)) text.headline = editor.Headline();
  return text;
}

Text WriteRewrite(const CorpusOptions& options, const PlannedArticle& plan) {
  Text text = WriteCopy(options, plan);
  Reporter writer(options, plan, ReportSeed(options, plan, plan.report) + 1);
  const double kept = 0.4 + 0.3 * writer.random().Unit();
  for (Sentence& sentence : text.sentences)
    if (!writer.random().Chance(kept)) sentence = writer.Write();
  return text;
}

Text Write(const CorpusOptions& options, const PlannedArticle& plan) {
  switch (plan.kind) {
    case ReportKind::kOriginal:
      return WriteOriginal(options, plan, plan.report);
    case ReportKind::kCopy:
      return WriteCopy(options, plan);
    case ReportKind::kRewrite:
      return WriteRewrite(options, plan);
  }
  return {};
}

std::string Capitalized(std::string text) {
  if (!text.empty()) text[0] = absl::ascii_toupper(text[0]);
  return text;
}

// Commas by the sentence's own words, so that a copied sentence has them in the same places.
std::string Punctuated(const Sentence& sentence) {
  std::string out;
  for (size_t i = 0; i < sentence.size(); ++i) {
    absl::StrAppend(&out, i ? " " : "", sentence[i]);
    if (i % 9 == 7 && i + 3 < sentence.size()) out.push_back(',');
  }
  return Capitalized(out + ".");
}

std::string Paragraphs(const std::vector<Sentence>& sentences, Random& random) {
  std::string out;
  int left_in_paragraph = 0;
  for (const Sentence& sentence : sentences) {
    if (left_in_paragraph-- <= 0) {
      left_in_paragraph = random.Between(0, 2);
      if (!out.empty()) out += "\n\n";
    } else {
      out += ' ';
    }
    out += Punctuated(sentence);
  }
  return out;
}

// A paper, and what it puts under its articles.
struct Source {
  std::string host;
  std::string footer;  // Empty: this one puts nothing.
};

Source MakeSource(const CorpusOptions& options, Random& random) {
  static const Zipf sources(kSources, 0.8, 3);
  const uint64_t number = sources(random);
  Random own(Mix(Mix(options.seed, kSourceSeed), number));
  Source source;
  source.host = absl::StrCat(ContentWord(own.Below(100000)), "-news-", number, ".example");
  if (!own.Chance(0.4)) return source;
  Sentence footer;
  for (int i = own.Between(12, 30); i > 0; --i)
    footer.push_back(own.Chance(0.4) ? std::string(FunctionWord(own))
                                     : ContentWord(GeneralRank(own)));
  source.footer = Punctuated(footer);
  return source;
}

}  // namespace

std::string ArticleId(const PlannedArticle& plan) { return absl::StrCat("n", plan.number); }

SyntheticArticle WriteArticle(const CorpusOptions& options, const PlannedArticle& plan) {
  const Text text = Write(options, plan);
  Random random(ReportSeed(options, plan, plan.report) + 2);
  const Source source = MakeSource(options, random);
  SyntheticArticle article;
  article.id = ArticleId(plan);
  article.headline = Capitalized(absl::StrJoin(text.headline, " "));
  if (random.Chance(0.5)) article.summary = Punctuated(text.sentences[0]);
  article.body = Paragraphs(text.sentences, random);
  if (!source.footer.empty() && random.Chance(0.8)) article.body += "\n\n" + source.footer;
  article.source = source.host;
  article.url = absl::StrCat("https://", source.host, "/", article.id);
  article.publish_time = plan.time;
  return article;
}

}  // namespace akin::bench

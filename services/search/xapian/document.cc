#include "services/search/xapian/document.h"

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/text/fingerprint.h"
#include "common/text/language.h"
#include "common/text/search_text.h"
#include "common/text/unicode.h"
#include "common/time/proto_time.h"
#include "common/url/canonical_url.h"
#include "services/search/xapian/schema.h"

namespace akin {
namespace {

using news::v1::Article;
using namespace xapian_schema;  // NOLINT: this file writes what the schema says

// Weights: a word in the headline counts as this many in the body.
constexpr int kHeadlineWeight = 2;
constexpr int kSummaryWeight = 1;
constexpr int kPlainWeight = 1;

// Phrases must not reach from one field into the next.
constexpr Xapian::termpos kFieldGap = 100;

// Fills a document field by field.
class Builder {
 public:
  explicit Builder(const Article& article)
      : article_(article),
        language_(PrimaryLanguage(article.language())),
        has_stemmer_(HasStemmer(language_)) {}

  Xapian::Document Build() {
    AddText(article_.headline(), kHeadline, kHeadlineWeight);
    AddText(article_.summary(), kSummary, kSummaryWeight);
    AddNames(article_.keywords(), kKeywordWord);
    AddNames(article_.authors(), kAuthorWord);
    AddNames(article_.categories(), kCategoryWord);
    AddBody();
    AddExact();
    AddValues();
    document_.set_data(EncodeRecord(article_));
    return std::move(document_);
  }

 private:
  // What is indexed of one text: with positions from `at` on, each word counting `weight` times.
  struct Field {
    absl::string_view prefix;
    Xapian::termpos at = 1;
    int weight = 1;
    absl::string_view language;
  };

  void AddPosting(const Field& field, absl::string_view word, uint32_t at) {
    const std::string term = Term(field.prefix, word);
    document_.add_posting(term, field.at + at, field.weight);
    if (field.prefix.empty()) Note(term);
  }

  void AddTerm(const Field& field, absl::string_view term) {
    counts_[Term(field.prefix, term)] += field.weight;
  }

  // Where a language has no stemmer, a word is its own stem.
  void AddStems(const Field& field, absl::string_view written) {
    if (!has_stemmer_) AddTerm(field, StemTerm("", FoldForSearch(written)));
    for (const std::string& stem : SearchStems(written, field.language)) {
      AddTerm(field, StemTerm(field.language, stem));
    }
  }

  void AddWord(const Field& field, const SearchWord& word, uint32_t at) {
    AddPosting(field, word.folded, at);
    if (!word.spelled_out.empty()) AddPosting(field, word.spelled_out, at);
    if (!word.lower.empty()) AddTerm(field, ExactTerm(word.lower));
    if (word.is_inflected) AddStems(field, word.written());
  }

  // Joined words stand where the first and where the last of their parts does, so that a phrase may
  // begin and end with them.
  void AddCompound(const Field& field, const SearchCompound& compound) {
    if (compound.kind != SearchCompound::Kind::kJoined) return AddTerm(field, compound.folded);
    AddPosting(field, compound.folded, compound.first);
    AddPosting({field.prefix, field.at, 0, field.language}, compound.folded, compound.last);
    AddStems(field, compound.written());
  }

  void AddField(const SearchText& text, const Field& field) {
    for (uint32_t i = 0; i < text.words.size(); ++i) AddWord(field, text.words[i], i);
    for (const SearchCompound& compound : text.compounds) AddCompound(field, compound);
    for (const auto& [term, count] : counts_) {
      document_.add_term(term, count);
      if (field.prefix.empty()) Note(term);
    }
    counts_.clear();
  }

  // Remembers what stands before the body, to tell which of it the body lacks.
  void Note(const std::string& term) {
    in_body_ ? outside_body_.erase(term) : (outside_body_.insert(term), 0);
  }

  // A text before the body.
  void AddText(absl::string_view text, absl::string_view prefix, int weight) {
    const SearchText analysed = AnalyzeForSearch(text);
    AddField(analysed, {"", base_, weight, language_});
    if (!prefix.empty()) AddField(analysed, {prefix, 1, 1, language_});
    base_ += static_cast<Xapian::termpos>(analysed.words.size()) + kFieldGap;
  }

  // Names are found as text and by their own field.
  void AddNames(const google::protobuf::RepeatedPtrField<std::string>& names,
                absl::string_view prefix) {
    Xapian::termpos at = 1;
    for (const std::string& name : names) {
      const SearchText analysed = AnalyzeForSearch(name);
      AddField(analysed, {prefix, at, 1, "und"});
      at += static_cast<Xapian::termpos>(analysed.words.size()) + kFieldGap;
      AddText(name, "", kPlainWeight);
    }
  }

  void AddBody() {
    in_body_ = true;
    AddField(AnalyzeForSearch(article_.body()), {"", base_, kPlainWeight, language_});
    for (const std::string& term : outside_body_) document_.add_term(Term(kNotInBody, term), 0);
  }

  void AddBoolean(absl::string_view prefix, absl::string_view value) {
    if (!value.empty()) document_.add_boolean_term(Term(prefix, value));
  }

  void AddExact() {
    AddBoolean(kName, article_.name());
    AddBoolean(kExactSource, article_.source());
    AddBoolean(kSourceWord,
               absl::AsciiStrToLower(absl::StripPrefix(article_.source(), "sources/")));
    for (const absl::string_view tag : {absl::string_view(article_.language()), language_}) {
      AddBoolean(kExactLanguage, tag);
      AddBoolean(kLanguageWord, absl::AsciiStrToLower(tag));
    }
    for (const std::string& category : article_.categories()) AddBoolean(kExactCategory, category);
    for (const std::string& keyword : article_.keywords()) AddBoolean(kExactKeyword, keyword);
    for (const std::string& author : article_.authors()) AddBoolean(kExactAuthor, author);
    AddBoolean(kExactStory, article_.story());
    AddBoolean(kUrl, UrlKey(article_.canonical_url()));
  }

  void AddTime(Slot slot, bool set, const google::protobuf::Timestamp& time) {
    if (set) document_.add_value(slot, EncodeTime(FromProto(time)));
  }

  // Of the first of these that is known: when it was published, updated, and stored.
  std::string TimeOfArticle() const {
    for (const Slot slot : {kPublishTime, kUpdateTime, kCreateTime}) {
      std::string time = document_.get_value(slot);
      if (!time.empty()) return time;
    }
    return std::string(12, '\0');  // after every known one
  }

  void AddTimes() {
    AddTime(kPublishTime, article_.has_publish_time(), article_.publish_time());
    AddTime(kUpdateTime, article_.has_update_time(), article_.update_time());
    AddTime(kCreateTime, article_.has_create_time(), article_.create_time());
    const uint64_t tie = FingerprintText(article_.name());
    document_.add_value(kTime,
                        TimeOfArticle().append(reinterpret_cast<const char*>(&tie), sizeof(tie)));
  }

  void AddValues(Slot slot, const google::protobuf::RepeatedPtrField<std::string>& values) {
    document_.add_value(slot, absl::StrJoin(values, std::string(1, kSeparator)));
  }

  void AddValues() {
    AddTimes();
    document_.add_value(kNameValue, article_.name());
    document_.add_value(kStory, article_.story());
    document_.add_value(kSource, article_.source());
    document_.add_value(kLanguage, article_.language());
    AddValues(kCategories, article_.categories());
    AddValues(kAuthors, article_.authors());
    AddValues(kKeywords, article_.keywords());
  }

  const Article& article_;
  const absl::string_view language_;
  const bool has_stemmer_;
  Xapian::Document document_;
  Xapian::termpos base_ = 1;
  absl::flat_hash_map<std::string, int> counts_;  // of the field at hand: terms without positions
  absl::flat_hash_set<std::string> outside_body_;
  bool in_body_ = false;
};

}  // namespace

Xapian::Document MakeDocument(const Article& article) { return Builder(article).Build(); }

bool SetStory(absl::string_view story, Xapian::Document& document) {
  Article article;
  if (!DecodeArticle(document.get_data(), article)) {
    throw Xapian::DatabaseCorruptError("a record does not parse");
  }
  if (article.story() == story) return false;
  if (!article.story().empty()) document.remove_term(Term(kExactStory, article.story()));
  if (!story.empty()) document.add_boolean_term(Term(kExactStory, story));
  document.add_value(kStory, std::string(story));
  article.set_story(std::string(story));
  document.set_data(EncodeRecord(article));
  return true;
}

}  // namespace akin

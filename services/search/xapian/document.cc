#include "services/search/xapian/document.h"

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/text/analysis.h"
#include "common/text/fingerprint.h"
#include "common/text/language.h"
#include "common/time/proto_time.h"
#include "services/search/xapian/schema.h"

namespace akin {
namespace {

using news::v1::Article;
using namespace xapian_schema;  // NOLINT: this file writes what the schema says

// Weights: a word in the headline counts as this many in the body.
constexpr int kHeadlineWeight = 5;
constexpr int kSummaryWeight = 2;
constexpr int kPlainWeight = 1;

// Phrases must not reach from one field into the next.
constexpr Xapian::termpos kFieldGap = 100;

// Fills a document field by field.
class Builder {
 public:
  explicit Builder(const Article& article)
      : article_(article), language_(PrimaryLanguage(article.language())) {}

  Xapian::Document Build() {
    AddText(article_.headline(), kHeadline, kHeadlineWeight);
    AddText(article_.summary(), kSummary, kSummaryWeight);
    for (const std::string& keyword : article_.keywords()) AddText(keyword, "", kPlainWeight);
    AddNames(article_.authors(), kAuthorWord);
    AddNames(article_.categories(), kCategoryWord);
    AddBody();
    AddExact();
    AddValues();
    document_.set_data(EncodeRecord(article_));
    return std::move(document_);
  }

 private:
  void AddPosting(absl::string_view prefix, absl::string_view word, Xapian::termpos position) {
    document_.add_posting(Term(prefix, word), position);
  }

  void AddTerm(absl::string_view prefix, absl::string_view value, int weight = 1) {
    document_.add_term(Term(prefix, value), weight);
  }

  // A text before the body: its words are remembered, to tell which of them the body lacks.
  void AddText(absl::string_view text, absl::string_view field, int weight) {
    for (const Token& token : AnalyzeWords(text, language_)) {
      const std::string stem = StemTerm(language_, token.stem);
      AddPosting("", token.folded, base_ + token.position);
      AddTerm("", stem, weight);
      outside_body_.insert(token.folded);
      outside_body_.insert(stem);
      if (field.empty()) continue;
      AddPosting(field, token.folded, token.position + 1);
      AddTerm(field, stem);
    }
    StartField();
  }

  // Names are found as text and by their own field.
  void AddNames(const google::protobuf::RepeatedPtrField<std::string>& names,
                absl::string_view field) {
    Xapian::termpos at = 1;
    for (const std::string& name : names) {
      for (const Token& token : AnalyzeWords(name, "und")) {
        AddPosting(field, token.folded, at + token.position);
      }
      at += kFieldGap;
      AddText(name, "", kPlainWeight);
    }
  }

  void AddBody() {
    absl::flat_hash_map<std::string, int> stems;
    for (const Token& token : AnalyzeWords(article_.body(), language_)) {
      AddPosting("", token.folded, base_ + token.position);
      ++stems[token.stem];
      outside_body_.erase(token.folded);
    }
    for (const auto& [stem, count] : stems) {
      const std::string term = StemTerm(language_, stem);
      AddTerm("", term, count * kPlainWeight);
      outside_body_.erase(term);
    }
    for (const std::string& term : outside_body_) document_.add_term(Term(kNotInBody, term), 0);
  }

  void StartField() { base_ = (base_ / kFieldGap + 20) * kFieldGap; }

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
  }

  void AddTime(Slot slot, bool set, const google::protobuf::Timestamp& time) {
    std::string value = set ? EncodeTime(FromProto(time)) : "";
    if (slot == kPublishTime) {
      const uint64_t tie = FingerprintText(article_.name());
      if (value.empty()) value.assign(12, '\0');  // unknown: after every known one
      value.append(reinterpret_cast<const char*>(&tie), sizeof(tie));
    }
    if (!value.empty()) document_.add_value(slot, value);
  }

  void AddValues() {
    AddTime(kPublishTime, article_.has_publish_time(), article_.publish_time());
    AddTime(kUpdateTime, article_.has_update_time(), article_.update_time());
    AddTime(kCreateTime, article_.has_create_time(), article_.create_time());
    document_.add_value(kNameValue, article_.name());
    document_.add_value(kStory, article_.story());
    document_.add_value(kSource, article_.source());
    document_.add_value(kLanguage, article_.language());
    document_.add_value(kCategories,
                        absl::StrJoin(article_.categories(), std::string(1, kSeparator)));
  }

  const Article& article_;
  const absl::string_view language_;
  Xapian::Document document_;
  Xapian::termpos base_ = 1;
  absl::flat_hash_set<std::string> outside_body_;
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

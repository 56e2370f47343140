#ifndef AKIN_SERVICES_SEARCH_XAPIAN_SCHEMA_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_SCHEMA_H_

#include <xapian.h>

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "akin/news/v1/article.pb.h"

// What stands where in the Xapian index. Words are folded, so a term that begins with a capital
// letter has a prefix:
//
//   word                 anywhere, with positions      Zen:word    its stem in English, anywhere
//   Ewörd                as written, if that differs   XN…         each of these not in the body
//   XH…                  each of these in the headline XU…         in the summary
//   XA…, XC…, XK…        in authors, in categories, in keywords
//   XS                   source, for queries           XL          language, for queries
//   XR                   its canonical URL
//   Q                    the article's name            FS FL FC FK FA FY  exact values, for filters
//
// A word is a SearchWord; of scripts without blanks that is a character, so that any part of a text
// is found as a phrase. Their pairs of characters and dictionary words are terms without positions.
// What a compound is when joined stands with its parts ("wifi" with "wi" and "fi").
//
// Stems carry their language since a word means another thing, and has another stem, in each. Where
// a language has no stemmer they carry none, and are the words.
namespace akin::xapian_schema {

// Another version's index is rebuilt.
inline constexpr absl::string_view kVersion = "4";

enum Slot : Xapian::valueno {
  kPublishTime = 0,  // EncodeTime, as the next two; none where it is not known
  kUpdateTime = 1,
  kCreateTime = 2,
  kStory = 3,
  kSource = 4,
  kLanguage = 5,
  kCategories = 6,  // joined by kSeparator
  kNameValue = 7,   // the article's name: quicker to read than its record
  kAuthors = 8,     // joined by kSeparator
  kKeywords = 9,    // joined by kSeparator
  kTime = 10,       // TimeOfArticle, then 8 bytes of the name's fingerprint: a total order
};

inline constexpr char kSeparator = '\x1F';

inline constexpr absl::string_view kHeadline = "XH";
inline constexpr absl::string_view kSummary = "XU";
inline constexpr absl::string_view kNotInBody = "XN";
inline constexpr absl::string_view kAuthorWord = "XA";
inline constexpr absl::string_view kCategoryWord = "XC";
inline constexpr absl::string_view kKeywordWord = "XK";
inline constexpr absl::string_view kSourceWord = "XS";
inline constexpr absl::string_view kLanguageWord = "XL";
inline constexpr absl::string_view kName = "Q";
inline constexpr absl::string_view kUrl = "XR";
inline constexpr absl::string_view kExactSource = "FS";
inline constexpr absl::string_view kExactLanguage = "FL";
inline constexpr absl::string_view kExactCategory = "FC";
inline constexpr absl::string_view kExactKeyword = "FK";
inline constexpr absl::string_view kExactAuthor = "FA";
inline constexpr absl::string_view kExactStory = "FY";

// The term for a value of any length: Xapian's limit is 245 bytes, so long ones are cut and told
// apart by their fingerprint.
std::string Term(absl::string_view prefix, absl::string_view value);

// Matches all. Made anew each time: the copies of Xapian's own static one share a count of
// references that is not atomic, so threads must not copy it.
Xapian::Query EveryArticle();

// Whether no term had to be cut for a value that begins so; else prefixes cannot be found.
bool IsShort(absl::string_view value);

// "Zen:stem".
std::string StemTerm(absl::string_view primary_language, absl::string_view stem);

// "Ewörd".
std::string ExactTerm(absl::string_view lower);

// Bytes that sort as the times do.
std::string EncodeTime(absl::Time time);
// InfinitePast for a value without a time.
absl::Time DecodeTime(absl::string_view value);
// What ends the range of values with this time, whatever follows it in the slot.
std::string EncodeTimeEnd(absl::Time time);

// The stored record: the article, with the body apart so that it need not be parsed.
std::string EncodeRecord(const news::v1::Article& article);
// False for bytes that are no record.
bool DecodeCard(absl::string_view record, news::v1::Article& card);
bool DecodeArticle(absl::string_view record, news::v1::Article& article);

// The code points of `word`.
size_t CountLetters(absl::string_view word);

// Whether a term is a word of the text that spelling suggestions may be made of.
bool IsSpellable(absl::string_view term);

}  // namespace akin::xapian_schema

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_SCHEMA_H_

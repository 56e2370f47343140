#ifndef AKIN_COMMON_TEXT_UNICODE_H_
#define AKIN_COMMON_TEXT_UNICODE_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

// UTF-8 text: validity, normal forms, decoding, and the small cuts that news text needs. Plain
// functions, thread-safe. Unless a comment says otherwise, bytes that are not UTF-8 come out as
// U+FFFD and never make a function fail.
namespace akin {

bool IsValidUtf8(absl::string_view text);

// Unicode normal form C. What Akin stores is in this form, so that equal text is equal bytes.
std::string ToNfc(absl::string_view text);

// Normal form KC: compatibility forms, half and full width among them, are the plain ones too.
std::string ToNfkc(absl::string_view text);

// Full Unicode case folding ("Straße" and "STRASSE" become one); diacritics stay.
std::string FoldCase(absl::string_view text);

// What search compares: case folded, compatibility forms unified (full width, ligatures), and
// diacritics removed where leaving them out is how people type (Latin, Greek, Arabic and Hebrew
// points, ё); й, voiced kana and Indic vowel signs are letters of their own and stay.
std::string FoldForMatching(absl::string_view text);

// Of text in normal form C: FoldForMatching, and what more is one to readers who look for a word:
// the forms of Arabic letters that its languages' keyboards differ in, digits of all scripts,
// letters with hooks. Apart from it since similarity keeps what FoldForMatching made.
std::string FoldForSearch(absl::string_view text);

// `bytes` as UTF-8, without a byte order mark. A mark decides; then bytes that can only be UTF-8 or
// UTF-16; then `charset`, a label as HTTP or XML gives it ("" if unknown; what cannot be true of
// the bytes is ignored), read as browsers read it; else it is windows-1252. Control codes beyond
// ASCII become the characters of windows-1252 that they were.
std::string ToUtf8(absl::string_view bytes, absl::string_view charset);

// Unicode's white space, and what looks like it or like nothing: zero-width spaces, byte order
// marks, fillers, control characters. Joiners are none.
bool IsBlank(int32_t code_point);

// Every run of white space (Unicode's, no-break space included) as one space; none at the ends.
std::string CollapseWhitespace(absl::string_view text);

// The longest prefix of at most `max_bytes` that does not cut a code point: for what programs read.
absl::string_view TruncateUtf8(absl::string_view text, size_t max_bytes);

// Where the character that `at` lies in begins, as readers count characters: a letter with its
// marks, a syllable, an emoji with what modifies it. `at` itself where one begins there, the size
// of `text` past its end.
size_t CharacterStart(absl::string_view text, size_t at);

// The longest prefix of at most `max_bytes` that cuts no such character: for what people read.
absl::string_view TruncateText(absl::string_view text, size_t max_bytes);

// The first sentence of the first non-empty line, without outer white space, cut at a word end to
// at most `max_bytes`: a headline for a text that has none. "Mr. Smith" and "U.S. law" do not end
// a sentence.
std::string FirstSentence(absl::string_view text, size_t max_bytes = 300);

}  // namespace akin

#endif  // AKIN_COMMON_TEXT_UNICODE_H_

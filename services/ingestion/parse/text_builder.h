#ifndef AKIN_SERVICES_INGESTION_PARSE_TEXT_BUILDER_H_
#define AKIN_SERVICES_INGESTION_PARSE_TEXT_BUILDER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace akin {

// Collects running text into paragraphs separated by one blank line, with white space collapsed.
// Thread-compatible.
class TextBuilder {
 public:
  // Runs of white space (no-break spaces too) become one space, none at the ends of a line. Signs
  // that nobody sees count as nothing where several stand in a row or one is alone.
  void Add(absl::string_view text);

  // A new line in the same paragraph; two in a row end the paragraph.
  void BreakLine();

  // Ends the paragraph, if it has any text.
  void BreakParagraph();

  // The text in Unicode NFC. Leaves the builder empty.
  std::string Take();

 private:
  enum class Gap { kNone, kSpace, kLine, kParagraph };
  void AddVisible(absl::string_view text);
  void AddUnseen(absl::string_view sign);
  void FinishUnseen();
  void Widen(Gap gap);

  std::string text_;
  Gap gap_ = Gap::kNone;     // what separates the text so far from what comes next
  std::string unseen_sign_;  // the first of those behind the text so far, before the gap
  int unseen_ = 0;           // how many signs there are, in the gap too
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_TEXT_BUILDER_H_

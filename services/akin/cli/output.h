#ifndef AKIN_SERVICES_AKIN_CLI_OUTPUT_H_
#define AKIN_SERVICES_AKIN_CLI_OUTPUT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace akin {

enum class Style { kPlain, kBold, kDim, kGreen, kYellow, kRed };

// What the client writes: JSON lines for programs, or laid out text for people, with colour only on
// a terminal (and not if $NO_COLOR is set). One thread at a time.
class Output {
 public:
  explicit Output(bool json);

  bool json() const { return json_; }
  // Columns of the terminal; 100 where there is none.
  int width() const { return width_; }

  // One message as one line of proto3 JSON: proto field names, defaults printed.
  void PrintJson(const google::protobuf::Message& message);

  // One line of text (without its end).
  void Line(absl::string_view text = "");
  // `text` broken at spaces to the width, each line indented; paragraphs (empty lines) are kept.
  void Paragraphs(absl::string_view text, int indent = 0);
  // One paragraph, whose text may be styled.
  void Wrapped(absl::string_view text, int indent);
  // Rows of cells as columns; the first row is the head. A cell that starts with a digit is set to
  // the right.
  void Table(const std::vector<std::vector<std::string>>& rows);

  // `text` with terminal codes around it, or as it is where there is no colour.
  std::string Styled(Style style, absl::string_view text) const;

  // `status` on stderr: google.rpc.Status as JSON, or one line.
  void PrintError(const absl::Status& status);

  void Flush();

 private:
  const bool json_;
  bool colour_;
  int width_;
};

// One message as one line of proto3 JSON.
std::string ToJsonLine(const google::protobuf::Message& message);

// Columns that `text` takes on a terminal, without terminal codes: code points, wide ones twice.
int DisplayWidth(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_CLI_OUTPUT_H_

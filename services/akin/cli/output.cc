#include "services/akin/cli/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/rpc/status_conversion.h"
#include "common/status/errors.h"
#include "google/protobuf/util/json_util.h"

namespace akin {
namespace {

constexpr int kWidthWithoutTerminal = 100;

bool WantsColour() {
  const char* term = std::getenv("TERM");
  return isatty(STDOUT_FILENO) && std::getenv("NO_COLOR") == nullptr &&
         (term == nullptr || absl::string_view(term) != "dumb");
}

int TerminalWidth() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return kWidthWithoutTerminal;
  return std::clamp<int>(size.ws_col, 40, 120);
}

const char* Code(Style style) {
  switch (style) {
    case Style::kPlain:
      return "";
    case Style::kBold:
      return "\033[1m";
    case Style::kDim:
      return "\033[2m";
    case Style::kGreen:
      return "\033[32m";
    case Style::kYellow:
      return "\033[33m";
    case Style::kRed:
      return "\033[31m";
  }
  return "";
}

// East Asian wide and full width blocks, near enough to line columns up.
bool IsWide(uint32_t code) {
  return (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
         (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
         (code >= 0x1F300 && code <= 0x1FAFF) || (code >= 0x20000 && code <= 0x3FFFD);
}

// The first bytes of a code point say how many follow.
uint32_t NextCodePoint(absl::string_view text, size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at++]);
  const int more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC0 ? 1 : 0;
  uint32_t code = more == 0 ? byte : byte & (0x3F >> more);
  for (int i = 0; i < more && at < text.size(); ++i)
    code = (code << 6) | (static_cast<unsigned char>(text[at++]) & 0x3F);
  return code;
}

// Control characters of stored text must not reach the terminal.
std::string WithoutControls(absl::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return out;
}

void Write(absl::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

bool IsNumeric(absl::string_view cell) { return !cell.empty() && absl::ascii_isdigit(cell[0]); }

}  // namespace

std::string ToJsonLine(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  return status.ok() ? json : absl::StrCat("{\"message\":\"", "not printable as JSON", "\"}");
}

int DisplayWidth(absl::string_view text) {
  int width = 0;
  size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '\033') {  // a terminal code ends with a letter
      while (at < text.size() && !absl::ascii_isalpha(text[at])) ++at;
      ++at;
      continue;
    }
    width += IsWide(NextCodePoint(text, at)) ? 2 : 1;
  }
  return width;
}

Output::Output(bool json) : json_(json), colour_(!json && WantsColour()), width_(TerminalWidth()) {}

void Output::PrintJson(const google::protobuf::Message& message) {
  Write(absl::StrCat(ToJsonLine(message), "\n"));
}

void Output::Line(absl::string_view text) { Write(absl::StrCat(text, "\n")); }

void Output::Paragraphs(absl::string_view text, int indent) {
  for (absl::string_view line : absl::StrSplit(text, '\n')) Wrapped(WithoutControls(line), indent);
}

void Output::Wrapped(absl::string_view text, int indent) {
  const std::string margin(indent, ' ');
  std::string out;
  int used = 0;
  for (absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const int width = DisplayWidth(word);
    if (!out.empty() && used + 1 + width > width_) {
      Line(out);
      out.clear();
    }
    used = out.empty() ? indent + width : used + 1 + width;
    absl::StrAppend(&out, out.empty() ? margin : " ", word);
  }
  Line(out);
}

void Output::Table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<int> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  for (size_t r = 0; r < rows.size(); ++r) {
    std::string line;
    for (size_t i = 0; i < rows[r].size(); ++i) {
      const std::string& cell = rows[r][i];
      const std::string gap(widths[i] - DisplayWidth(cell), ' ');
      absl::StrAppend(&line, i == 0 ? "" : "  ", IsNumeric(cell) ? gap + cell : cell + gap);
    }
    absl::StripTrailingAsciiWhitespace(&line);
    Line(r == 0 ? Styled(Style::kDim, line) : line);
  }
}

std::string Output::Styled(Style style, absl::string_view text) const {
  const std::string clean = WithoutControls(text);
  if (!colour_ || style == Style::kPlain || clean.empty()) return clean;
  return absl::StrCat(Code(style), clean, "\033[0m");
}

void Output::PrintError(const absl::Status& status) {
  Flush();
  if (json_) {
    std::fprintf(stderr, "%s\n", ToJsonLine(ToRpcStatus(status)).c_str());
    return;
  }
  const std::string reason = ErrorReason(status);
  std::fprintf(stderr, "akin: %s: %s%s\n", absl::StatusCodeToString(status.code()).c_str(),
               std::string(status.message()).c_str(),
               reason.empty() ? "" : absl::StrCat(" (", reason, ")").c_str());
}

void Output::Flush() { std::fflush(stdout); }

}  // namespace akin

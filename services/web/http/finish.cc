#include "services/web/http/finish.h"

#include <zlib.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/text/fingerprint.h"

namespace akin {
namespace {

constexpr size_t kWorthPacking = 1024;  // an Ethernet frame holds what is smaller
constexpr int kLevel = 3;               // on pages, a third of the time of 6 for a tenth more bytes

// "gzip;q=0" is a refusal.
bool TakesGzip(absl::string_view accepted) {
  for (absl::string_view part : absl::StrSplit(accepted, ',')) {
    const std::pair<absl::string_view, absl::string_view> coding =
        absl::StrSplit(part, absl::MaxSplits(';', 1));
    if (!absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(coding.first), "gzip")) continue;
    absl::string_view weight = absl::StripAsciiWhitespace(coding.second);
    double q = 1;
    return !absl::ConsumePrefix(&weight, "q=") || !absl::SimpleAtod(weight, &q) || q > 0;
  }
  return false;
}

bool IsText(absl::string_view type) {
  return absl::StartsWith(type, "text/") || absl::StrContains(type, "json") ||
         absl::StrContains(type, "xml") || absl::StrContains(type, "javascript");
}

// Empty if it cannot be packed.
std::string Packed(absl::string_view text) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16;
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) return "";
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = text.size();
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = out.size();
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(done ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

void Pack(const HttpRequest& request, HttpResponse& response) {
  if (!IsText(response.content_type) || response.body.size() < kWorthPacking) return;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!TakesGzip(request.Header("Accept-Encoding"))) return;
  std::string packed = Packed(response.body);
  if (packed.empty()) return;
  response.body = std::move(packed);
  response.headers.emplace_back("Content-Encoding", "gzip");
}

// Weak, since it is of what the answer says, packed or not.
std::string EntityTag(absl::string_view body) {
  return absl::StrFormat("W/\"%016x\"", FingerprintText(body));
}

bool HasTag(absl::string_view tags, absl::string_view tag) {
  for (absl::string_view each : absl::StrSplit(tags, ',')) {
    each = absl::StripAsciiWhitespace(each);
    if (each == "*" || each == tag || each == absl::StripPrefix(tag, "W/")) return true;
  }
  return false;
}

}  // namespace

void FinishResponse(const HttpRequest& request, HttpResponse& response) {
  if (response.status != 200) return Pack(request, response);
  const std::string tag = EntityTag(response.body);
  response.headers.emplace_back("ETag", tag);
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (!reads || !HasTag(request.Header("If-None-Match"), tag)) return Pack(request, response);
  response.status = 304;
  response.body.clear();
}

}  // namespace akin

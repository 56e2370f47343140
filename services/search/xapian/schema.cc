#include "services/search/xapian/schema.h"

#include <unicode/utf8.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/text/fingerprint.h"
#include "common/text/unicode.h"

namespace akin::xapian_schema {
namespace {

constexpr size_t kMaxValueBytes = 200;
constexpr size_t kTimeBytes = 12;
// Turns two's complement into an order of unsigned numbers.
constexpr uint64_t kSignBit = uint64_t{1} << 63;

void AppendBigEndian(uint64_t number, int bytes, std::string& out) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(number >> shift));
  }
}

uint64_t ReadBigEndian(absl::string_view bytes) {
  uint64_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

// The card and the body of a record.
bool SplitRecord(absl::string_view record, absl::string_view& card, absl::string_view& body) {
  if (record.size() < 4) return false;
  const size_t size = ReadBigEndian(record.substr(0, 4));
  if (size > record.size() - 4) return false;
  card = record.substr(4, size);
  body = record.substr(4 + size);
  return true;
}

bool ParseCard(absl::string_view bytes, news::v1::Article& card) {
  return card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

constexpr size_t kMaxSpellableBytes = 60;
constexpr size_t kMinSpellableLetters = 3;

}  // namespace

size_t CountLetters(absl::string_view word) {
  return std::count_if(word.begin(), word.end(), [](char c) { return !U8_IS_TRAIL(c); });
}

bool IsShort(absl::string_view value) { return value.size() <= kMaxValueBytes; }

std::string Term(absl::string_view prefix, absl::string_view value) {
  if (IsShort(value)) return absl::StrCat(prefix, value);
  return absl::StrCat(prefix, TruncateUtf8(value, kMaxValueBytes), "#",
                      absl::Hex(FingerprintText(value), absl::kZeroPad16));
}

Xapian::Query EveryArticle() { return Xapian::Query(std::string()); }

std::string StemTerm(absl::string_view primary_language, absl::string_view stem) {
  return absl::StrCat("Z", primary_language, ":", stem);
}

std::string ExactTerm(absl::string_view lower) { return absl::StrCat("E", lower); }

std::string EncodeTime(absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  const int64_t nanos = absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds));
  std::string bytes;
  AppendBigEndian(static_cast<uint64_t>(seconds) ^ kSignBit, 8, bytes);
  AppendBigEndian(static_cast<uint64_t>(nanos), 4, bytes);
  return bytes;
}

absl::Time DecodeTime(absl::string_view value) {
  if (value.size() < kTimeBytes) return absl::InfinitePast();
  const uint64_t seconds = ReadBigEndian(value.substr(0, 8));
  if (seconds == 0) return absl::InfinitePast();
  return absl::FromUnixSeconds(static_cast<int64_t>(seconds ^ kSignBit)) +
         absl::Nanoseconds(ReadBigEndian(value.substr(8, 4)));
}

std::string EncodeTimeEnd(absl::Time time) {
  return absl::StrCat(EncodeTime(time), std::string(9, '\xFF'));
}

std::string EncodeRecord(const news::v1::Article& article) {
  news::v1::Article card = article;
  card.clear_body();
  const std::string bytes = card.SerializeAsString();
  std::string record;
  AppendBigEndian(bytes.size(), 4, record);
  return absl::StrCat(record, bytes, article.body());
}

bool DecodeCard(absl::string_view record, news::v1::Article& card) {
  absl::string_view bytes, body;
  return SplitRecord(record, bytes, body) && ParseCard(bytes, card);
}

bool DecodeArticle(absl::string_view record, news::v1::Article& article) {
  absl::string_view bytes, body;
  if (!SplitRecord(record, bytes, body) || !ParseCard(bytes, article)) return false;
  article.set_body(std::string(body));
  return true;
}

bool IsSpellable(absl::string_view term) {
  const auto has_no_place = [](unsigned char c) {
    return absl::ascii_isascii(c) && !absl::ascii_islower(c);
  };
  return term.size() <= kMaxSpellableBytes && CountLetters(term) >= kMinSpellableLetters &&
         std::none_of(term.begin(), term.end(), has_no_place);
}

}  // namespace akin::xapian_schema

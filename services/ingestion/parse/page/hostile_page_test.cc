// Pages that are made to take a parser's time or memory.
#include <sys/resource.h>

#include <ctime>
#include <string>
#include <vector>

#include "absl/base/config.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {
namespace {

constexpr size_t kDocumentBytes = 16 << 20;

// Sanitizers multiply both.
#if defined(ABSL_HAVE_ADDRESS_SANITIZER) || defined(ABSL_HAVE_THREAD_SANITIZER)
constexpr double kMaxSeconds = 30;
constexpr long kMaxKilobytes = 4 << 20;
#else
constexpr double kMaxSeconds = 2;
constexpr long kMaxKilobytes = 256 << 10;
#endif

std::string Repeat(absl::string_view text, size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (size_t i = 0; i < count; ++i) absl::StrAppend(&out, text);
  return out;
}

std::string Fill(absl::string_view text) { return Repeat(text, kDocumentBytes / text.size()); }

std::string Numbered(absl::string_view before, absl::string_view after, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) absl::StrAppend(&out, before, i, after);
  return out;
}

double CpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

long PeakKilobytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

void ExpectCheap(const char* what, const std::string& inside) {
  const std::string page = absl::StrCat(
      "<!doctype html><html><body><article><h1>T</h1><p>",
      Repeat("This is a sentence of the article, and it goes on. ", 5), "</p>", inside);
  const double before = CpuSeconds();
  ParseDocument(page, {.url = "https://wire.example/a"}).status().IgnoreError();
  EXPECT_LE(CpuSeconds() - before, kMaxSeconds) << what;
  EXPECT_LE(PeakKilobytes(), kMaxKilobytes) << what;
}

TEST(HostilePage, DeepNestingIsCheap) {
  for (const char* tags : {"<div>", "<b>", "<a><div>", "<table><tr><td>", "<svg><g>", "<font><p>",
                           "<svg><foreignObject><div></svg>", "<div><table><td></div>", "<nobr>"}) {
    ExpectCheap(tags, Repeat(tags, 300'000));
  }
}

TEST(HostilePage, SixteenMebibytesAreCheap) {
  for (const char* text : {"word, and word. ", "<p>Some words, in a paragraph that ends here.</p>",
                           "<", "<a ", "<a href=\"", "<!--", "<script>", "&amp;"}) {
    ExpectCheap(text, Fill(text));
  }
}

TEST(HostilePage, FloodsOfAttributesAreCheap) {
  ExpectCheap("one element", absl::StrCat("<p ", Numbered(" a", "=1", 400'000), ">x</p>"));
  ExpectCheap("many elements", Repeat(absl::StrCat("<p ", Numbered(" a", "", 200), ">"), 20'000));
}

TEST(HostilePage, FloodsOfMetadataAreCheap) {
  ExpectCheap("metas", Numbered("<meta name='author' content='By Name Number", "'>", 60'000));
  ExpectCheap("JSON", absl::StrCat("<script type='application/ld+json'>", Repeat("[", 900'000)));
  ExpectCheap("authors", absl::StrCat("<script type='application/ld+json'>{\"@type\":\"Article\",",
                                      "\"author\":[", Numbered("\"A B", "\",", 60'000), "\"\"]}"));
  ExpectCheap("dates",
              Numbered("<div class='date'>20th of x 2020 y ", " 2021 z 2022</div>", 40'000));
  ExpectCheap("authors' elements", Numbered("<span class='author'>no 12 ", "</span>", 60'000));
  ExpectCheap("headings", Numbered("<h1>Headline ", " | x - y</h1>", 60'000));
}

TEST(HostilePage, DeepAndWideIsCheap) {
  ExpectCheap("phrases", absl::StrCat("<p>", Repeat("<span class='x'>", 500), "a",
                                      Repeat("<i>b</i>", 90'000)));
  ExpectCheap("comments",
              absl::StrCat(Repeat("<div class='comment'>", 500), Repeat("<p>x</p>", 50'000)));
  ExpectCheap(
      "lonely headings",
      Numbered("<h2>One</h2><h2>Two</h2><p>A sentence, of a paragraph, number ", ".</p>", 30'000));
  ExpectCheap("names", Numbered("<div class='c", " teaser share'>A block of text.</div>", 60'000));
}

}  // namespace
}  // namespace akin

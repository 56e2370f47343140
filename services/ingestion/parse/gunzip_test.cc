#include "services/ingestion/parse/gunzip.h"

#include <zlib.h>

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {
namespace {

using ::testing::HasSubstr;

std::string Packed(const std::string& bytes, int window_bits = 16 + MAX_WBITS) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string GunzipError(absl::string_view bytes, size_t max_bytes) {
  return std::string(Gunzip(bytes, max_bytes).status().message());
}

TEST(Gunzip, UnpacksAllMembersAndIgnoresPadding) {
  const std::string large(300'000, 'a');
  const std::string packed = Packed(large) + Packed("b") + std::string(5, '\0');
  EXPECT_EQ(Gunzip(packed, 1 << 20).value_or("error"), large + "b");
}

TEST(Gunzip, RefusesMoreThanTheLimit) {
  const std::string packed = Packed(std::string(100, 'a'));
  EXPECT_EQ(Gunzip(packed, 100).value_or("error"), std::string(100, 'a'));
  EXPECT_THAT(GunzipError(packed, 99), HasSubstr("content: packed data of"));
}

TEST(Gunzip, RefusesABombThatIsWithinTheLimit) {
  const std::string packed = Packed(std::string(8 << 20, 'a'));
  EXPECT_THAT(GunzipError(packed, 16 << 20), HasSubstr("unpacks to more than 1048576"));
}

TEST(Gunzip, RefusesWhatIsDamagedOrCutOff) {
  const std::string packed = Packed("It rained in Kiruna, and then it rained again.");
  for (size_t size = 3; size < packed.size(); ++size)
    EXPECT_THAT(GunzipError(packed.substr(0, size), 1000), HasSubstr("damaged or cut off")) << size;
}

TEST(ParseDocument, ReadsAFeedPackedByGzip) {
  const auto document =
      ParseDocument(Packed("<rss><channel><item><title>Rain</title></item></channel></rss>"), {});
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->items.at(0).title, "Rain");
}

// Sent without saying so.
TEST(ParseDocument, ReadsAFeedPackedByZlib) {
  const auto document = ParseDocument(
      Packed("<rss><channel><item><title>Rain</title></item></channel></rss>", MAX_WBITS), {});
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->items.at(0).title, "Rain");
}

TEST(ParseDocument, UnpacksOnlyOnce) {
  EXPECT_FALSE(ParseDocument(Packed(Packed("Rain\n\nIt rained.")), {}).ok());
}

}  // namespace
}  // namespace akin

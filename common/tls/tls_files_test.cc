#include "common/tls/tls_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/file/config_file.h"
#include "common/status/errors.h"
#include "common/tls/testing/test_certificates.h"

namespace akin {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class TlsFilesTest : public ::testing::Test {
 protected:
  TlsFilesTest() { authority_.Issue("a", {}); }

  TlsFiles Files() const { return {authority_.cert("a"), authority_.key("a"), authority_.ca()}; }

  // What is wrong with the files.
  static std::string Wrong(const TlsFiles& files) {
    return std::string(ReadTlsFiles(files, absl::Now()).status().message());
  }

  std::string Garbage() const {
    ReplaceFile(authority_.File("garbage"), "-----BEGIN CERTIFICATE-----\nAAAA\n");
    return authority_.File("garbage");
  }

  TestAuthority authority_;
};

TEST_F(TlsFilesTest, FilesThatBelongTogetherAreRead) {
  const auto pems = ReadTlsFiles(Files(), absl::Now());
  ASSERT_TRUE(pems.ok()) << pems.status();
  EXPECT_THAT(pems->cert, HasSubstr("BEGIN CERTIFICATE"));
  EXPECT_THAT(pems->key, HasSubstr("PRIVATE KEY"));
  EXPECT_GT(pems->end, absl::Now() + absl::Minutes(50));
}

TEST_F(TlsFilesTest, AnErrorNamesTheFlagTheFileAndTheFault) {
  TlsFiles files = Files();
  files.cert = "/nowhere/a.crt";
  EXPECT_EQ(Wrong(files), "--tls_cert: /nowhere/a.crt: No such file or directory");
  files = Files();
  files.cert = Garbage();
  EXPECT_EQ(Wrong(files), absl::StrCat("--tls_cert: ", Garbage(), ": no certificate in PEM form"));
  files = Files();
  files.key.clear();
  EXPECT_THAT(Wrong(files), StartsWith("--tls_key: missing"));
  files = Files();
  files.ca = Garbage();
  EXPECT_THAT(Wrong(files), StartsWith("--tls_ca: "));
  files.ca_flag = "--tls_client_ca";
  EXPECT_THAT(Wrong(files), StartsWith("--tls_client_ca: "));
}

TEST_F(TlsFilesTest, AnotherCertificatesKeyIsRefused) {
  authority_.Issue("b", {});
  TlsFiles files = Files();
  files.key = authority_.key("b");
  EXPECT_THAT(Wrong(files), HasSubstr("not the private key of the certificate"));
}

TEST_F(TlsFilesTest, AnExpiredCertificateIsRefused) {
  authority_.Issue("a", {.valid_for = -absl::Hours(1)});
  EXPECT_THAT(Wrong(Files()), HasSubstr(": expired at 2"));
}

TEST_F(TlsFilesTest, AnAuthorityAmongGarbageIsRefused) {
  const std::string good = ReadConfigFile(authority_.ca()).value();
  TlsFiles files = Files();
  files.ca = authority_.File("mixed");
  ReplaceFile(files.ca, good + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  EXPECT_THAT(Wrong(files), HasSubstr("a certificate in it cannot be read"));
  ReplaceFile(files.ca, "comment\n" + good + "comment\n" + good);
  EXPECT_EQ(Wrong(files), "");
}

TEST_F(TlsFilesTest, ChangedFilesAreReadAnewAndWrongOnesAreNot) {
  auto watched = WatchedTlsFiles::Open(Files()).value();
  TlsPems first, second, third;
  EXPECT_TRUE(watched->Refresh(first));
  EXPECT_FALSE(watched->Refresh(first));
  ReplaceFile(authority_.cert("a"), "garbage");
  EXPECT_FALSE(watched->Refresh(second));
  authority_.Issue("a", {});
  EXPECT_TRUE(watched->Refresh(third));
  EXPECT_NE(first.cert, third.cert);
}

}  // namespace
}  // namespace akin

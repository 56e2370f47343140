#include "services/akin/cli/addresses.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace akin {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Addresses, AFileNamesThemLineByLine) {
  const auto parsed = ParseAddressFile(
      "env", "# comment\n\nAKIN_STORAGE_ADDRESS=127.0.0.1:1\r\nOTHER=x\nAKIN_SEARCH_ADDRESS=h:3\n");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->storage, "127.0.0.1:1");
  EXPECT_EQ(parsed->search, "h:3");
  EXPECT_EQ(parsed->ingestion, "");
}

TEST(Addresses, ACertificateAndItsKeyAreTakenTogether) {
  Addresses mine = {.tls = {.cert = "editor.crt"}};
  mine.FillFrom(ParseAddressFile("env", "AKIN_TLS_CA=ca\nAKIN_TLS_CERT=a\nAKIN_TLS_KEY=b").value());
  EXPECT_EQ(mine.tls.ca, "ca");
  EXPECT_EQ(mine.tls.cert, "editor.crt");
  EXPECT_EQ(mine.tls.key, "");
  EXPECT_FALSE(mine.HasAddress());
}

TEST(Addresses, ALineThatIsNoAssignmentIsNamed) {
  EXPECT_THAT(std::string(ParseAddressFile("env", "A=1\noops\n").status().message()),
              HasSubstr("env: line 2"));
}

TEST(Addresses, WhatIsSaidFirstWins) {
  Addresses mine = {.storage = "flag:1"};
  mine.FillFrom({"env:1", "env:2", "", ""});
  mine.FillFrom(DefaultAddresses());
  EXPECT_EQ(mine.storage, "flag:1");
  EXPECT_EQ(mine.ingestion, "env:2");
  EXPECT_EQ(mine.search, "127.0.0.1:7403");
}

TEST(Addresses, OneServerThatRunsAllIsAskedOnce) {
  EXPECT_THAT((Addresses{"a:1", "a:1", "b:2", "a:1"}.Distinct()), ElementsAre("a:1", "b:2"));
}

TEST(Addresses, TheEnvironmentNamesOneOrAll) {
  setenv("AKIN_ADDRESS", "all:1", 1);
  setenv("AKIN_SEARCH_ADDRESS", "search:2", 1);
  const Addresses found = AddressesFromEnvironment();
  unsetenv("AKIN_ADDRESS");
  unsetenv("AKIN_SEARCH_ADDRESS");
  EXPECT_EQ(found.storage, "all:1");
  EXPECT_EQ(found.search, "search:2");
}

TEST(Addresses, TheFileStandsBesideTheProgramsFolder) {
  const fs::path root = fs::temp_directory_path() / ("akin_env." + std::to_string(getpid()));
  fs::create_directories(root / ".akin" / "bin");
  std::ofstream(root / ".akin" / "env") << "AKIN_STORAGE_ADDRESS=file:9\n";
  const auto found = AddressesFromFile((root / ".akin" / "bin" / "akin").string());
  fs::remove_all(root);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->storage, "file:9");
}

}  // namespace
}  // namespace akin

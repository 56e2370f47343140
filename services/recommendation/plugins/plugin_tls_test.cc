// Plug-ins that are reached by TLS: who is believed to be one, and what it is shown.
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/rpc/tls_credentials.h"
#include "common/tls/testing/test_certificates.h"
#include "services/recommendation/plugins/plugin_client.h"
#include "services/recommendation/plugins/testing/scripted_plugin.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;

class PluginTlsTest : public ::testing::Test {
 protected:
  PluginTlsTest() {
    authority_.Issue("plugin", {});
    authority_.Issue("akin", {.names = "URI:spiffe://akin.test/recommendation"});
    target_.set_name("picks");
    target_.mutable_tls()->set_ca_file(authority_.ca());
    target_.mutable_tls()->set_cert_file(authority_.cert("akin"));
    target_.mutable_tls()->set_key_file(authority_.key("akin"));
    options_.describe_after_failure = absl::Milliseconds(20);
  }
  ~PluginTlsTest() override { Hangup(); }

  void Serve(ClientCertificate wanted = ClientCertificate::kRequired) {
    plugin_.reset();
    plugin_ = std::make_unique<ScriptedPlugin>(
        ScriptedPlugin::Script(),
        Server::Options{
            .credentials =
                TlsServerCredentials(
                    {authority_.cert("plugin"), authority_.key("plugin"), authority_.ca()}, wanted)
                    .value()});
    target_.set_target(plugin_->address());
  }

  // Calls anew, until the plug-in has described itself or a call has failed. Why it failed.
  std::string Call() {
    Hangup();
    client_ = PluginClient::Create(target_, options_, timers_, clock_, metrics_);
    return AwaitAnswer();
  }
  std::string AwaitAnswer() {
    while (client_->description() == nullptr) {
      std::string error = client_->Status().last_error();
      if (!error.empty()) return error;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return "";
  }
  void AwaitDescription() {
    while (client_->description() == nullptr) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  void Hangup() {
    if (client_ != nullptr) client_->Close();
    client_.reset();
  }

  TestAuthority authority_;
  v1::PluginTarget target_;
  PluginClient::Options options_;
  SystemClock clock_;
  Metrics metrics_;
  TimerQueue timers_;
  std::unique_ptr<ScriptedPlugin> plugin_;
  std::shared_ptr<PluginClient> client_;
};

TEST_F(PluginTlsTest, OneThatWantsOurCertificateIsReachedWithIt) {
  Serve();
  EXPECT_EQ(Call(), "");
  target_.mutable_tls()->clear_cert_file();
  target_.mutable_tls()->clear_key_file();
  EXPECT_NE(Call(), "") << "without one";
  Serve(ClientCertificate::kOptional);
  EXPECT_EQ(Call(), "") << "where none is wanted";
}

TEST_F(PluginTlsTest, TheServicesOwnCertificateIsShownWhereTheTargetHasNone) {
  Serve();
  target_.mutable_tls()->clear_cert_file();
  target_.mutable_tls()->clear_key_file();
  options_.identity = {.cert = authority_.cert("akin"), .key = authority_.key("akin")};
  EXPECT_EQ(Call(), "");
}

TEST_F(PluginTlsTest, OneOfAnotherAuthorityIsNotCalled) {
  Serve();
  const TestAuthority other;
  target_.mutable_tls()->set_ca_file(other.ca());
  EXPECT_NE(Call(), "");
}

TEST_F(PluginTlsTest, OneOfAnotherNameIsNotCalledUnlessThatIsTheNameExpected) {
  authority_.Issue("plugin", {.names = "DNS:picks.example"});
  Serve();
  EXPECT_NE(Call(), "");
  target_.mutable_tls()->set_server_name("picks.example");
  EXPECT_EQ(Call(), "");
  target_.mutable_tls()->set_server_name("clicks.example");
  EXPECT_NE(Call(), "");
}

TEST_F(PluginTlsTest, NobodyIsReachedInPlaintextByMistake) {
  Serve();
  v1::PluginTarget plain = target_;
  plain.clear_tls();
  target_.Swap(&plain);
  EXPECT_NE(Call(), "") << "the plug-in wants TLS";
  plugin_ = std::make_unique<ScriptedPlugin>(ScriptedPlugin::Script());
  target_.set_target(plugin_->address());
  EXPECT_EQ(Call(), "");
  *target_.mutable_tls() = plain.tls();
  EXPECT_NE(Call(), "") << "we want TLS";
}

TEST_F(PluginTlsTest, FilesThatAreReplacedAreReadAgain) {
  Serve();
  ReplaceFile(authority_.cert("akin"), "garbage");
  EXPECT_NE(Call(), "") << "nothing is reached with files that have become wrong";
  authority_.Issue("akin", {.names = "URI:spiffe://akin.test/recommendation"});
  AwaitDescription();
}

}  // namespace
}  // namespace akin

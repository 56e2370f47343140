// The command line client. `akin help` tells what it can do.

#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/file/config_file.h"
#include "common/status/status_macros.h"
#include "google/protobuf/stubs/logging.h"
#include "services/akin/cli/addresses.h"
#include "services/akin/cli/command.h"
#include "services/akin/cli/help.h"

namespace akin {
namespace {

void Print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

absl::Status CheckCredentials(const GlobalFlags& globals, const TlsFiles& tls) {
  RETURN_IF_ERROR(ReadTlsFiles(tls, absl::Now()).status());
  if (globals.token_file.empty()) return absl::OkStatus();
  if (tls.ca.empty()) return UsageError("--token_file wants --tls_ca: a token is not sent in plaintext");
  const auto token = ReadConfigFile(globals.token_file);
  return token.ok() ? absl::OkStatus()
                    : UsageError(absl::StrCat("--token_file: ", token.status().message()));
}

absl::StatusOr<Addresses> FindAddresses(const GlobalFlags& globals, absl::string_view program) {
  Addresses out = globals.addresses;
  out.FillFrom({globals.address, globals.address, globals.address, globals.address});
  out.FillFrom(AddressesFromEnvironment());
  ASSIGN_OR_RETURN(Addresses of_file, AddressesFromFile(program));
  if (out.HasAddress()) of_file.tls = {};  // which is for the addresses there
  out.FillFrom(of_file);
  out.FillFrom(DefaultAddresses());
  if (!globals.token_file.empty()) out.tls.cert = out.tls.key = "";  // it would say who calls
  RETURN_IF_ERROR(CheckCredentials(globals, out.tls));
  return out;
}

absl::Status CheckArguments(const CommandEntry& entry, const std::vector<std::string>& arguments) {
  const int count = static_cast<int>(arguments.size());
  if (count < entry.min_arguments) return UsageError(UsageLine(entry));
  if (count > entry.max_arguments)
    return UsageError(
        absl::StrCat(arguments[entry.max_arguments], ": unexpected; ", UsageLine(entry)));
  return absl::OkStatus();
}

absl::Status RunCommand(const CommandEntry& entry, std::vector<std::string> words,
                        absl::string_view program, Flags& flags, GlobalFlags& globals) {
  const std::unique_ptr<Command> command = entry.make();
  command->Declare(flags);
  auto arguments = flags.Parse(words);
  if (globals.help) {
    Print(HelpText(entry));
    return absl::OkStatus();
  }
  if (!arguments.ok())
    return UsageError(
        absl::StrCat(arguments.status().message(), " (see: akin help ", entry.name, ")"));
  RETURN_IF_ERROR(CheckArguments(entry, *arguments));
  ASSIGN_OR_RETURN(const Addresses addresses, FindAddresses(globals, program));
  Session session(globals, addresses, program);
  const absl::Status status = command->Run(session, *arguments);
  session.out().Flush();
  return status;
}

absl::Status RunWords(std::vector<std::string> words, absl::string_view program,
                      GlobalFlags& globals) {
  Flags flags;
  globals.DeclareIn(flags);
  if (const absl::Status status = flags.ParseLeading(words); !status.ok())
    return UsageError(absl::StrCat(status.message(), " (see: akin help)"));
  if (globals.help) {
    Print(OverviewText());
    return absl::OkStatus();
  }
  if (words.empty()) return UsageError("a command is missing (see: akin help)");
  const CommandEntry* entry = FindCommand(words.front());
  if (entry == nullptr)
    return UsageError(absl::StrCat(words.front(), ": no such command (see: akin help)"));
  words.erase(words.begin());
  return RunCommand(*entry, std::move(words), program, flags, globals);
}

int Main(int argc, char** argv) {
  signal(SIGPIPE, SIG_DFL);  // `akin list --all | head` ends quietly
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  google::protobuf::SetLogHandler(nullptr);  // what is wrong with a text is the server's to say
  GlobalFlags globals;
  const absl::Status status =
      RunWords(std::vector<std::string>(argv + 1, argv + argc), argv[0], globals);
  if (status.ok()) return 0;
  if (IsUsageError(status) && !globals.json) {
    std::fprintf(stderr, "akin: %s\n", std::string(status.message()).c_str());
    return 2;
  }
  Output(globals.json).PrintError(status);
  return IsUsageError(status) ? 2 : 1;
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) { return akin::Main(argc, argv); }

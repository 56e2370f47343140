#include "services/akin/cli/help.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/akin/cli/output.h"

namespace akin {
namespace {

constexpr absl::string_view kWhereServicesAre =
    "Addresses come from flags, else from AKIN_ADDRESS or AKIN_STORAGE_ADDRESS, "
    "AKIN_INGESTION_ADDRESS,\n"
    "AKIN_SEARCH_ADDRESS and AKIN_RECOMMENDATION_ADDRESS, else from the file .akin/env that "
    "deploy/local/up\n"
    "writes, else 127.0.0.1:7401 to 7404.\n";

std::vector<Flag> CommandFlags(const CommandEntry& entry) {
  Flags flags;
  const std::unique_ptr<Command> command = entry.make();
  command->Declare(flags);
  return flags.all();
}

std::vector<Flag> CommonFlags() {
  Flags flags;
  GlobalFlags globals;
  globals.DeclareIn(flags);
  return flags.all();
}

std::string FlagLine(const Flag& flag) {
  constexpr int kHelpColumn = 34;
  const std::string left =
      absl::StrCat("  --", flag.name, flag.value_name.empty() ? "" : " ", flag.value_name);
  const std::string gap(std::max(2, kHelpColumn - DisplayWidth(left)), ' ');
  const std::string choices =
      flag.choices.empty() ? "" : absl::StrCat(": ", absl::StrJoin(flag.choices, ", "));
  return absl::StrCat(left, gap, flag.help, choices, "\n");
}

std::string FlagLines(absl::string_view title, const std::vector<Flag>& flags) {
  if (flags.empty()) return "";
  std::string out = absl::StrCat("\n", title, ":\n");
  for (const Flag& flag : flags) absl::StrAppend(&out, FlagLine(flag));
  return out;
}

std::string Examples(const CommandEntry& entry) {
  if (entry.examples.empty()) return "";
  std::string out = "\nExamples:\n";
  for (absl::string_view line : absl::StrSplit(entry.examples, '\n'))
    absl::StrAppend(&out, "  akin ", line, "\n");
  return out;
}

// "--json --timeout …", for completion.
std::string FlagWords(const CommandEntry& entry) {
  std::vector<std::string> words;
  for (const auto& flags : {CommandFlags(entry), CommonFlags()}) {
    for (const Flag& flag : flags) words.push_back(absl::StrCat("--", flag.name));
  }
  return absl::StrJoin(words, " ");
}

std::string CommandWords() {
  return absl::StrJoin(Commands(), " ", [](std::string* out, const CommandEntry& entry) {
    absl::StrAppend(out, entry.name);
  });
}

// "    similar:--recency) words='balanced latest';;" for each flag with fixed values.
std::string ChoiceCases() {
  std::string out;
  for (const CommandEntry& entry : Commands()) {
    for (const Flag& flag : CommandFlags(entry)) {
      if (flag.choices.empty()) continue;
      absl::StrAppend(&out, "    ", entry.name, ":--", flag.name, ") words='",
                      absl::StrJoin(flag.choices, " "), "' ;;\n");
    }
  }
  return out;
}

std::string FlagCases() {
  std::string out;
  for (const CommandEntry& entry : Commands())
    absl::StrAppend(&out, "      ", entry.name, ") words='", FlagWords(entry), "' ;;\n");
  return out;
}

std::string BashScript() {
  return absl::StrReplaceAll(
      R"(# bash completion for akin; load it with: source <(akin completion bash)
_akin() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} words=
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '@COMMANDS@' -- "$current"))
    return
  fi
  case $command:$previous in
    help:help) words='@COMMANDS@' ;;
    completion:completion) words='bash zsh' ;;
@CHOICES@  esac
  if [[ -z $words && $current == -* ]]; then
    case $command in
@FLAGS@    esac
  fi
  if [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _akin akin
)",
      {{"@COMMANDS@", CommandWords()}, {"@CHOICES@", ChoiceCases()}, {"@FLAGS@", FlagCases()}});
}

// zsh runs bash's completion functions.
std::string ZshScript() {
  return absl::StrCat(
      "#compdef akin\n# zsh completion for akin; load it with: source <(akin completion zsh)\n",
      "autoload -U +X compinit && compinit -u\n", "autoload -U +X bashcompinit && bashcompinit\n",
      BashScript());
}

}  // namespace

std::string OverviewText() {
  std::string out =
      "akin: a client for Akin, the news backend that answers: what else is like this story?\n\n"
      "Usage: akin COMMAND [ARGUMENTS] [FLAGS]\n\nCommands:\n";
  for (const CommandEntry& entry : Commands())
    absl::StrAppend(&out, absl::StrFormat("  %-12s %s\n", entry.name, entry.summary));
  absl::StrAppend(&out, FlagLines("Flags of every command", CommonFlags()), "\n", kWhereServicesAre,
                  "\n`akin help COMMAND` says more about one.\n");
  return out;
}

std::string UsageLine(const CommandEntry& entry) {
  return absl::StrCat("usage: akin ", entry.name, entry.arguments.empty() ? "" : " ",
                      entry.arguments, " [FLAGS]");
}

std::string HelpText(const CommandEntry& entry) {
  std::string out =
      absl::StrCat("akin ", entry.name, ": ", entry.summary, "\n\nUsage: akin ", entry.name,
                   entry.arguments.empty() ? "" : " ", entry.arguments, " [FLAGS]\n");
  if (!entry.details.empty()) absl::StrAppend(&out, "\n", entry.details, "\n");
  absl::StrAppend(&out, FlagLines("Flags", CommandFlags(entry)),
                  FlagLines("Flags of every command", CommonFlags()), Examples(entry));
  return out;
}

std::string CompletionScript(absl::string_view shell) {
  if (shell == "bash") return BashScript();
  if (shell == "zsh") return ZshScript();
  return "";
}

}  // namespace akin

#ifndef AKIN_SERVICES_AKIN_COMMANDS_COMMANDS_H_
#define AKIN_SERVICES_AKIN_COMMANDS_COMMANDS_H_

#include <memory>

#include "services/akin/cli/command.h"

// One maker per command; each stands in a file of its own. commands.cc has the table.
namespace akin {

std::unique_ptr<Command> NewBackupCommand();
std::unique_ptr<Command> NewCompletionCommand();
std::unique_ptr<Command> NewDemoCommand();
std::unique_ptr<Command> NewEmbargoCommand();
std::unique_ptr<Command> NewEvalCommand();
std::unique_ptr<Command> NewEventsCommand();
std::unique_ptr<Command> NewExplainCommand();
std::unique_ptr<Command> NewFeedCommand();
std::unique_ptr<Command> NewGetCommand();
std::unique_ptr<Command> NewHelpCommand();
std::unique_ptr<Command> NewIngestCommand();
std::unique_ptr<Command> NewListCommand();
std::unique_ptr<Command> NewPipelineCommand();
std::unique_ptr<Command> NewPluginsCommand();
std::unique_ptr<Command> NewPurgeCommand();
std::unique_ptr<Command> NewRestoreCommand();
std::unique_ptr<Command> NewSearchCommand();
std::unique_ptr<Command> NewServeCommand();
std::unique_ptr<Command> NewSimilarCommand();
std::unique_ptr<Command> NewStatusCommand();
std::unique_ptr<Command> NewStoriesCommand();
std::unique_ptr<Command> NewStoryCommand();
std::unique_ptr<Command> NewSuggestCommand();
std::unique_ptr<Command> NewUndeleteCommand();
std::unique_ptr<Command> NewWatchCommand();
std::unique_ptr<Command> NewWithdrawCommand();

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_COMMANDS_COMMANDS_H_

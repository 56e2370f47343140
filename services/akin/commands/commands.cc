#include "services/akin/commands/commands.h"

namespace akin {

const std::vector<CommandEntry>& Commands() {
  static const auto* const kCommands = new std::vector<CommandEntry>{
      {"ingest", "FILE|DIR…", 1, kAnyNumber, "take in news: story texts, feeds, JSON lines",
       "A FILE is a document in any format that ingestion reads; one that ends in .jsonl, or - "
       "for\n"
       "standard input, holds one article a line as proto3 JSON. A DIR is searched for documents "
       "in\n"
       "all its folders. Files of one folder are sent in the order of their names, so that an "
       "update\n"
       "comes after what it updates; folders of one DIR are sent at once.\n"
       "A story text names no source: it is --source, else the name of the file's folder if that "
       "is a\n"
       "host such as northwire.example. The last line tells the newest revision, for "
       "--min_revision.",
       "ingest deploy/local/samples/stories deploy/local/samples/feeds\n"
       "ingest --source example.com story.txt\n"
       "ingest --json - <articles.jsonl",
       NewIngestCommand},
      {"feed", "add|list|show|update|remove|fetch [FEED…]", 1, kAnyNumber,
       "subscribe to feeds, which are polled from then on",
       "add takes URLs. A FEED is a URL or an id. list and show tell how polling goes: the last "
       "good\n"
       "poll, the last error in words, the next poll, and items seen, new and revised. fetch polls "
       "now.",
       "feed add https://example.com/feed.xml\nfeed list\nfeed show https://example.com/feed.xml\n"
       "feed update https://example.com/feed.xml --min_interval 1h --full_pages",
       NewFeedCommand},
      {"get", "[ID…]", 0, kAnyNumber, "show articles",
       "With --url, or --source and --external_id, looks one up instead.",
       "get a1b2c3\nget a1b2c3 --revisions\nget --url https://example.com/2026/story",
       NewGetCommand},
      {"list", "", 0, 0, "list articles, filtered and ordered",
       "A filter compares fields: source = \"example.com\" AND publish_time > 2026-09-14T00:00:00Z",
       "list --filter 'language = \"de\"' --order_by 'publish_time desc'\nlist --all --view "
       "name_only",
       NewListCommand},
      {"search", "[QUERY…]", 0, kAnyNumber, "find articles by words",
       "A few words are all wanted; \"a phrase\", -not, this OR that, headline:word, prefix*,\n"
       "\"near words\"~5, word~1, word^2, after:2026-10-01, before:2026-10-31, last:7d.\n"
       "Put a query that has -not in it after --.",
       "search earthquake chile\nsearch 'strike OR walkout' --order recency --collapse\n"
       "search --facets source,language -- ferry -lombok",
       NewSearchCommand},
      {"suggest", "PREFIX", 1, 1, "complete a query that was begun", "", "suggest earthq",
       NewSuggestCommand},
      {"similar", "[ID…]", 0, kAnyNumber, "Similar News: the articles most like these",
       "Several IDs: like all of them together; with --each, a list for each. --text takes a "
       "story\n"
       "text that is not stored (- is standard input).",
       "similar a1b2c3\nsimilar --text story.txt --k 5 --recency background\n"
       "similar a1b2c3 --filter 'source != \"example.com\"' --no_collapse",
       NewSimilarCommand},
      {"explain", "A B", 2, 2, "why B is, or is not, similar news of A", "",
       "explain a1b2c3 d4e5f6", NewExplainCommand},
      {"eval", "", 0, 0, "score Similar News by what people think or make of it",
       "FILE has a line of JSON for each seed, with a grade from 0 (of no use) upwards for each "
       "article\n"
       "that was judged: {\"seed\": \"articles/x\", \"judgements\": {\"articles/y\": 2, "
       "\"articles/z\": 0}}\n"
       "Prints nDCG, the share of listed articles that repeat an earlier one of their list, "
       "coverage (the\n"
       "share of seeds that have a list at all) and the share of listed articles that were "
       "judged; an\n"
       "article that was not gains nothing, and a seed that Akin does not have scores 0.\n"
       "With --events it reads files of the recommendation service's data_dir/events and prints, "
       "for "
       "each\n"
       "pipeline and arm, click-through, mean reciprocal rank and won interleaved lists, with 95 "
       "%\n"
       "confidence intervals. Several may be given, e.g. those of each replica: an event that two "
       "have\n"
       "counts once. Nothing is called.",
       "eval --judgements judged.jsonl\neval --judgements judged.jsonl --no_collapse --json\n"
       "eval --events .akin/data/recommendation/events",
       NewEvalCommand},
      {"events", "FILE", 1, 1, "tell what became of lists: shown, clicked, hidden, read",
       "FILE (- is standard input) has a line of JSON for each event, a SimilarEvent:\n"
       "{\"event_id\": \"1\", \"type\": \"SIMILAR_EVENT_TYPE_CLICK\", \"seed\": "
       "\"articles/x\",\n"
       " \"article\": \"articles/y\", \"place\": 1, \"list_id\": \"7\"}\n"
       "Sending a file again is harmless.",
       "events clicks.jsonl", NewEventsCommand},
      {"story", "ID", 1, 1, "show a story with its articles", "", "story s1b2c3", NewStoryCommand},
      {"stories", "", 0, 0, "list stories, latest news first", "", "stories --min_articles 3",
       NewStoriesCommand},
      {"watch", "", 0, 0, "follow the log of changes",
       "First what the log holds, each article once in its latest state, then changes as they "
       "happen.",
       "watch\nwatch --after_revision 120\nwatch --replay_only --json", NewWatchCommand},
      {"embargo", "list|get|release [ID…]", 1, kAnyNumber,
       "for editors: what is held back until its time",
       "What list and get show is public nowhere yet: `akin get` does not find it. release "
       "publishes "
       "now, or\n"
       "--at another time than the publisher says; `akin withdraw` and purge end it.",
       "embargo list\nembargo get a1b2c3\nembargo release a1b2c3\n"
       "embargo release a1b2c3 --at 2026-09-14T06:00:00Z",
       NewEmbargoCommand},
      {"withdraw", "ID…", 1, kAnyNumber, "stop serving articles", "`akin undelete` takes it back.",
       "withdraw a1b2c3 --reason 'published in error'", NewWithdrawCommand},
      {"undelete", "ID…", 1, kAnyNumber, "serve withdrawn articles again", "", "undelete a1b2c3",
       NewUndeleteCommand},
      {"purge", "ID…", 1, kAnyNumber, "remove the bytes of articles, for good",
       "Asks first when it runs on a terminal.", "purge a1b2c3 --yes", NewPurgeCommand},
      {"backup", "[NAME]", 0, 1, "keep a copy of all that storage has, while it serves",
       "The copy is a folder below --backup_dir of akin-storage, on its machine; without a NAME it "
       "is called by the\n"
       "time. Where that is another disk than that of the data it takes as long as copying does: "
       "say so by --timeout.",
       "backup\nbackup before-upgrade --timeout 1h", NewBackupCommand},
      {"restore", "BACKUP", 1, 1, "make storage's data of a backup, while storage is stopped",
       "BACKUP is a folder that `akin backup` made, here, on this machine; it is checked and stays "
       "as it is.\n"
       "What is restored is a log of its own: views build themselves anew, page tokens of before "
       "expire, and\n"
       "what was published, withdrawn or purged after the backup has to be so again.",
       "restore /var/backups/akin/2026-09-14T06-00-00Z --data_dir /var/lib/akin/storage",
       NewRestoreCommand},
      {"status", "", 0, 0, "revision, lag and cache of each service", "", "status\nstatus --json",
       NewStatusCommand},
      {"plugins", "", 0, 0, "plug-ins of Similar News: health, latency, contribution",
       "Of the recommendation server that answers, one of several if there are. contribution is "
       "the share\n"
       "of listed hits that the plug-in proposed or moved; shadow overlap and rank tell how much "
       "a list\n"
       "would stay the same with it (1: all of it, in the same order).",
       "plugins\nplugins --json", NewPluginsCommand},
      {"pipeline", "check FILE", 2, 2, "check a file for --pipelines of akin-recommendation",
       "Says what a server would: all that is wrong, with line and column, or the file's version.",
       "pipeline check pipelines.textproto", NewPipelineCommand},
      {"demo", "", 0, 0, "run all of Akin on sample news, to look at it",
       "Serves from a temporary folder until Ctrl-C, and says how to ask it; nothing stays "
       "behind.\n"
       "Where 127.0.0.1:7400 is taken, it serves on another port.",
       "demo", NewDemoCommand},
      {"serve", "", 0, 0, "run all four services in this process",
       "For a laptop and for tests: no Redis, no other process. SIGTERM and Ctrl-C stop it.",
       "serve --data_dir /var/lib/akin --listen 127.0.0.1:7400", NewServeCommand},
      {"completion", "bash|zsh", 1, 1, "print a completion script", "",
       "completion bash >/etc/bash_completion.d/akin", NewCompletionCommand},
      {"help", "[COMMAND]", 0, 1, "say how a command is used", "", "help similar", NewHelpCommand},
  };
  return *kCommands;
}

}  // namespace akin

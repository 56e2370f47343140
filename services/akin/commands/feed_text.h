#ifndef AKIN_SERVICES_AKIN_COMMANDS_FEED_TEXT_H_
#define AKIN_SERVICES_AKIN_COMMANDS_FEED_TEXT_H_

#include <string>
#include <vector>

#include "akin/ingestion/v1/ingestion_service.pb.h"
#include "services/akin/cli/output.h"

// How subscriptions look to a person.
namespace akin {

// Name, state and how it is doing, over several lines.
void PrintFeed(Output& out, const ingestion::v1::Feed& feed);

// The head of a table of feeds, and the row of one.
std::vector<std::string> FeedTableHead();
std::vector<std::string> FeedRow(const ingestion::v1::Feed& feed);

// "2 new, 1 revised, 17 unchanged".
std::string FetchedText(const ingestion::v1::FetchFeedResponse& fetched);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_COMMANDS_FEED_TEXT_H_

#ifndef AKIN_SERVICES_AKIN_CLI_ARTICLE_TEXT_H_
#define AKIN_SERVICES_AKIN_CLI_ARTICLE_TEXT_H_

#include <string>

#include "akin/news/v1/article.pb.h"
#include "akin/news/v1/response_info.pb.h"
#include "services/akin/cli/output.h"

// How articles look to a person.
namespace akin {

// "2026-09-14 06:00 GMT", or "" if unset.
std::string TimeText(const google::protobuf::Timestamp& time);
std::string DurationText(const google::protobuf::Duration& duration);

// "example.com, 2026-09-14 06:00 GMT, updated …, de".
std::string Byline(const news::v1::Article& article);

// Headline, byline and name, indented; `lead` stands before the headline.
void PrintCard(Output& out, const news::v1::Article& article, const std::string& lead);

// Everything, body included.
void PrintFull(Output& out, const news::v1::Article& article);

// What a reader of the list must know: what is missing from the answer. Nothing if nothing is.
void PrintDegradations(Output& out, const news::v1::ResponseInfo& info);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_CLI_ARTICLE_TEXT_H_

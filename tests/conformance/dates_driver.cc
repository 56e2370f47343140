// Runs the date parser over a file of {"input": …} lines and prints one JSON value a line: the
// instant in RFC 3339, or null. Usage: conformance_dates FILE.jsonl OUT.jsonl

#include <string>

#include "services/ingestion/parse/dates.h"
#include "tests/conformance/driver.h"

namespace akin {
namespace {

Json Parse(const std::string& /*folder*/, const Json& record) {
  return TimeOrNull(ParseDate(record.at("input").get<std::string>()));
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) { return akin::RunDriver(argc, argv, "", akin::Parse); }

#ifndef AKIN_SERVICES_INGESTION_PARSE_CDATA_MARKS_H_
#define AKIN_SERVICES_INGESTION_PARSE_CDATA_MARKS_H_

#include <string>

namespace akin {

// `text`, decoded, without the marks of CDATA sections that a generator escaped, so that they
// became text: "<![CDATA[Mayor & council]]>". Where it escaped all twice, the rest is decoded too.
// A plain function, thread-safe.
std::string WithoutCdataMarks(std::string text);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_CDATA_MARKS_H_

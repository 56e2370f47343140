#ifndef AKIN_COMMON_RPC_AUDIT_ITEMS_H_
#define AKIN_COMMON_RPC_AUDIT_ITEMS_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/access/audit_log.h"
#include "google/protobuf/message.h"

namespace akin {

// Whether the books want a line of each call of `method` ("/package.Service/Method"): all that
// changes articles or feeds. Not those that read, nor leases, polls and stories, which the services
// see to among themselves; methods that there are not yet are wanted.
bool IsAudited(absl::string_view method);

// Which articles or feeds a request was about and what became of each, by the names of fields that
// our messages share: `results` or `result` of an answer, else the name in the request or in the
// answer. Nothing else is read. Each has name, outcome, reason and revision. `request` and `answer`
// may be null.
std::vector<AuditEntry> AuditItems(const google::protobuf::Message* request,
                                   const google::protobuf::Message* answer,
                                   const absl::Status& status);

}  // namespace akin

#endif  // AKIN_COMMON_RPC_AUDIT_ITEMS_H_

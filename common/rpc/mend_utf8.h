#ifndef AKIN_COMMON_RPC_MEND_UTF8_H_
#define AKIN_COMMON_RPC_MEND_UTF8_H_

#include "google/protobuf/message.h"

namespace akin {

// Replaces what is not UTF-8 in all strings of `message`, at any depth, by U+FFFD.
void MendUtf8(google::protobuf::Message& message);

}  // namespace akin

#endif  // AKIN_COMMON_RPC_MEND_UTF8_H_

#include "services/akin/commands/reason_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace akin {

std::string EnumWords(absl::string_view enum_name, absl::string_view prefix) {
  const std::string lower = absl::AsciiStrToLower(absl::StripPrefix(enum_name, prefix));
  return absl::StrReplaceAll(lower, {{"_", " "}});
}

std::string RelationText(recommendation::v1::Relation relation) {
  if (relation == recommendation::v1::RELATION_UNSPECIFIED) return "";
  return EnumWords(recommendation::v1::Relation_Name(relation), "RELATION_");
}

std::string ReasonText(const recommendation::v1::Reason& reason) {
  if (!reason.plugin().empty()) return absl::StrCat(reason.plugin(), ": ", reason.text());
  if (!reason.text().empty()) return reason.text();
  const std::string kind =
      EnumWords(recommendation::v1::ReasonType_Name(reason.type()), "REASON_TYPE_");
  return reason.terms().empty() ? kind
                                : absl::StrCat(kind, ": ", absl::StrJoin(reason.terms(), ", "));
}

}  // namespace akin

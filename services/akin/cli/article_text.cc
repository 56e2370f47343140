#include "services/akin/cli/article_text.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/time/proto_time.h"
#include "services/akin/cli/names.h"

namespace akin {
namespace {

void PrintField(Output& out, absl::string_view name, absl::string_view value) {
  if (value.empty()) return;
  const std::string padding(14 - name.size(), ' ');
  out.Line(absl::StrCat(out.Styled(Style::kDim, name), padding, out.Styled(Style::kPlain, value)));
}

}  // namespace

std::string TimeText(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M GMT", FromProto(time), absl::UTCTimeZone());
}

std::string DurationText(const google::protobuf::Duration& duration) {
  return absl::FormatDuration(absl::Trunc(FromProto(duration), absl::Milliseconds(1)));
}

std::string Byline(const news::v1::Article& article) {
  std::vector<std::string> parts;
  if (!article.source().empty()) parts.push_back(BareId(article.source()));
  if (article.has_publish_time()) parts.push_back(TimeText(article.publish_time()));
  if (article.has_update_time() &&
      FromProto(article.update_time()) != FromProto(article.publish_time()))
    parts.push_back(absl::StrCat("updated ", TimeText(article.update_time())));
  if (!article.language().empty() && article.language() != "en")
    parts.push_back(article.language());
  return absl::StrJoin(parts, ", ");
}

void PrintCard(Output& out, const news::v1::Article& article, const std::string& lead) {
  const std::string margin(DisplayWidth(lead), ' ');
  if (article.headline().empty()) {  // view NAME_ONLY
    out.Line(absl::StrCat(lead, article.name()));
    return;
  }
  out.Line(absl::StrCat(lead, out.Styled(Style::kBold, article.headline())));
  out.Line(absl::StrCat(margin, out.Styled(Style::kDim, Byline(article))));
  out.Line(absl::StrCat(margin, out.Styled(Style::kDim, article.name())));
}

void PrintFull(Output& out, const news::v1::Article& article) {
  out.Line(
      out.Styled(Style::kBold, article.headline().empty() ? article.name() : article.headline()));
  out.Line(out.Styled(Style::kDim, Byline(article)));
  for (const std::string& text : {article.summary(), article.body()}) {
    if (text.empty()) continue;
    out.Line();
    out.Paragraphs(absl::StripAsciiWhitespace(text));
  }
  out.Line();
  PrintField(out, "name", article.name());
  PrintField(out, "story", article.story());
  PrintField(out, "revision", article.revision() == 0 ? "" : absl::StrCat(article.revision()));
  PrintField(out, "authors", absl::StrJoin(article.authors(), ", "));
  PrintField(out, "categories", absl::StrJoin(article.categories(), ", "));
  PrintField(out, "keywords", absl::StrJoin(article.keywords(), ", "));
  PrintField(out, "url", article.canonical_url());
  PrintField(out, "image", article.image_url());
  PrintField(out, "external id", article.external_id());
}

void PrintDegradations(Output& out, const news::v1::ResponseInfo& info) {
  for (const auto& missing : info.degradations()) {
    out.Line(out.Styled(Style::kYellow,
                        absl::StrCat("Without ", missing.component(), ": ", missing.reason())));
  }
}

}  // namespace akin

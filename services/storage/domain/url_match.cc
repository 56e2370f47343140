#include "services/storage/domain/url_match.h"

#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/url/canonical_url.h"
#include "common/url/url.h"

namespace akin {
namespace {

bool IsOfItsHost(const news::v1::Article& article) {
  const std::string host = UrlHost(absl::StrCat("http://", UrlKey(article.canonical_url())));
  return !host.empty() && article.source() == absl::StrCat("sources/", host);
}

auto Rank(const ArticleRecord& record) {
  return std::make_tuple(IsOfItsHost(record.article()), !IsWithdrawn(record),
                         record.article().revision());
}

}  // namespace

bool IsBetterMatch(const ArticleRecord& a, const ArticleRecord& b) { return Rank(a) > Rank(b); }

}  // namespace akin

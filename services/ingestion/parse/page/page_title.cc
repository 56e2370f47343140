#include "services/ingestion/parse/page/page_title.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/text/unicode.h"
#include "services/ingestion/parse/html_text.h"

namespace akin {
namespace {

constexpr absl::string_view kSeparators[] = {" | ", " - ",  " – ", " — ", " » ",
                                             " · ", " :: ", " • ", " / ", " « ",
                                             " < ", " > ",  " ― ", "｜",  "_"};

// Longer is no title.
constexpr size_t kMaxTitleBytes = 1'000;

class TitleCleaner {
 public:
  TitleCleaner(const SiteNames& site, const std::vector<std::string>& headings) : site_(site) {
    for (const std::string& heading : headings) headings_.push_back(Essence(heading));
  }

  std::string Clean(std::string title) const {
    for (bool cut = true; cut && !IsHeading(title);) cut = CutEnd(title) || CutStart(title);
    return title;
  }

  bool IsHeading(absl::string_view title) const {
    return std::find(headings_.begin(), headings_.end(), Essence(title)) != headings_.end();
  }

 private:
  bool CutEnd(std::string& title) const {
    size_t at = std::string::npos, behind = 0;
    for (absl::string_view separator : kSeparators) {
      const size_t found = title.rfind(std::string(separator));
      if (found == std::string::npos || (at != std::string::npos && found < at)) continue;
      at = found;
      behind = found + separator.size();
    }
    if (at == std::string::npos || at == 0) return false;
    const std::string head = title.substr(0, at);
    if (!site_.IsName(title.substr(behind)) && !IsHeading(head)) return false;
    title = std::string(absl::StripAsciiWhitespace(head));
    return true;
  }

  bool CutStart(std::string& title) const {
    for (absl::string_view separator : {" | ", " - ", " – ", " — ", " » ", " :: ", ": ", " : "}) {
      const size_t at = title.find(std::string(separator));
      if (at == std::string::npos || at == 0) continue;
      const std::string tail = title.substr(at + separator.size());
      if (!IsHeading(tail) && !site_.IsName(title.substr(0, at))) continue;
      title = std::string(absl::StripAsciiWhitespace(tail));
      return true;
    }
    return false;
  }

  const SiteNames& site_;
  std::vector<std::string> headings_;
};

std::vector<std::string> Headings(const PageTree& page) {
  std::vector<std::string> headings;
  for (GumboTag tag : {GUMBO_TAG_H1, GUMBO_TAG_H2}) {
    for (int i = 0; i < page.size() && headings.size() < 30; ++i) {
      if (page[i].tag != tag) continue;
      std::string line = page.Line(i, kMaxTitleBytes);
      if (!line.empty()) headings.push_back(std::move(line));
    }
  }
  return headings;
}

// Without confirmation, a bar is the one separator that headlines do not have.
std::string CutAtBar(std::string title) {
  for (absl::string_view bar : {" | ", " » ", " :: ", "｜"}) {
    const size_t at = title.find(std::string(bar));
    if (at != std::string::npos && at > 12) title = title.substr(0, at);
  }
  return title;
}

}  // namespace

std::string ChooseTitle(const PageTree& page, absl::string_view stated, const SiteNames& site) {
  const std::vector<std::string> headings = Headings(page);
  const TitleCleaner cleaner(site, headings);
  const int title_element = page.Find(0, GUMBO_TAG_TITLE);
  const std::string in_head = title_element < 0 ? "" : page.Line(title_element, kMaxTitleBytes);
  for (absl::string_view candidate : {stated, absl::string_view(in_head)}) {
    const std::string title = cleaner.Clean(std::string(candidate));
    if (cleaner.IsHeading(title)) return title;
  }
  if (!stated.empty()) return CutAtBar(cleaner.Clean(std::string(stated)));
  if (!in_head.empty()) return CutAtBar(cleaner.Clean(in_head));
  return headings.empty() ? "" : headings.front();
}

}  // namespace akin

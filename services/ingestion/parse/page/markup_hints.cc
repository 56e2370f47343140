#include "services/ingestion/parse/page/markup_hints.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/ingestion/parse/dates.h"
#include "services/ingestion/parse/page/author_names.h"
#include "services/ingestion/parse/page/found_dates.h"

namespace akin {
namespace {

// A by-line is short; what is longer is a paragraph about somebody.
constexpr int kMaxBylineBytes = 120;

// How many blocks behind the headline by-lines and dates stand.
constexpr int kBlocksNear = 16;

bool HasName(const PageTree& page, int i, std::initializer_list<absl::string_view> parts) {
  const std::string names = absl::AsciiStrToLower(page.Attribute(i, "class"));
  const std::string id = absl::AsciiStrToLower(page.Attribute(i, "id"));
  for (absl::string_view part : parts) {
    if (absl::StrContains(names, part) || absl::StrContains(id, part)) return true;
  }
  return false;
}

bool HasToken(absl::string_view list, absl::string_view token) {
  for (absl::string_view each : absl::StrSplit(list, ' ')) {
    if (absl::EqualsIgnoreCase(each, token)) return true;
  }
  return false;
}

class MarkupReader {
 public:
  MarkupReader(const PageTree& page, const std::vector<TextBlock>& blocks, absl::string_view url)
      : page_(page), blocks_(blocks), url_(url), headline_(HeadlineBlock()) {}

  PageMetadata Read() {
    PageMetadata out;
    out.language = Language();
    ReadAuthors(out);
    ReadDates(out);
    return out;
  }

 private:
  std::string Language() const {
    for (const char* attribute : {"lang", "xml:lang"}) {
      const std::string language(page_.Attribute(0, attribute));
      if (!language.empty()) return language;
    }
    const int body = page_.Find(0, GUMBO_TAG_BODY);
    return body < 0 ? "" : std::string(page_.Attribute(body, "lang"));
  }

  // Each way to mark an author, the surest first.
  void ReadAuthors(PageMetadata& out) const {
    using Test = bool (MarkupReader::*)(int) const;
    for (Test test : {&MarkupReader::IsAuthorProperty, &MarkupReader::IsAuthorLink,
                      &MarkupReader::IsByline, &MarkupReader::IsAuthorClass}) {
      std::vector<std::string> found;
      for (int i = 0; i < page_.size() && found.size() < 4; ++i) {
        if (!page_.IsElement(i) || InComments(i) || !(this->*test)(i)) continue;
        std::string line = page_.Line(i);
        if (line.empty()) line = std::string(page_.Attribute(i, "content"));
        if (static_cast<int>(line.size()) <= kMaxBylineBytes) found.push_back(std::move(line));
        if (test == &MarkupReader::IsAuthorClass && !found.empty()) break;
      }
      out.authors = CleanAuthors(found);
      if (!out.authors.empty()) return;
    }
    out.authors = BylineNearHeadline();
  }

  bool IsAuthorProperty(int i) const {
    if (!HasToken(page_.Attribute(i, "itemprop"), "author") &&
        !HasToken(page_.Attribute(i, "itemprop"), "creator"))
      return false;
    return page_[i].tag != GUMBO_TAG_META || !page_.Attribute(i, "content").empty();
  }

  bool IsAuthorLink(int i) const {
    return page_[i].tag == GUMBO_TAG_A && HasToken(page_.Attribute(i, "rel"), "author");
  }

  bool IsByline(int i) const {
    return HasName(page_, i,
                   {"byline", "author-name", "author_name", "authorname", "autor-name",
                    "article-author", "article__author", "post-author", "entry-author"}) &&
           page_[i].tag != GUMBO_TAG_BODY;
  }

  bool IsAuthorClass(int i) const {
    return HasName(page_, i, {"author", "autor", "auteur", "firma", "writer", "verfasser"}) &&
           page_[i].tag != GUMBO_TAG_BODY;
  }

  bool InComments(int i) const {
    for (int up = i; up >= 0; up = page_[up].parent) {
      if (page_[up].tag == GUMBO_TAG_BODY || page_[up].tag == GUMBO_TAG_ARTICLE) return false;
      if (HasName(page_, up, {"comment", "kommentar", "related", "sidebar"})) return true;
    }
    return false;
  }

  void ReadDates(PageMetadata& out) const {
    for (int i = 0; i < page_.size(); ++i) {
      if (!page_.IsElement(i)) continue;
      const absl::string_view property = page_.Attribute(i, "itemprop");
      if (!out.published && HasToken(property, "datePublished")) out.published = DateOf(i);
      if (!out.updated && HasToken(property, "dateModified")) out.updated = DateOf(i);
    }
    if (!out.published) out.published = DateOfTimeElements();
    if (!out.published) out.published = DateInUrl(url_);
    if (!out.published) out.published = DateOfClasses();
    if (!out.published) out.published = DateNearHeadline();
  }

  // The machine's form, else the visible one.
  absl::optional<absl::Time> DateOf(int i) const {
    for (const char* attribute : {"datetime", "content", "title", "data-datetime"}) {
      const auto time = ParseDate(page_.Attribute(i, attribute));
      if (time && IsPlausibleDate(*time)) return time;
    }
    return FindDate(page_.Line(i));
  }

  absl::optional<absl::Time> DateOfTimeElements() const {
    for (bool strict : {true, false}) {
      for (int i = 0; i < page_.size(); ++i) {
        if (!page_.IsElement(i) || page_[i].tag != GUMBO_TAG_TIME || InComments(i)) continue;
        const bool marked =
            page_.HasAttribute(i, "pubdate") || HasName(page_, i, {"publish", "entry-date"});
        if (strict && !marked) continue;
        if (const auto time = DateOf(i)) return time;
      }
    }
    return absl::nullopt;
  }

  absl::optional<absl::Time> DateOfClasses() const {
    for (int i = 0; i < page_.size(); ++i) {
      if (!page_.IsElement(i) || page_[i].end - i > 40 || InComments(i)) continue;
      if (!HasName(page_, i,
                   {"date", "datum", "fecha", "publish", "posted", "time", "meta", "byline",
                    "dateline", "created", "info", "stand"}))
        continue;
      if (const auto time = DateOf(i)) return time;
    }
    return absl::nullopt;
  }

  int HeadlineBlock() const {
    for (size_t i = 0; i < blocks_.size(); ++i) {
      if (page_.Inside(blocks_[i].node, GUMBO_TAG_H1)) return static_cast<int>(i);
    }
    return 0;
  }

  // The short texts around the headline: first those behind it, then those before it.
  std::vector<const TextBlock*> NearHeadline() const {
    std::vector<const TextBlock*> near;
    const int size = static_cast<int>(blocks_.size());
    for (int i = headline_; i < std::min(size, headline_ + kBlocksNear); ++i)
      near.push_back(&blocks_[i]);
    for (int i = headline_ - 1; i >= std::max(0, headline_ - kBlocksNear / 2); --i)
      near.push_back(&blocks_[i]);
    return near;
  }

  absl::optional<absl::Time> DateNearHeadline() const {
    for (const TextBlock* block : NearHeadline()) {
      if (block->letters > kMaxBylineBytes) continue;
      if (const auto time = FindDate(block->text)) return time;
    }
    return absl::nullopt;
  }

  std::vector<std::string> BylineNearHeadline() const {
    for (const TextBlock* block : NearHeadline()) {
      if (block->letters > 2 * kMaxBylineBytes) continue;
      for (absl::string_view line : absl::StrSplit(block->text, '\n')) {
        if (static_cast<int>(line.size()) > kMaxBylineBytes) continue;
        std::vector<std::string> names = AuthorsInByline(line);
        if (!names.empty()) return names;
      }
    }
    return {};
  }

  const PageTree& page_;
  const std::vector<TextBlock>& blocks_;
  absl::string_view url_;
  int headline_;  // in blocks_
};

}  // namespace

PageMetadata ReadMarkup(const PageTree& page, const std::vector<TextBlock>& blocks,
                        absl::string_view url) {
  return MarkupReader(page, blocks, url).Read();
}

}  // namespace akin

#include "services/ingestion/parse/page/markup_authors.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/ingestion/parse/page/author_names.h"

namespace akin {
namespace {

// A by-line is short; what is longer is a paragraph about somebody.
constexpr size_t kMaxBylineBytes = 120;

// Pages that name more mean other articles'.
constexpr size_t kMaxElements = 4;

bool IsAuthorProperty(const PageMarkup& markup, int i) {
  return markup.HasToken(i, "itemprop", "author") || markup.HasToken(i, "itemprop", "creator");
}

bool IsAuthorLink(const PageMarkup& markup, int i) {
  return markup.page()[i].tag == GUMBO_TAG_A && markup.HasToken(i, "rel", "author");
}

bool IsByline(const PageMarkup& markup, int i) {
  return markup.IsNamed(i, {"byline", "author-name", "author_name", "authorname", "autor-name",
                            "article-author", "article__author", "post-author", "entry-author"});
}

// A link to a page about a person.
bool IsLinkToPerson(const PageMarkup& markup, int i) {
  if (markup.page()[i].tag != GUMBO_TAG_A) return false;
  const std::string href = absl::AsciiStrToLower(markup.page().Attribute(i, "href"));
  for (absl::string_view part :
       {"/author/", "/authors/", "/autor/", "/autoren/", "/auteur/", "/autore/", "/byline/",
        "/contributor", "/journalist", "/staff/", "/by/", "/redakt", "/profiles/"}) {
    if (absl::StrContains(href, part) && IsPersonName(markup.page().Line(i, kMaxBylineBytes)))
      return true;
  }
  return false;
}

bool IsAuthorElement(const PageMarkup& markup, int i) {
  return markup.IsNamed(i, {"author", "autor", "auteur", "firma", "writer", "verfasser"});
}

using Test = bool (*)(const PageMarkup&, int);

std::vector<std::string> NamesIn(const PageMarkup& markup, Test test, size_t max_elements) {
  const PageTree& page = markup.page();
  std::vector<std::string> found;
  for (int i = 0; i < page.size() && found.size() < max_elements; ++i) {
    if (!page.IsElement(i) || markup.IsAside(i) || !test(markup, i)) continue;
    std::string line = page.Line(i, kMaxBylineBytes);
    if (line.empty()) line = std::string(page.Attribute(i, "content"));
    if (!line.empty() && line.size() <= kMaxBylineBytes) found.push_back(std::move(line));
  }
  return CleanAuthors(found);
}

std::vector<std::string> NamesInLines(const TextBlock& block,
                                      std::vector<std::string> (*names_in)(absl::string_view)) {
  if (block.text.size() > 3 * kMaxBylineBytes) return {};
  for (absl::string_view line : absl::StrSplit(block.text, '\n')) {
    if (line.size() > kMaxBylineBytes) continue;
    std::vector<std::string> names = names_in(line);
    if (!names.empty()) return names;
  }
  return {};
}

std::vector<std::string> NamesInText(const PageMarkup& markup) {
  for (const TextBlock* block : markup.near_headline()) {
    std::vector<std::string> names = NamesInLines(*block, AuthorsInByline);
    if (!names.empty()) return names;
  }
  for (const TextBlock& block : markup.blocks()) {
    if (markup.IsAside(block.node)) continue;
    std::vector<std::string> names = NamesInLines(block, AuthorsBehindLabel);
    if (!names.empty()) return names;
  }
  return {};
}

}  // namespace

std::vector<std::string> FindAuthors(const PageMarkup& markup) {
  for (Test test : {IsAuthorProperty, IsAuthorLink, IsByline}) {
    std::vector<std::string> names = NamesIn(markup, test, kMaxElements);
    if (!names.empty()) return names;
  }
  std::vector<std::string> names = NamesIn(markup, IsAuthorElement, /*max_elements=*/1);
  if (names.empty()) names = NamesInText(markup);
  return names.empty() ? NamesIn(markup, IsLinkToPerson, /*max_elements=*/1) : names;
}

}  // namespace akin

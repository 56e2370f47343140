#include "services/web/pages/search_page.h"

#include <ctemplate/template.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/web/http/form.h"
#include "services/web/pages/card.h"
#include "services/web/pages/template.h"
#include "services/web/pages/texts.h"

namespace akin {
namespace {

using ctemplate::TemplateDictionary;
using search::v1::SearchArticlesResponse;

// The same search from its first page on.
SearchWish Begun(SearchWish wish) {
  wish.page.clear();
  return wish;
}

std::string NarrowedUrl(SearchWish wish, const Narrowing& narrowing) {
  wish.narrowing = narrowing;
  return SearchUrl(Begun(std::move(wish)));
}

std::string CountText(const SearchArticlesResponse& found) {
  constexpr int64_t kExact = 1000;
  const std::string about = found.total_size() > kExact ? "About " : "";
  return absl::StrCat(about, Counted(found.total_size(), "article", "articles"));
}

void AddCorrection(const SearchWish& wish, const SearchArticlesResponse& found,
                   TemplateDictionary& values) {
  if (!found.corrected_query().empty()) {
    SearchWish other = Begun(wish);
    other.query = found.corrected_query();
    values.SetValue("CORRECTED_URL", SearchUrl(other));
    values.SetValueAndShowSection("CORRECTED", found.corrected_query(), "CORRECTED_PART");
  }
  if (found.relaxed())
    values.SetValueAndShowSection("RELAXED",
                                  absl::StrCat("No article has all of it; these are without ",
                                               absl::StrJoin(found.left_out(), ", ")),
                                  "RELAXED_PART");
}

void AddChoice(const SearchWish& wish, const std::string& key, const std::string& value,
               const std::string& name, TemplateDictionary& values) {
  if (value.empty()) return;
  values.ShowSection("CHOICES_PART");
  TemplateDictionary& choice = *values.AddSectionDictionary("CHOICE");
  choice.SetValue("CHOICE_NAME", name);
  choice.SetValue("CHOICE_URL", NarrowedUrl(wish, With(wish.narrowing, key, "")));
}

void AddChoices(const SearchWish& wish, TemplateDictionary& values) {
  const Narrowing& by = wish.narrowing;
  AddChoice(wish, "source", by.source, by.source, values);
  AddChoice(wish, "language", by.language, LanguageName(by.language), values);
  AddChoice(wish, "category", by.category, by.category, values);
}

void AddTip(TemplateDictionary& values, const std::string& text, const std::string& url = "",
            const std::string& name = "") {
  TemplateDictionary& tip = *values.AddSectionDictionary("TIP");
  tip.SetValue("TIP_TEXT", text);
  tip.SetValue("TIP_URL", url);
  tip.SetValueAndShowSection("TIP_NAME", name, "TIP_LINK");
}

// What to try where nothing was found.
void AddTips(const SearchWish& wish, TemplateDictionary& values) {
  values.ShowSection("EMPTY_PART");
  if (!wish.narrowing.empty())
    AddTip(values, "Look in all sources and languages:", NarrowedUrl(wish, {}),
           wish.query.empty() ? "everything" : wish.query);
  AddTip(values, "Use fewer words, or others for the same thing.");
  AddTip(values, "Begin a word and end it with a star: quak*");
  AddTip(values, "See what is new on the", "/", "front page");
}

void AddPages(const SearchWish& wish, const SearchArticlesResponse& found,
              TemplateDictionary& values) {
  SearchWish next = wish;
  next.page = found.next_page_token();
  if (!wish.page.empty() || !next.page.empty()) values.ShowSection("PAGES_PART");
  if (!wish.page.empty())
    values.SetValueAndShowSection("FIRST_URL", SearchUrl(Begun(wish)), "FIRST_PART");
  if (!next.page.empty()) values.SetValueAndShowSection("NEXT_URL", SearchUrl(next), "NEXT_PART");
}

void AddOrders(const SearchWish& wish, TemplateDictionary& values) {
  const auto url = [&](const char* key) {
    SearchWish other = Begun(wish);
    other.order = key;
    return SearchUrl(other);
  };
  AddModes(SearchOrders(), wish.order, url, values);
}

std::string Heading(const SearchWish& wish) {
  if (!wish.query.empty()) return wish.query;
  return wish.narrowing.source.empty() ? "All articles" : wish.narrowing.source;
}

}  // namespace

const std::vector<OrderChoice>& SearchOrders() {
  static const auto& orders = *new std::vector<OrderChoice>{
      {"", "Best match", search::v1::SEARCH_ORDER_UNSPECIFIED},
      {"time", "Newest", search::v1::SEARCH_ORDER_TIME},
      {"recent", "Best of late", search::v1::SEARCH_ORDER_RELEVANCE_WITH_RECENCY},
  };
  return orders;
}

std::string SearchUrl(const SearchWish& wish, const std::string& path) {
  return absl::StrCat(path, QueryOf({{"q", wish.query},
                                     {"source", wish.narrowing.source},
                                     {"language", wish.narrowing.language},
                                     {"category", wish.narrowing.category},
                                     {"order", wish.order},
                                     {"every", wish.every_article ? "1" : ""},
                                     {"page", wish.page}}));
}

Page SearchPage(const PageContext& context, const SearchWish& wish,
                const SearchArticlesResponse& found) {
  TemplateDictionary values("search");
  values.SetValue("HEADING", Heading(wish));
  values.SetValue("COUNT_TEXT", CountText(found));
  AddCorrection(wish, found, values);
  AddChoices(wish, values);
  AddOrders(wish, values);
  if (found.hits().empty()) AddTips(wish, values);
  for (const search::v1::SearchHit& hit : found.hits())
    AddFoundCard(context, hit, *values.AddSectionDictionary("ITEM"));
  AddPages(wish, found, values);
  AddFacets(
      found.facets(), wish.narrowing,
      [&](const Narrowing& narrowing) { return NarrowedUrl(wish, narrowing); }, values);
  return {.title = absl::StrCat(Heading(wish), ": search"),
          .body = Expand("search", values),
          .query = wish.query,
          .atom_url = SearchUrl(Begun(wish), "/search.atom"),
          .json_feed_url = SearchUrl(Begun(wish), "/search.json"),
          .no_index = true};
}

}  // namespace akin

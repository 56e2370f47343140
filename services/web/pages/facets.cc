#include "services/web/pages/facets.h"

#include <ctemplate/template.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/text/language.h"
#include "services/web/pages/template.h"
#include "services/web/pages/texts.h"

namespace akin {
namespace {

using ctemplate::TemplateDictionary;

// The key of a facet's field, and its name on pages; empty for those that narrow nothing here.
std::pair<std::string, std::string> FacetNames(search::v1::FacetField field) {
  switch (field) {
    case search::v1::FACET_FIELD_SOURCE:
      return {"source", "Sources"};
    case search::v1::FACET_FIELD_LANGUAGE:
      return {"language", "Languages"};
    case search::v1::FACET_FIELD_CATEGORY:
      return {"category", "Subjects"};
    default:
      return {};
  }
}

std::string* FieldOf(Narrowing& narrowing, absl::string_view key) {
  if (key == "source") return &narrowing.source;
  return key == "language" ? &narrowing.language : &narrowing.category;
}

void AddValue(const std::string& key, const search::v1::FacetValue& facet, const Narrowing& chosen,
              const std::function<std::string(const Narrowing&)>& url,
              TemplateDictionary& section) {
  Narrowing now = chosen;
  const std::string value = key == "source" ? IdOf(facet.value()) : facet.value();
  const bool is_chosen = *FieldOf(now, key) == value;
  TemplateDictionary& item = *section.AddSectionDictionary("VALUE");
  item.SetValue("VALUE_URL", url(With(chosen, key, is_chosen ? "" : value)));
  item.SetValue("VALUE_NAME", key == "language" ? LanguageName(value) : value);
  item.SetIntValue("COUNT", facet.count());
  if (is_chosen) item.ShowSection("CHOSEN");
}

std::string Quoted(absl::string_view value) {
  return absl::StrReplaceAll(value, {{"\\", "\\\\"}, {"\"", "\\\""}, {"*", "\\*"}});
}

std::string Equals(absl::string_view field, absl::string_view value) {
  return absl::StrCat(field, " = \"", Quoted(value), "\"");
}

// A reader chooses "German", not that of one country.
search::v1::Facet ByLanguageAlone(const search::v1::Facet& facet) {
  search::v1::Facet merged;
  merged.set_field(facet.field());
  for (const search::v1::FacetValue& value : facet.values()) {
    const std::string language(PrimaryLanguage(value.value()));
    const auto known =
        std::find_if(merged.mutable_values()->begin(), merged.mutable_values()->end(),
                     [&](const auto& one) { return one.value() == language; });
    search::v1::FacetValue& sum =
        known == merged.mutable_values()->end() ? *merged.add_values() : *known;
    sum.set_value(language);
    sum.set_count(sum.count() + value.count());
  }
  return merged;
}

}  // namespace

std::string Narrowing::Filter() const {
  std::vector<std::string> terms;
  if (!source.empty()) terms.push_back(Equals("source", source));
  if (!language.empty())
    terms.push_back(absl::StrCat("(", Equals("language", language), " OR language = \"",
                                 Quoted(language), "-*\")"));
  if (!category.empty()) terms.push_back(Equals("categories", category));
  return absl::StrJoin(terms, " AND ");
}

Narrowing With(Narrowing narrowing, const std::string& key, const std::string& value) {
  *FieldOf(narrowing, key) = value;
  return narrowing;
}

void AddFacets(const google::protobuf::RepeatedPtrField<search::v1::Facet>& facets,
               const Narrowing& chosen, const std::function<std::string(const Narrowing&)>& url,
               TemplateDictionary& values) {
  TemplateDictionary& aside = Include(values, "FACETS", "facets");
  for (const search::v1::Facet& facet : facets) {
    const auto [key, name] = FacetNames(facet.field());
    if (key.empty() || facet.values().empty()) continue;
    TemplateDictionary& section = *aside.AddSectionDictionary("FACET");
    section.SetValue("FACET_NAME", name);
    const search::v1::Facet shown =
        facet.field() == search::v1::FACET_FIELD_LANGUAGE ? ByLanguageAlone(facet) : facet;
    for (const search::v1::FacetValue& value : shown.values())
      AddValue(key, value, chosen, url, section);
  }
}

}  // namespace akin

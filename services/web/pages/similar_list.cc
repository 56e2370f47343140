#include "services/web/pages/similar_list.h"

#include <ctemplate/template.h>

#include "absl/strings/str_cat.h"
#include "services/web/http/form.h"
#include "services/web/pages/card.h"
#include "services/web/pages/template.h"
#include "services/web/pages/texts.h"

namespace akin {
namespace {

using ctemplate::TemplateDictionary;
using recommendation::v1::ListSimilarArticlesResponse;

constexpr char kEmpty[] = "Nothing that has been published is similar enough.";
constexpr char kLate[] = "Similar News are not there yet.";

void AddNote(TemplateDictionary& values, const std::string& note) {
  values.SetValueAndShowSection("NOTE", note, "NOTE_PART");
}

void FillCards(const PageContext& context, const ListSimilarArticlesResponse& list,
               TemplateDictionary& values) {
  if (list.hits().empty()) return AddNote(values, kEmpty);
  values.ShowSection("CARDS");
  for (const recommendation::v1::SimilarHit& hit : list.hits())
    AddSimilarCard(context, hit, *values.AddSectionDictionary("ITEM"));
  if (list.seed_duplicate_count() > 0)
    values.SetValueAndShowSection(
        "COPIES",
        absl::StrCat("Also published, in nearly the same words: ",
                     Counted(list.seed_duplicate_count(), "copy", "copies"), " of this text."),
        "COPIES_PART");
}

void FillAbsence(const SimilarPlace& similar, TemplateDictionary& values) {
  AddNote(values, kLate);
  if (similar.fill_url.empty()) return;
  values.SetValueAndShowSection("FILL_URL", similar.fill_url, "FILL");
  values.SetValueAndShowSection("RETRY_URL", similar.page_url, "RETRY");
}

void FillList(const PageContext& context, const SimilarPlace& similar, TemplateDictionary& values) {
  if (!similar.page_url.empty()) {
    values.ShowSection("SWITCH_PART");
    const auto url = [&](const char* key) {
      return absl::StrCat(similar.page_url, QueryOf({{"recency", key}}), "#similar-news");
    };
    AddModes(RecencyModes(), similar.recency, url, values);
  }
  if (similar.list.ok())
    FillCards(context, *similar.list, values);
  else
    FillAbsence(similar, values);
}

}  // namespace

const std::vector<RecencyChoice>& RecencyModes() {
  static const auto& modes = *new std::vector<RecencyChoice>{
      {"", "Best match", recommendation::v1::RECENCY_MODE_BALANCED},
      {"latest", "Latest", recommendation::v1::RECENCY_MODE_LATEST},
      {"background", "Background", recommendation::v1::RECENCY_MODE_BACKGROUND},
      {"story", "Same story", recommendation::v1::RECENCY_MODE_SAME_STORY},
  };
  return modes;
}

void AddSimilarList(const PageContext& context, const SimilarPlace& similar,
                    TemplateDictionary& values) {
  FillList(context, similar, Include(values, "SIMILAR", "similar_list"));
}

std::string SimilarListAlone(const PageContext& context, const SimilarPlace& similar) {
  TemplateDictionary values("similar");
  FillList(context, similar, values);
  return Expand("similar_list", values);
}

}  // namespace akin

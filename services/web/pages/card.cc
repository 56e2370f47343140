#include "services/web/pages/card.h"

#include <ctemplate/template.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/web/http/form.h"
#include "services/web/pages/template.h"
#include "services/web/pages/texts.h"

namespace akin {
namespace {

using ctemplate::TemplateDictionary;
using google::protobuf::RepeatedPtrField;

void AddStretch(TemplateDictionary& card, const char* section, const char* kind,
                absl::string_view text) {
  if (text.empty()) return;
  card.AddSectionDictionary(section)->AddSectionDictionary(kind)->SetValue("TEXT",
                                                                           std::string(text));
}

// `text` as stretches that are marked and others; what lies outside the text is passed over.
void AddMarked(TemplateDictionary& card, const char* section, absl::string_view text,
               const RepeatedPtrField<search::v1::Highlight>& highlights) {
  size_t at = 0;
  for (const search::v1::Highlight& highlight : highlights) {
    const size_t start = std::max<size_t>(at, std::max(0, highlight.start()));
    const size_t end = std::min<size_t>(text.size(), std::max(0, highlight.end()));
    if (start >= end) continue;
    AddStretch(card, section, "PLAIN", text.substr(at, start - at));
    AddStretch(card, section, "MARKED", text.substr(start, end - start));
    at = end;
  }
  AddStretch(card, section, "PLAIN", text.substr(at));
}

void AddText(TemplateDictionary& card, absl::string_view text,
             const RepeatedPtrField<search::v1::Highlight>& highlights) {
  if (text.empty()) return;
  card.ShowSection("TEXT_PART");
  AddMarked(card, "EXTRACT", text, highlights);
}

TemplateDictionary& NewCard(const PageContext& context, const news::v1::Article& article,
                            TemplateDictionary& item) {
  TemplateDictionary& card = Include(item, "CARD", "card");
  card.SetValue("URL", ArticleUrl(article.name()));
  card.SetValue("LANG", LangOf(article.language()));
  card.SetValue("DIR", DirectionOf(article.language()));
  card.SetValue("SOURCE", IdOf(article.source()));
  card.SetValue("SOURCE_URL", SourceUrl(article.source()));
  card.SetValue("MACHINE_TIME", MachineTime(TimeOf(article)));
  card.SetValueAndShowSection("TIME", ShortTimeText(TimeOf(article), context.now, context.zone),
                              "TIME_PART");
  if (article.language() != "en" && !LangOf(article.language()).empty())
    card.SetValueAndShowSection("LANGUAGE", LanguageName(article.language()), "LANGUAGE_PART");
  return card;
}

std::string AlsoText(const recommendation::v1::SimilarHit& hit) {
  const std::string more = absl::StrCat("Stands for ", hit.duplicate_count(), " more");
  return hit.also_reported_by().empty() ? more : "Also reported by ";
}

void AddAlso(TemplateDictionary& card, const recommendation::v1::SimilarHit& hit) {
  if (hit.duplicate_count() <= 0) return;
  card.SetValueAndShowSection("ALSO", AlsoText(hit), "ALSO_PART");
  for (int i = 0; i < hit.also_reported_by_size(); ++i) {
    TemplateDictionary& source = *card.AddSectionDictionary("ALSO_SOURCE");
    source.SetValue("ALSO_SEPARATOR", i == 0 ? "" : ", ");
    source.SetValue("ALSO_NAME", IdOf(hit.also_reported_by(i)));
    source.SetValue("ALSO_URL", SourceUrl(hit.also_reported_by(i)));
  }
}

void AddReasons(TemplateDictionary& card, const recommendation::v1::SimilarHit& hit) {
  if (hit.reasons().empty()) return;
  card.ShowSection("REASONS_PART");
  for (const recommendation::v1::Reason& reason : hit.reasons())
    card.AddSectionDictionary("REASON")->SetValue("REASON_TEXT", ReasonWords(reason));
}

}  // namespace

std::string ArticleUrl(absl::string_view name) {
  return absl::StrCat("/articles/", PercentEncoded(IdOf(name)));
}

std::string StoryUrl(absl::string_view name) {
  return absl::StrCat("/stories/", PercentEncoded(IdOf(name)));
}

std::string SourceUrl(absl::string_view name) {
  return absl::StrCat("/search", QueryOf({{"source", IdOf(name)}}));
}

void AddCard(const PageContext& context, const news::v1::Article& article, bool with_summary,
             TemplateDictionary& item) {
  TemplateDictionary& card = NewCard(context, article, item);
  AddMarked(card, "HEADLINE", article.headline(), {});
  if (with_summary) AddText(card, article.summary(), {});
}

void AddSimilarCard(const PageContext& context, const recommendation::v1::SimilarHit& hit,
                    TemplateDictionary& item) {
  TemplateDictionary& card = NewCard(context, hit.article(), item);
  AddMarked(card, "HEADLINE", hit.article().headline(), {});
  card.SetValueAndShowSection("RELATION", RelationName(hit.relation()), "RELATION_PART");
  AddReasons(card, hit);
  AddAlso(card, hit);
}

void AddFoundCard(const PageContext& context, const search::v1::SearchHit& hit,
                  TemplateDictionary& item) {
  TemplateDictionary& card = NewCard(context, hit.article(), item);
  AddMarked(card, "HEADLINE", hit.article().headline(), hit.headline_highlights());
  AddText(card, hit.snippet().text(), hit.snippet().highlights());
  if (hit.story_count() > 1) {
    card.SetValue("STORY_URL", StoryUrl(hit.article().story()));
    card.SetValueAndShowSection(
        "STORY_TEXT",
        absl::StrCat("The story: ", Counted(hit.story_count(), "report", "reports"), " match"),
        "STORY_PART");
  }
}

}  // namespace akin

#include "services/web/pages/template.h"

#include <ctemplate/template.h>

#include <cstdlib>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "services/web/pages/assets.h"

namespace akin {
namespace {

using ctemplate::STRIP_BLANK_LINES;
using ctemplate::TemplateCache;
using ctemplate::TemplateDictionary;

// One that is wrong is a mistake in the program, and no page would be whole.
void LoadTemplate(const Asset& asset, TemplateCache& cache) {
  const std::string name(asset.name);
  if (cache.StringToTemplateCache(name, asset.content.data(), asset.content.size(),
                                  STRIP_BLANK_LINES))
    return;
  Log(Severity::kError, "a template cannot be read", {{"template", name}});
  std::abort();
}

const TemplateCache* LoadTemplates() {
  auto* const cache = new TemplateCache();
  for (const Asset& asset : AllAssets()) {
    if (absl::EndsWith(asset.name, ".tpl")) LoadTemplate(asset, *cache);
  }
  cache->Freeze();
  TemplateDictionary::SetGlobalValue("STYLE_URL", AssetUrl("style.css"));
  TemplateDictionary::SetGlobalValue("SCRIPT_URL", AssetUrl("akin.js"));
  TemplateDictionary::SetGlobalValue("ICON_URL", AssetUrl("icon.svg"));
  return cache;
}

}  // namespace

std::string Expand(const std::string& name, const TemplateDictionary& values) {
  static const TemplateCache& cache = *LoadTemplates();
  std::string out;
  cache.ExpandNoLoad(absl::StrCat(name, ".tpl"), STRIP_BLANK_LINES, &values, nullptr, &out);
  return out;
}

TemplateDictionary& Include(TemplateDictionary& parent, const std::string& variable,
                            const std::string& name) {
  TemplateDictionary& child = *parent.AddIncludeDictionary(variable);
  child.SetFilename(absl::StrCat(name, ".tpl"));
  return child;
}

}  // namespace akin

#ifndef AKIN_SERVICES_WEB_PAGES_MODES_H_
#define AKIN_SERVICES_WEB_PAGES_MODES_H_

#include <ctemplate/template.h>

#include <vector>

#include "absl/strings/string_view.h"

namespace akin {

// One of several ways to see a list, as it stands in an address ("latest") and on the page.
template <typename Value>
struct Mode {
  const char* key;
  const char* name;
  Value value;
};

// The mode of a key; the first one for any other.
template <typename Value>
const Mode<Value>& FindMode(const std::vector<Mode<Value>>& modes, absl::string_view key) {
  for (const Mode<Value>& mode : modes) {
    if (key == mode.key) return mode;
  }
  return modes.front();
}

// A choice of modes, {{#MODE}}, as links that `url` makes of a key.
template <typename Value, typename Url>
void AddModes(const std::vector<Mode<Value>>& modes, absl::string_view chosen, const Url& url,
              ctemplate::TemplateDictionary& values) {
  for (const Mode<Value>& mode : modes) {
    auto& item = *values.AddSectionDictionary("MODE");
    item.SetValue("MODE_NAME", mode.name);
    item.SetValue("MODE_VALUE", mode.key);
    item.SetValue("MODE_URL", url(mode.key));
    if (FindMode(modes, chosen).key == mode.key) item.ShowSection("CHOSEN");
  }
}

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_MODES_H_

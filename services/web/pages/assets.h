#ifndef AKIN_SERVICES_WEB_PAGES_ASSETS_H_
#define AKIN_SERVICES_WEB_PAGES_ASSETS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace akin {

// A file of assets/, built into the program.
struct Asset {
  absl::string_view name;  // "style.css"
  absl::string_view content;
};

// All of them. Made at build time by assets/embed.cmake.
const std::vector<Asset>& AllAssets();

// "" if there is none.
absl::string_view AssetContent(absl::string_view name);

// Where it is served, "/assets/style.1f2e3d4c.css": another content has another address, so that it
// may be kept for good.
std::string AssetUrl(absl::string_view name);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_ASSETS_H_

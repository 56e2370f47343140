#include "services/web/pages/assets.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/text/fingerprint.h"

namespace akin {

absl::string_view AssetContent(absl::string_view name) {
  for (const Asset& asset : AllAssets()) {
    if (asset.name == name) return asset.content;
  }
  return "";
}

std::string AssetUrl(absl::string_view name) {
  const size_t dot = name.rfind('.');
  const uint32_t version = static_cast<uint32_t>(FingerprintText(AssetContent(name)));
  return absl::StrCat("/assets/", name.substr(0, dot), absl::StrFormat(".%08x", version),
                      name.substr(dot));
}

}  // namespace akin

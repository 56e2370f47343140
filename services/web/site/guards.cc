#include "services/web/site/guards.h"

#include <utility>

namespace akin {
namespace {

constexpr std::pair<const char*, const char*> kGuards[] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
     "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
};

}  // namespace

void AddGuards(HttpResponse& response) {
  for (const auto& [name, value] : kGuards) {
    if (FieldOf(response.headers, name).empty()) response.headers.emplace_back(name, value);
  }
}

}  // namespace akin

#ifndef AKIN_SERVICES_WEB_PAGES_FACETS_H_
#define AKIN_SERVICES_WEB_PAGES_FACETS_H_

#include <functional>
#include <string>

#include "akin/search/v1/search_service.pb.h"
#include "google/protobuf/repeated_field.h"

namespace ctemplate {
class TemplateDictionary;
}

namespace akin {

// What narrows a list: the keys in an address, and what they are set to.
struct Narrowing {
  std::string source;
  std::string language;
  std::string category;

  bool empty() const { return source.empty() && language.empty() && category.empty(); }
  // In AIP-160, as all services take it.
  std::string Filter() const;
};

// The same with one more: `key` is "source", "language" or "category"; an empty value takes it
// away.
Narrowing With(Narrowing narrowing, const std::string& key, const std::string& value);

// Facets as links, {{>FACETS}}; `url` makes an address of a narrowing. A value that is chosen
// leads back.
void AddFacets(const google::protobuf::RepeatedPtrField<search::v1::Facet>& facets,
               const Narrowing& chosen, const std::function<std::string(const Narrowing&)>& url,
               ctemplate::TemplateDictionary& values);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_FACETS_H_

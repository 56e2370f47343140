#ifndef AKIN_SERVICES_WEB_PAGES_TEMPLATE_H_
#define AKIN_SERVICES_WEB_PAGES_TEMPLATE_H_

#include <string>

namespace ctemplate {
class TemplateDictionary;
}

namespace akin {

// What a template, assets/NAME.tpl, makes of a dictionary. Every value is escaped for the place
// where it stands (text, attribute, address), since every template says AUTOESCAPE. Thread-safe.
std::string Expand(const std::string& name, const ctemplate::TemplateDictionary& values);

// A dictionary for {{>`variable`}} in the template of `parent`, filled from assets/NAME.tpl.
ctemplate::TemplateDictionary& Include(ctemplate::TemplateDictionary& parent,
                                       const std::string& variable, const std::string& name);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_TEMPLATE_H_

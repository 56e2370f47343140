#ifndef AKIN_SERVICES_STORAGE_DOMAIN_URL_MATCH_H_
#define AKIN_SERVICES_STORAGE_DOMAIN_URL_MATCH_H_

#include "services/storage/domain/article_record.h"

namespace akin {

// Of articles that one address or id finds, whether `a` answers rather than `b`. What the address's
// own host has published comes first, be it withdrawn: nobody else's article can stand in its
// place. Then those that are served, then the newest content.
bool IsBetterMatch(const ArticleRecord& a, const ArticleRecord& b);

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_DOMAIN_URL_MATCH_H_

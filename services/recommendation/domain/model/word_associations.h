#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_WORD_ASSOCIATIONS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_WORD_ASSOCIATIONS_H_

#include <cstdint>
#include <vector>

#include "services/recommendation/domain/model/singular_vectors.h"

namespace akin {

// A direction for each word: words that keep the same company point the same way, whether or not
// they ever appear together. Positive pointwise mutual information of appearing in one article,
// factorised; Levy, Goldberg and Dagan (2015).
//
// `documents` hold word numbers below seeds.size(), without repetitions. Rows have unit length, or
// are zero where nothing is known.
Matrix WordAssociations(const std::vector<std::vector<uint32_t>>& documents,
                        const std::vector<uint64_t>& seeds, size_t dimensions);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_WORD_ASSOCIATIONS_H_

#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_WEIGHTED_ROWS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_WEIGHTED_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace akin {

// A row of a table, and how often it counts.
struct WeightedRow {
  const int16_t* values;
  int16_t weight;
};

// Writes to `sums` the sums over rows of weight times value, by column, exactly; each must fit.
// A restart does this for a hundred rows of each article, so it is done by the widest instructions
// that this processor has.
void SumWeightedRows(const std::vector<WeightedRow>& rows, size_t columns, int32_t* sums);

// Every way in which it may be done here, the portable one first; for tests.
using SumWeightedRowsFunction = void (*)(const std::vector<WeightedRow>&, size_t, int32_t*);
std::vector<SumWeightedRowsFunction> SumWeightedRowsVariants();

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_WEIGHTED_ROWS_H_

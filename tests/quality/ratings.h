#ifndef AKIN_TESTS_QUALITY_RATINGS_H_
#define AKIN_TESTS_QUALITY_RATINGS_H_

#include <istream>
#include <string>
#include <vector>

// What people say of how alike two articles are, and how well scores agree with it: pure functions.
namespace akin {

struct Rating {
  std::string article;
  std::string other;
  double rating = 0;  // On any scale, the more the more alike.
};

// One rating a line: two ids and a number, with tabs between; other lines are passed over, such as
// one of titles.
std::vector<Rating> ReadRatings(std::istream& in);

// Correlation of two lists of equal length, from -1 to 1; 0 where one of them does not vary.
double Pearson(const std::vector<double>& x, const std::vector<double>& y);
// The same of ranks; equal values share the mean of theirs.
double Spearman(const std::vector<double>& x, const std::vector<double>& y);

}  // namespace akin

#endif  // AKIN_TESTS_QUALITY_RATINGS_H_

#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_SIMILAR_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_SIMILAR_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/variant.h"
#include "services/recommendation/domain/text/document.h"

// The question "what is like this?" and its answer, as plain values.
namespace akin {

enum class RecencyMode {
  kOff,         // Time plays no part.
  kBalanced,    // Similarity first; of equally similar articles the newer one.
  kLatest,      // Newest first among what is similar enough.
  kBackground,  // Only what is older than the seed.
  kSameStory,   // Only the seed's story, its near-duplicates excepted.
};

enum class Relation { kUnspecified, kSameStory, kFollowUp, kBackground, kSameTopic };

enum class ReasonType {
  kNearDuplicate,    // The texts share most of their phrases.
  kSameStory,        // Both are in one story.
  kSharedNames,      // People, places, organisations in both.
  kSharedRareTerms,  // Words in both that few other articles use.
  kSharedTitleWords,
  kSharedNumbers,
  kCloseInTime,
  kSameSubject,  // Alike in subject, through what their neighbours are about.
};

struct Reason {
  ReasonType type;
  std::vector<std::string> terms;  // As written, heaviest first; may be empty.
  double weight = 0;               // Share of the evidence, 0..1. Reasons come heaviest first.
};

struct SimilarOptions {
  int k = 10;  // 1 to 1,000.
  RecencyMode recency = RecencyMode::kBalanced;
  bool collapse_stories = true;  // One article per story. Off: a copy of the seed is rank 1.
  bool diversify = true;         // Soft: moves articles that say the same as an earlier hit down.
  int per_source_cap = 3;        // Soft: further articles of a source come after others. 0: off.
  double min_similarity = 0.11;  // Hits are at least this similar. 0: off.
  // Scores every article that shares a word with a seed: slow; what quick retrieval is measured by.
  bool exhaustive = false;
  absl::Time now = absl::InfinitePast();  // The commit time of the revision served at.
};

// A stored article's id, or an article that is not stored.
using Seed = absl::variant<std::string, Document>;

struct Proposal {
  std::string id;               // Unknown ones are ignored.
  bool any_similarity = false;  // Listed even below the floor.
};

struct SimilarRequest {
  std::vector<Seed> seeds;      // At least one. Several are averaged.
  std::vector<Seed> negatives;  // "Not like these": lowers what resembles them.
  std::vector<std::string> excluded_ids;
  // Ids that are scored like our own candidates, as far as these are looked at.
  std::vector<std::string> extra_candidates;
  // What other sources (plug-ins) propose: scored whatever else is found, and arranged with it.
  std::vector<Proposal> proposals;
  // Nothing else is looked for: they are compared with the seeds, and arranged among themselves.
  bool only_proposals = false;
  DocFilter filter;  // Null: everything.
  SimilarOptions options;
};

// Every feature of a pair, all in 0..1 unless said otherwise.
struct PairFeatures {
  double lexical_cosine = 0;
  double text_cosine = 0;      // The same, words that no other article has counting against it.
  double own_cosine = 0;       // The same, without the words of a form that a source fills in.
  double smoothed_cosine = 0;  // After both were smoothed by their nearest neighbours.
  double semantic_cosine = 0;
  double title_cosine = 0;
  double name_overlap = 0;
  double number_overlap = 0;
  double number_conflict = 0;      // Share of the title's numbers that the other text contradicts.
  double shingle_containment = 0;  // Of the shorter text's phrases, common ones weighing less.
  double shared_phrases = 0;       // The same, all phrases weighing alike.
  double strange_words = 0;        // Of title and names, not in the other text; the mean of both.
  double strange_numbers = 0;      // Of numbers, not in the other text, of who has fewer.
  double length_ratio = 0;         // Shorter over longer.
  double brevity = 0;              // 1 where both are a sentence or two, 0 where one is longer.
  double hours_apart = -1;         // -1: unknown for one of them.
  bool same_language = false;
  bool same_source = false;
  bool same_story = false;
};

struct Hit {
  std::string id;
  int64_t revision = 0;
  double similarity = 0;       // 0..1, calibrated.
  double duplicate_score = 0;  // 0..1; kDuplicateThreshold and above is a near-duplicate.
  Relation relation = Relation::kUnspecified;
  std::vector<Reason> reasons;
  PairFeatures features;  // With the seed that it is most like.
  std::string story;
  int duplicate_count = 0;  // Other articles of this hit's story that it stands for.
  std::vector<std::string> also_reported_by;  // Their sources, distinct, sorted.
};

struct SimilarResult {
  std::vector<Hit> hits;
  // A filter was given and fewer than k articles that pass it are similar enough.
  bool filter_exhausted = false;
  int seed_duplicate_count = 0;  // Near-duplicates of the seed; with collapsing they are no hits.
  std::string model_version;     // SimilarityEngine::ModelVersion() as of this answer.
};

struct Explanation {
  PairFeatures features;
  double similarity = 0;
  double duplicate_score = 0;
  Relation relation = Relation::kUnspecified;
  std::vector<Reason> reasons;
  bool shown = false;                // Among the first k of a's answer with these options.
  int rank = 0;                      // From 1 when shown.
  std::vector<std::string> why_not;  // When not shown: each cause in words, the first one decisive.
  std::string model_version;         // As in SimilarResult.
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_SIMILAR_H_

#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_WEIGHTS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_WEIGHTS_H_

#include <cstddef>

// Every number that was fitted, in one place. Fitted on the development sets with
// tests/quality/engine_eval; one configuration for all sets and languages.
namespace akin {

// --- Similarity.

// Share of the subject in the joint vector of words and subject.
inline constexpr double kSemanticShare = 0.23;
// Share of word associations in the subject; the rest is latent semantics.
inline constexpr double kAssociationShare = 0.35;
// A smoothed vector is the article's own plus this much of the mean of its nearest neighbours.
inline constexpr double kSmoothing = 1.0;
inline constexpr size_t kSmoothingNeighbours = 8;
// Among fewer articles of the language smoothing is weaker in proportion.
inline constexpr double kArticlesToSmooth = 200;
// Neighbours weigh by this power of their similarity; what is nearer than this is a copy.
inline constexpr double kNearnessPower = 2.0;
// Where all neighbours together weigh no more than this, they are too far to speak for an article.
inline constexpr double kLeastNearness = 0.01;
inline constexpr double kCopyAmongNeighbours = 0.95;
// The smoothed cosine, made a similarity: 0 at kCosineOfNothing, 1 at 1, and between them a power.
// People rate most pairs as having nothing in common and few as much: a similarity that is a little
// steeper than linear agrees with them, one that lifts the middle (power 0.6) does not.
inline constexpr double kCosineOfNothing = 0.03;
inline constexpr double kCosinePower = 1.3;
// Below this share of words that other articles have too, a likeness counts less.
inline constexpr double kKnownShareOfTrust = 0.25;
// The floor also wants this much in common in words alone: below it, the subject and the neighbours
// of both are guesses. In a small corpus common words look rare, so it wants more: up to the second
// number at a hundred articles or fewer, the first from two thousand on.
inline constexpr double kLeastLexicalCosine = 0.09;
inline constexpr double kLeastLexicalCosineOfFew = 0.12;
// What resembles a "not like this" loses so much of that resemblance.
inline constexpr double kNegativeWeight = 0.5;

// --- Duplicates.

// A shingle that n articles have weighs 1 / (1 + (n / kCommonShingle)^2).
inline constexpr double kCommonShingle = 12;
// Share of shingle containment in the duplicate score; the rest is the lexical cosine's.
inline constexpr double kContainmentShare = 0.5;
// At this mean of the two, the score is 0.5.
inline constexpr double kDuplicateMean = 0.45;
inline constexpr double kDuplicateThreshold = 0.5;
// What repeats so much of the seed is no news to its reader, and so no hit. A rewrite that is less
// of a copy is one more report of the story.
inline constexpr double kSeedDuplicateScore = 0.7;
// A plain copy, which comes first in every order that does not leave it out.
inline constexpr double kCopyScore = 0.9;

// --- Forms of a source: what it puts into many of its stories.

// Two articles that share at least this much of the phrases may share a form.
inline constexpr double kLeastFormShare = 0.2;
// Where no more than this of both is left without the form, both are one text.
inline constexpr double kLeastOwnShare = 0.1;
// Of words of titles and names, and of numbers, more than this differs where a form is filled in.
inline constexpr double kStrangeInForms = 0.3;
// Similarity heeds a form where shared phrases are between these, the more the nearer to the
// second.
inline constexpr double kFormPhrasesFrom = 0.4;
inline constexpr double kFormPhrasesTo = 0.6;
// A likeness of which less than this share is left without the form then counts less in proportion.
inline constexpr double kOwnShareOfTrust = 0.5;

// --- Stories.

// Two articles report one event with probability 1 / (1 + exp(-x)), x = the sum of these.
inline constexpr double kEventBias = -6.3;
inline constexpr double kEventLexical = 12.9;
inline constexpr double kEventTitle = 2.7;
inline constexpr double kEventNames = 2.7;
inline constexpr double kEventNumbers = 1.4;
inline constexpr double kEventContainment = 3.2;
inline constexpr double kEventNumberConflict = -0.7;
// Reports of a sentence or two have little room for words in common: of so many words, and from the
// second number on no longer.
inline constexpr double kEventBrief = 1.5;
// But none for other numbers.
inline constexpr double kEventBriefNumbers = -4.5;
inline constexpr double kBrief = 30;
inline constexpr double kNotBrief = 60;
// Where names cannot be told by their capital letters, this much of the words of the title that the
// other text has counts as names.
inline constexpr double kEventTitleAsNames = 0.6;
// One headline over texts that have little in common, as of columns: from this likeness on.
inline constexpr double kEventTitleOnly = -5.0;
inline constexpr double kEventLikeTitle = 0.75;
// Names and numbers that differ speak against one event, the more so the more phrases are shared
// beyond these; and for each doubling of the distance in time beyond so many hours.
inline constexpr double kEventFormPhrases = 0.3;
inline constexpr double kEventFormWords = -17.0;
inline constexpr double kEventFormNumbers = -14.0;
inline constexpr double kEventFormHours = 6;
inline constexpr double kEventFormPerDoubling = -8.0;
// For each doubling of the distance in time beyond two days.
inline constexpr double kEventPerDoubling = -1.5;
// The best links into a story, at most so many, must be this likely on average.
inline constexpr int kStorySupport = 3;
inline constexpr double kStoryMeanLink = 0.35;
// Two stories are one when both are supported like this.
inline constexpr double kMergeLink = 0.8;

// --- Arranging.

// BALANCED leaves an old article this much of its similarity; half of the rest is gone after so
// many days.
inline constexpr double kOldestFactor = 0.85;
inline constexpr double kFreshnessHalfLifeDays = 5;
// LATEST orders by time what has at least this share of the best similarity.
inline constexpr double kLatestShareOfBest = 0.5;
// An article with this duplicate score to an earlier hit repeats it.
inline constexpr double kRepetitionScore = 0.3;

// --- Relations and reasons.

// Not one event, but about the same people and things: a follow-up or background. Either the texts
// nearly pass for one event, or they share this much of the names and of the subject.
inline constexpr double kRelatedEventScore = 0.15;
inline constexpr double kRelatedNames = 0.3;
inline constexpr double kRelatedCosine = 0.25;
// 1 + ln of how many times rarer than everywhere a rare word is.
inline constexpr double kRareIdf = 4.0;
inline constexpr double kNumberReasonWeight = 0.3;
inline constexpr double kCloseInTimeHours = 24;
inline constexpr double kCloseInTimeWeight = 0.1;
inline constexpr double kLeastReasonWeight = 0.05;

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_WEIGHTS_H_

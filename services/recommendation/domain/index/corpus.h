#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_CORPUS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_CORPUS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/text/fingerprint.h"
#include "services/recommendation/domain/index/article_record.h"
#include "services/recommendation/domain/index/postings.h"
#include "services/recommendation/domain/index/shingle_counts.h"
#include "services/recommendation/domain/index/source_counts.h"
#include "services/recommendation/domain/index/vocabulary.h"
#include "services/recommendation/domain/model/semantic_model.h"
#include "services/recommendation/domain/model/semantic_table.h"
#include "services/recommendation/domain/tables/jobs.h"
#include "services/recommendation/domain/tables/memory_use.h"
#include "services/recommendation/domain/tables/paged_vector.h"
#include "services/recommendation/domain/tables/record_arena.h"
#include "services/recommendation/domain/tables/string_pool.h"
#include "services/recommendation/domain/text/analysis.h"
#include "services/recommendation/domain/text/document.h"
#include "services/recommendation/domain/text/shingle_sketch.h"

namespace akin {

// An article's place in a Corpus; not used again after its removal or replacement.
using ArticleIndex = uint32_t;
inline constexpr ArticleIndex kNoArticle = ~ArticleIndex{0};

// An article in the terms of one corpus, unpacked. Its views are of the corpus, or of the analysis
// that it was made from, and live as long as those do not change.
struct IndexedArticle {
  using Term = IndexedTerm;

  bool stored = false;              // False for a seed that is only compared.
  ArticleIndex index = kNoArticle;  // Of a stored one.
  MetaView meta;
  std::vector<Term> terms;       // Ascending by id.
  uint64_t unknown_squares = 0;  // Squared weights of words that no stored article has, summed.
  std::vector<absl::string_view> names;  // Of several words.
  std::vector<absl::string_view> numbers;
  uint32_t title_numbers = 0;
  ShingleSketch shingles;
  uint32_t words = 0;
  uint16_t language = 0;
  SemanticView semantic;
  SemanticVector own_semantic;  // What `semantic` is a view of, if it is not stored.
};

// All live articles, the words they consist of and the index over them. Thread-compatible: reads
// may run together while nobody writes.
class Corpus {
 public:
  Corpus() : ids_(0, IdHash{this}, SameId{this}) {}
  Corpus(const Corpus&) = delete;  // The hash functions point here.
  Corpus& operator=(const Corpus&) = delete;

  // Adds the article; in place of an earlier one of its id, whose story it takes over. `semantic`
  // is its vector by semantics().
  ArticleIndex Put(const Analysis& analysis, const SemanticVector& semantic);
  ArticleIndex Put(const Analysis& analysis) { return Put(analysis, Projected(analysis)); }
  void Remove(ArticleIndex article);

  // --- Records, from which a restart makes the same corpus. A record is a key's letter and number,
  // and bytes.

  struct Record {
    char kind;
    uint32_t number;
    std::string value;
  };
  static constexpr absl::string_view kSharedKinds = "LSVW";  // In the order of restoring.

  // What has been added to what all articles share (languages, strings, words) since the last call.
  std::vector<Record> TakeShared();
  // The article by itself; refers to what is shared.
  std::string Encode(ArticleIndex article) const;

  // Takes records back; one thread may take the shared ones while another takes articles.
  // DATA_LOSS: malformed. Articles are not found, searched or counted before FinishingJobs are
  // done, which ask for the records of all of them.
  absl::Status RestoreShared(const Record& record);
  absl::Status RestoreArticle(absl::string_view value);
  // After the last record. DATA_LOSS: not all of what articles share was there.
  absl::Status CheckRestored() const;
  Jobs FinishingJobs();

  // The article of this id if it is `next` or after it, which then becomes the one that follows;
  // else kNoArticle. For who goes through restored articles in the order of ids.
  ArticleIndex FindFrom(absl::string_view id, ArticleIndex& next) const;

  // A number that an article (in this revision of it) keeps over restarts, unlike its index.
  uint32_t ordinal(ArticleIndex index) const { return slots_[index].ordinal; }
  // Between RestoreArticle and FinishingJobs; kNoArticle if it is gone.
  ArticleIndex FindOrdinal(uint32_t ordinal);

  // The analysed text as if it were stored; words that no stored article has are left out.
  IndexedArticle Transient(const Analysis& analysis) const;

  ArticleIndex Find(absl::string_view id) const;
  bool IsAlive(ArticleIndex index) const { return slots_[index].record != RecordArena::kNone; }

  // What is known of a live article: all that is compared, its words alone, or who it is.
  IndexedArticle article(ArticleIndex index) const;
  ArticleRecord record(ArticleIndex index) const {
    return ArticleRecord(records_[slots_[index].record]);
  }
  // Brings it nearer, for who will read its words soon.
  void Prefetch(ArticleIndex index) const {
    const uint8_t* bytes = records_[slots_[index].record];
    for (size_t i = 0; i < 8; ++i) __builtin_prefetch(bytes + 64 * i);
    semantic_vectors_.Prefetch(index);
  }
  SemanticView semantic(ArticleIndex index) const { return semantic_vectors_[index]; }
  MetaView meta(ArticleIndex index) const;
  DocMeta WholeMeta(ArticleIndex index) const;
  uint64_t tie_break(ArticleIndex index) const { return tie_breaks_[index]; }
  void SetStory(ArticleIndex index, absl::string_view story);

  absl::string_view story(ArticleIndex index) const { return stories_[slots_[index].story]; }
  bool has_story(ArticleIndex index) const { return slots_[index].story != 0; }
  // Names of stories by numbers; 0 is no story.
  uint32_t InternStory(absl::string_view name) { return stories_.Intern(name); }
  uint32_t FindStory(absl::string_view name) const { return stories_.Find(name); }
  absl::string_view story_name(uint32_t story) const { return stories_[story]; }

  // One past the largest index; some below may not be alive.
  ArticleIndex end() const { return static_cast<ArticleIndex>(slots_.size()); }
  size_t size() const { return ids_.size(); }

  // The order that decides between equals, free of arrival and indexes.
  bool Before(ArticleIndex a, ArticleIndex b) const;

  // A term's weight in scoring: frequency times idf, an integer below 2^20.
  uint32_t Weight(const IndexedArticle& article, const IndexedArticle::Term& term) const;

  // The weight if the article were compared with a seed that has the term too and is not stored.
  uint32_t WeightBesideSeed(uint32_t term, uint32_t weight) const {
    return weight * vocabulary_.IdfWithOneMore(term);
  }

  // Live articles that share terms with `seed`, about the best first, until `visit` returns false.
  // True if none was left out for want of effort.
  bool Search(const IndexedArticle& seed, const Postings::Effort& effort,
              const std::function<bool(ArticleIndex)>& visit) const;

  const Vocabulary& vocabulary() const { return vocabulary_; }
  struct Counts {
    ShingleCounts shingles;
    SourceCounts of_sources;
  };
  const Counts& counts() const { return counts_; }
  // As there are many more articles, or many fewer, what is counted needs more or fewer cells. Who
  // writes then counts anew, which takes a while and is a pure read, and sets the counts.
  bool WantsNewCounts() const {
    return counts_.shingles.IsWrongSizeFor(size()) || counts_.of_sources.IsWrongSizeFor(size());
  }
  Counts CountAnew() const;
  // Leaves there what was used before, as freeing it takes longer than a lock should be held.
  void SetCounts(Counts& counts) { std::swap(counts_, counts); }

  // Whether a live article counts for its source. A new one does; of a story's one of each source
  // should, so that what is told anew does not become a form of its source.
  void CountForSource(ArticleIndex article, bool counts);
  // Before the first of them while restoring, when none counts yet.
  void BeginCountingForSources() { counts_.of_sources.ResetFor(end()); }

  // What a model is learned from: (a fair sample of) the articles; a pure read.
  std::vector<SemanticModel::Sample> SampleForTraining() const;
  // Of each term the number of its word in `model`; those that are newer are not in it.
  std::vector<uint32_t> WordsIn(const SemanticModel& model) const;
  // An article's vector by `model`; empty for the dead. `words` are WordsIn(model), if many
  // articles are asked for, else empty. A pure read.
  SemanticVector Project(const SemanticModel& model, ArticleIndex article,
                         const std::vector<uint32_t>& words = {}) const;
  // Uses `model` from now on; `vectors` are Project(*model, …) of each. Leaves there what was used
  // before, since freeing it takes longer than a lock should be held.
  void SetSemantics(std::shared_ptr<const SemanticModel> model, SemanticTable& vectors);
  const std::shared_ptr<const SemanticModel>& semantics() const { return semantics_; }
  // The vector of what is not in the corpus, or not yet.
  static SemanticVector Project(const SemanticModel& model, const Analysis& analysis);

  const Postings& postings() const { return postings_; }
  void AddMemoryUse(MemoryUse& use) const;

 private:
  struct Slot {
    RecordArena::Ref record = RecordArena::kNone;  // kNone: not alive.
    uint32_t story = 0;                            // In stories_.
    uint32_t ordinal = 0;
  };
  struct IdHash {
    using is_transparent = void;
    const Corpus* of;
    size_t operator()(ArticleIndex index) const { return of->tie_breaks_[index]; }
    size_t operator()(absl::string_view id) const { return FingerprintText(id); }
  };
  struct SameId {
    using is_transparent = void;
    const Corpus* of;
    absl::string_view IdOf(ArticleIndex index) const { return of->record(index).id(); }
    absl::string_view IdOf(absl::string_view id) const { return id; }
    template <typename A, typename B>
    bool operator()(const A& a, const B& b) const {
      return IdOf(a) == IdOf(b);
    }
  };

  struct Estimate {
    double joint;
    ArticleIndex article;
  };
  std::vector<Estimate> Estimates(const IndexedArticle& seed,
                                  absl::Span<const Postings::Match> matches, double unit) const;
  bool VisitInOrder(std::vector<Estimate>& estimates,
                    const std::function<bool(ArticleIndex)>& visit) const;
  std::vector<IndexedTerm> InternTerms(const Analysis& analysis);
  ArticleIndex AddSlot(absl::string_view record, uint32_t ordinal, uint32_t story);
  void Count(ArticleIndex index);
  void RestoreIds();
  // Of all that are alive, which are so many; size() is not known while restoring.
  ShingleCounts CountShinglesOf(size_t articles) const;
  std::vector<uint64_t> KeysOfTerms(ArticleIndex article) const;
  uint64_t SourceKeyOf(ArticleIndex article) const;
  void RestorePostings(uint32_t first_shard);
  void Forget(ArticleIndex article);
  std::vector<SemanticModel::TermWeight> WeightsOf(const std::vector<IndexedTerm>& terms) const;
  SemanticVector Projected(const Analysis& analysis) const {
    return semantics_ == nullptr ? SemanticVector() : Project(*semantics_, analysis);
  }

  Vocabulary vocabulary_;
  Postings postings_;
  Counts counts_;
  StringPool strings_;
  StringPool stories_;
  uint32_t next_ordinal_ = 0;
  uint32_t saved_languages_ = 0, saved_strings_ = 1, saved_terms_ = 0;     // Given out as records.
  uint64_t wanted_languages_ = 0, wanted_strings_ = 0, wanted_terms_ = 0;  // By those restored.
  std::vector<ArticleIndex> by_ordinal_;                                   // While restoring.
  RecordArena records_;
  PagedVector<Slot> slots_;
  PagedVector<bool> counts_for_source_;
  PagedVector<uint64_t> tie_breaks_;  // Also the hashes of ids.
  absl::flat_hash_set<ArticleIndex, IdHash, SameId> ids_;
  std::shared_ptr<const SemanticModel> semantics_;
  SemanticTable semantic_vectors_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_CORPUS_H_

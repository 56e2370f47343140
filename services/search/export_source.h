#ifndef AKIN_SERVICES_SEARCH_EXPORT_SOURCE_H_
#define AKIN_SERVICES_SEARCH_EXPORT_SOURCE_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "akin/search/v1/search_service.pb.h"
#include "common/rpc/rpc_service.h"
#include "common/sync/mutex.h"
#include "common/view/revision_gate.h"
#include "services/search/domain/article_index.h"

namespace akin {

// What is to be exported: of `match`, query, filter, rules and min_revision count.
struct ExportRequest {
  MatchRequest match;
  news::v1::ArticleView view = news::v1::ARTICLE_VIEW_CARD;
  // Stands for all arguments, in tokens.
  uint64_t arguments = 0;
  // The place to begin behind; empty: with the first.
  std::string behind;
};

// An export's way through the matches: the names of some thousands at a time, of which a few
// articles are read when the last ones are sent. Waits for min_revision without a thread. One
// thread at a time.
class ExportSource : public StreamSource<search::v1::ExportArticlesResponse> {
 public:
  // All must outlive the source. Without a gate no revision is waited for.
  struct Context {
    const ArticleIndex& index;
    RevisionGate* gate;
    std::function<absl::Status()> ready_to_read;
  };

  ExportSource(const Context& context, ExportRequest request, std::function<void()> wake);
  ~ExportSource() override;

  absl::StatusOr<absl::optional<search::v1::ExportArticlesResponse>> Next() override;

 private:
  using Response = search::v1::ExportArticlesResponse;

  // How the wait for min_revision went; outlives the source where the gate is late.
  struct Wait {
    Mutex mu;
    bool over ABSL_GUARDED_BY(mu) = false;
    absl::Status status ABSL_GUARDED_BY(mu);
  };

  // False while it is to be waited.
  absl::StatusOr<bool> MayRead();
  void BeginWait();
  absl::Status Refill();
  absl::StatusOr<Response> ReadSome();
  Response Finished(Response response, const LogPosition& position) const;

  const Context context_;
  const ExportRequest request_;
  const std::function<void()> wake_;
  const std::shared_ptr<Wait> wait_ = std::make_shared<Wait>();
  RevisionGate::Ticket ticket_ = 0;
  bool began_ = false;

  std::deque<PlacedMatch> matches_;  // to be read
  std::string behind_;               // the last place that was read
  bool has_more_ = true;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_EXPORT_SOURCE_H_

#include "services/storage/storage_app.h"

#include <utility>

#include "absl/memory/memory.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

// How late what is held back may be published.
constexpr absl::Duration kLookForDueEvery = absl::Milliseconds(100);

}  // namespace

absl::StatusOr<std::unique_ptr<StorageApp>> StorageApp::Open(StorageOptions options,
                                                             Metrics& metrics) {
  auto app = absl::WrapUnique(new StorageApp);
  StorageApp* const self = app.get();
  const auto advance = [self](int64_t newest) {
    self->gate_.Advance({self->store_->log_id(), newest});
  };
  ASSIGN_OR_RETURN(app->store_,
                   OpenRocksArticleStore(options.rocks, {app->clock_, options.retention, advance}));
  ASSIGN_OR_RETURN(auto snapshot, app->store_->Snapshot());
  advance(snapshot->revision());
  ASSIGN_OR_RETURN(app->leases_, LeaseTable::Load(*app->store_, app->steady_clock_));
  const auto new_service = [&] {
    return std::make_unique<StorageService>(*app->store_, *app->leases_, app->gate_, app->clock_,
                                            app->steady_clock_, options.service);
  };
  app->service_ = new_service();
  app->local_service_ = new_service();
  app->backup_service_ = std::make_unique<BackupService>(
      [self](const std::string& folder) { return self->store_->BackUp(folder); },
      std::move(options.backup_dir), app->clock_);
  app->releaser_ = std::make_unique<EmbargoReleaser>(*app->store_, app->clock_, metrics);
  app->releaser_->ReleaseDue();
  app->releasing_ =
      std::make_unique<PeriodicTask>(kLookForDueEvery, [self] { self->releaser_->ReleaseDue(); });
  return app;
}

news::v1::ServiceStatus StorageApp::Status() const {
  const LogPosition position = gate_.position();
  news::v1::ServiceStatus status;
  status.set_service("storage");
  status.set_state(news::v1::SERVING_STATE_SERVING);
  status.set_log_id(position.log_id);
  status.set_applied_revision(position.revision);
  status.set_newest_revision(position.revision);
  auto snapshot = store_->Snapshot();
  if (snapshot.ok()) status.set_article_count((*snapshot)->article_count());
  return status;
}

}  // namespace akin

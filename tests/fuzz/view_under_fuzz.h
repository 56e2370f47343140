#ifndef AKIN_TESTS_FUZZ_VIEW_UNDER_FUZZ_H_
#define AKIN_TESTS_FUZZ_VIEW_UNDER_FUZZ_H_

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/metrics/metrics.h"
#include "common/testing/fake_storage.h"
#include "common/time/clock.h"
#include "tests/fuzz/fuzz_folder.h"
#include "tests/fuzz/service_under_fuzz.h"

namespace akin::fuzz {

// A view's service that follows a made-up storage with a few articles. App: SearchApp or
// RecommendationApp.
template <typename App>
class ViewUnderFuzz : public ServiceUnderFuzz {
 public:
  ViewUnderFuzz() {
    for (const char* id : {"a", "b", "c"}) {
      storage_.Put(id, absl::StrCat("Ferry returns to ", id), "The ferry of Ostrava returned.");
    }
    storage_.Assign("a", "stories/s");
    typename App::Options options;
    options.data_dir = folder_.path();
    options.host = FuzzedHost();
    app_ = App::Open(options, clock_, metrics_).value();
    app_->Start(storage_.channel());
    while (!app_->service().host().IsReady()) absl::SleepFor(absl::Milliseconds(1));
  }
  ~ViewUnderFuzz() override { app_->Stop(); }

  RpcService& service() override { return app_->service(); }

 private:
  const FuzzFolder folder_;
  const SystemClock clock_;
  Metrics metrics_;
  FakeStorage storage_;
  std::unique_ptr<App> app_;
};

}  // namespace akin::fuzz

#endif  // AKIN_TESTS_FUZZ_VIEW_UNDER_FUZZ_H_

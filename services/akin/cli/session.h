#ifndef AKIN_SERVICES_AKIN_CLI_SESSION_H_
#define AKIN_SERVICES_AKIN_CLI_SESSION_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "akin/ingestion/v1/ingestion_service.grpc.pb.h"
#include "akin/news/v1/status_service.grpc.pb.h"
#include "akin/recommendation/v1/recommendation_service.grpc.pb.h"
#include "akin/search/v1/search_service.grpc.pb.h"
#include "akin/storage/v1/backup_service.grpc.pb.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "services/akin/cli/addresses.h"
#include "services/akin/cli/flags.h"
#include "services/akin/cli/output.h"

namespace akin {

// What every command takes.
struct GlobalFlags {
  bool json = false;
  bool help = false;
  absl::Duration timeout = absl::Seconds(30);
  std::string address;  // of all four services
  Addresses addresses;
  std::string token_file;

  void DeclareIn(Flags& flags);
};

// One run of one command: where it calls and where it writes. One thread; stubs are thread-safe.
// Nothing connects, and no thread starts, before a service is first asked for.
class Session {
 public:
  // `program`: this program, as its user called it.
  Session(const GlobalFlags& globals, const Addresses& addresses, absl::string_view program);

  Output& out() { return out_; }
  bool json() const { return out_.json(); }
  const Addresses& addresses() const { return addresses_; }
  // As they were given, without what the environment or a file says.
  const GlobalFlags& flags() const { return flags_; }
  absl::Duration timeout() const { return timeout_; }
  const std::string& program() const { return program_; }

  storage::v1::StorageService::Stub& storage();
  ingestion::v1::IngestionService::Stub& ingestion();
  search::v1::SearchService::Stub& search();
  recommendation::v1::RecommendationService::Stub& recommendation();
  // Of storage; made anew with each call.
  std::unique_ptr<storage::v1::BackupService::Stub> backups();
  // The status service of the server at one address.
  std::unique_ptr<news::v1::StatusService::Stub> status(const std::string& address);

  // One unary call that ends by the timeout.
  template <typename Response, typename Stub, typename Request>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    Response response;
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return ForPeople(status);
    return response;
  }

 private:
  std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address);
  // Of all calls; null: none, in plaintext.
  std::shared_ptr<grpc::ChannelCredentials> Credentials() const;
  // A server that cannot be reached is said in words instead of gRPC's.
  static absl::Status ForPeople(const grpc::Status& status);

  const GlobalFlags flags_;
  Output out_;
  const Addresses addresses_;
  const absl::Duration timeout_;
  const std::string program_;
  std::shared_ptr<grpc::ChannelCredentials> credentials_;  // null: plaintext, or not asked for yet
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
  std::unique_ptr<storage::v1::StorageService::Stub> storage_;
  std::unique_ptr<ingestion::v1::IngestionService::Stub> ingestion_;
  std::unique_ptr<search::v1::SearchService::Stub> search_;
  std::unique_ptr<recommendation::v1::RecommendationService::Stub> recommendation_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_CLI_SESSION_H_

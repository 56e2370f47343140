#ifndef AKIN_COMMON_RPC_REFLECTION_SERVICE_H_
#define AKIN_COMMON_RPC_REFLECTION_SERVICE_H_

#include <string>
#include <vector>

#include "common/rpc/rpc_service.h"
#include "grpc/reflection/v1/reflection.pb.h"

namespace akin {

// gRPC's server reflection from the descriptors that are compiled in. gRPC's own holds a thread per
// stream and is not ended when the server stops. Thread-safe.
class ReflectionService : public RpcService {
 public:
  // `full_name` is the version's: grpc.reflection.v1.ServerReflection or v1alpha's. `served` are
  // the full names that it lists.
  ReflectionService(absl::string_view full_name, std::vector<std::string> served);

 private:
  grpc::reflection::v1::ServerReflectionResponse Answer(
      const grpc::reflection::v1::ServerReflectionRequest& request) const;

  const std::vector<std::string> served_;
};

}  // namespace akin

#endif  // AKIN_COMMON_RPC_REFLECTION_SERVICE_H_

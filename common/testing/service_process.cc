#include "common/testing/service_process.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"

namespace akin {
namespace {

std::string ProgramPath(absl::string_view program) {
  const char* folder = std::getenv("AKIN_BIN_DIR");
  return absl::StrCat(folder == nullptr ? "." : folder, "/", program);
}

}  // namespace

ServiceProcess::ServiceProcess(absl::string_view program, std::vector<std::string> flags)
    : port_(FreePort()), address_(absl::StrCat("127.0.0.1:", port_)), argv_(std::move(flags)) {
  argv_.insert(argv_.begin(), {ProgramPath(program), absl::StrCat("--listen=", address_)});
  Start();
}

void ServiceProcess::Start() {
  process_ = std::make_unique<ChildProcess>(argv_);
  for (int tries = 0; !Listens(); ++tries) {
    if (tries == 3'000 || !process_->IsRunning()) {
      std::fprintf(stderr, "%s does not come to listen on %s\n", argv_[0].c_str(),
                   address_.c_str());
      std::abort();
    }
    usleep(10'000);
  }
}

bool ServiceProcess::Listens() const {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port_));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool listens = connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  close(fd);
  return listens;
}

}  // namespace akin

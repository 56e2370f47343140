#include "services/web/http/http_server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/net/local_address.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/sync/mutex.h"
#include "common/sync/periodic_task.h"
#include "services/web/http/form.h"

namespace akin {
namespace {

// Beyond what the table lets stay, for those that are about to go.
constexpr int kSpareConnections = 500;
// Files, channels and threads of the rest of the process.
constexpr int kSpareFiles = 200;
// How long those who are owed an answer have to take it when the server stops.
constexpr absl::Duration kLastAnswers = absl::Seconds(5);

// One request with its answer. Owned by the connection, and by whoever works on it.
struct Exchange {
  HttpRequest request;
  bool too_large = false;
  bool begun = false;

  Mutex mu;
  bool suspended ABSL_GUARDED_BY(mu) = false;
  bool responded ABSL_GUARDED_BY(mu) = false;
  HttpResponse response ABSL_GUARDED_BY(mu);
};
using ExchangePtr = std::shared_ptr<Exchange>;

int SocketOf(MHD_Connection* connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

MHD_Result AddField(void* fields, MHD_ValueKind, const char* name, size_t name_size,
                    const char* value, size_t value_size) {
  static_cast<HttpFields*>(fields)->emplace_back(
      ReadableText({name, name_size}),
      value == nullptr ? "" : ReadableText(absl::string_view(value, value_size)));
  return MHD_YES;
}

HttpFields FieldsOf(MHD_Connection* connection, MHD_ValueKind kind) {
  HttpFields fields;
  MHD_get_connection_values_n(connection, kind, &AddField, &fields);
  return fields;
}

absl::StatusOr<sockaddr_storage> ParseAddress(absl::string_view address) {
  const size_t colon = address.rfind(':');
  uint32_t port = 0;
  if (colon == absl::string_view::npos || !absl::SimpleAtoi(address.substr(colon + 1), &port) ||
      port > 65535)
    return InvalidField("--listen", absl::StrCat(address, ", want host:port"));
  std::string host(address.substr(0, colon));
  if (host == "localhost") host = "127.0.0.1";
  sockaddr_storage out{};
  auto* const v4 = reinterpret_cast<sockaddr_in*>(&out);
  auto* const v6 = reinterpret_cast<sockaddr_in6*>(&out);
  if (inet_pton(AF_INET, host.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    return out;
  }
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  if (inet_pton(AF_INET6, host.c_str(), &v6->sin6_addr) != 1)
    return InvalidField("--listen", absl::StrCat(host, ", want an IP address"));
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(port);
  return out;
}

// As many files as we may have; how many connections that allows.
int AllowedConnections(int wanted) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return wanted;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  const int64_t left = static_cast<int64_t>(files.rlim_cur) - kSpareFiles - kSpareConnections;
  return static_cast<int>(std::clamp<int64_t>(left, 100, wanted));
}

class MicroHttpServer : public HttpServer {
 public:
  MicroHttpServer(const Options& options, HttpHandler& handler)
      : options_(options), handler_(handler), table_(options.connections) {}

  ~MicroHttpServer() override {
    sweeper_.reset();
    if (daemon_ == nullptr) return;
    AwaitAnswers();
    MHD_stop_daemon(daemon_);
  }

  absl::Status Listen() {
    ASSIGN_OR_RETURN(sockaddr_storage at, ParseAddress(options_.address));
    const bool v6 = at.ss_family == AF_INET6;
    daemon_ = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | (v6 ? MHD_USE_IPv6 : 0), 0,
        nullptr, nullptr, &OnRequest, this, MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_THREAD_POOL_SIZE,
        static_cast<unsigned>(options_.threads), MHD_OPTION_CONNECTION_LIMIT,
        static_cast<unsigned>(options_.connections.max_connections + kSpareConnections),
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, options_.max_header_bytes,
        MHD_OPTION_CONNECTION_TIMEOUT,
        static_cast<unsigned>(absl::ToInt64Seconds(options_.connections.max_wait)),
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024u,
        MHD_OPTION_NOTIFY_COMPLETED, &OnCompleted, this, MHD_OPTION_NOTIFY_CONNECTION,
        &OnConnection, this, MHD_OPTION_END);
    if (daemon_ == nullptr)
      return absl::UnavailableError(
          absl::StrCat("cannot listen on ", options_.address, ": ", std::strerror(errno)));
    const int port = MHD_get_daemon_info(daemon_, MHD_DAEMON_INFO_BIND_PORT)->port;
    address_ = absl::StrCat(
        absl::string_view(options_.address).substr(0, options_.address.rfind(':')), ":", port);
    sweeper_ = std::make_unique<PeriodicTask>(absl::Milliseconds(250), [this] { Sweep(); });
    return absl::OkStatus();
  }

  const std::string& address() const override { return address_; }
  int connection_count() const override { return table_.size(); }

 private:
  void Sweep() {
    table_.Sweep(absl::Now(), [](int socket) { shutdown(socket, SHUT_RDWR); });
  }

  // Takes no new connections; what is being worked on is answered, and those who take their answers
  // get them.
  void AwaitAnswers() {
    close(MHD_quiesce_daemon(daemon_));
    const absl::Time give_up = absl::Now() + kLastAnswers;
    MutexLock lock(mu_);
    while (in_progress_ > 0) idle_.Wait(mu_);
    while (unsent_ > 0 && absl::Now() < give_up) idle_.WaitFor(mu_, give_up - absl::Now());
  }

  static void OnConnection(void* self, MHD_Connection* connection, void**,
                           MHD_ConnectionNotificationCode code) {
    ConnectionTable& table = static_cast<MicroHttpServer*>(self)->table_;
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
      table.Open(SocketOf(connection), absl::Now());
    else
      table.Close(SocketOf(connection));
  }

  static void OnCompleted(void* self, MHD_Connection* connection, void** exchange,
                          MHD_RequestTerminationCode) {
    auto& server = *static_cast<MicroHttpServer*>(self);
    server.table_.End(SocketOf(connection), absl::Now());
    const std::unique_ptr<ExchangePtr> done(static_cast<ExchangePtr*>(*exchange));
    if (done != nullptr && (*done)->begun) server.Count(0, -1);
    *exchange = nullptr;
  }

  static MHD_Result OnRequest(void* self, MHD_Connection* connection, const char* url,
                              const char* method, const char*, const char* data, size_t* data_size,
                              void** exchange) {
    auto& server = *static_cast<MicroHttpServer*>(self);
    if (*exchange == nullptr) {
      *exchange = new ExchangePtr(std::make_shared<Exchange>());
      return server.ReadHead(connection, url, method, **static_cast<ExchangePtr*>(*exchange));
    }
    const ExchangePtr& known = *static_cast<ExchangePtr*>(*exchange);
    if (*data_size == 0) return server.Answer(connection, known);
    server.ReadBody(absl::string_view(data, *data_size), *known);
    *data_size = 0;
    return MHD_YES;
  }

  MHD_Result ReadHead(MHD_Connection* connection, const char* url, const char* method,
                      Exchange& exchange) {
    HttpRequest& request = exchange.request;
    request.method = method;
    request.path = ReadableText(url);
    request.query = FieldsOf(connection, MHD_GET_ARGUMENT_KIND);
    request.headers = FieldsOf(connection, MHD_HEADER_KIND);
    uint64_t length = 0;
    if (absl::SimpleAtoi(request.Header("Content-Length"), &length) &&
        length > options_.max_body_bytes)
      return Refuse(connection, 413);
    return MHD_YES;
  }

  // What is too long is read to its end, since it cannot be answered before, but not kept.
  void ReadBody(absl::string_view data, Exchange& exchange) const {
    std::string& body = exchange.request.body;
    exchange.too_large = exchange.too_large || body.size() + data.size() > options_.max_body_bytes;
    if (exchange.too_large)
      body.clear();
    else
      body.append(data.data(), data.size());
  }

  MHD_Result Refuse(MHD_Connection* connection, int status) const {
    HttpResponse response = options_.on_refused(status);
    response.headers.emplace_back("Connection", "close");
    return Queue(connection, response);
  }

  MHD_Result Answer(MHD_Connection* connection, const ExchangePtr& exchange) {
    if (exchange->too_large) return Refuse(connection, 413);
    if (!exchange->begun) {
      exchange->begun = true;
      table_.Begin(SocketOf(connection), absl::Now());
      Begin(connection, exchange);
    }
    MutexLock lock(exchange->mu);
    if (exchange->responded) return Queue(connection, exchange->response);
    if (!exchange->suspended) MHD_suspend_connection(connection);
    exchange->suspended = true;
    return MHD_YES;
  }

  void Begin(MHD_Connection* connection, const ExchangePtr& exchange) {
    Count(1, 1);
    handler_.Handle(exchange->request, [this, connection, exchange](HttpResponse response) {
      {
        MutexLock lock(exchange->mu);
        exchange->response = std::move(response);
        exchange->responded = true;
        if (exchange->suspended) MHD_resume_connection(connection);
      }
      Count(-1, 0);
    });
  }

  void Count(int in_progress, int unsent) {
    MutexLock lock(mu_);
    in_progress_ += in_progress;
    unsent_ += unsent;
    if (in_progress_ == 0 || unsent_ == 0) idle_.NotifyAll();
  }

  static MHD_Result Queue(MHD_Connection* connection, const HttpResponse& response) {
    MHD_Response* const sent = MHD_create_response_from_buffer(
        response.body.size(), const_cast<char*>(response.body.data()), MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(sent, "Content-Type", response.content_type.c_str());
    for (const auto& [name, value] : response.headers)
      MHD_add_response_header(sent, name.c_str(), value.c_str());
    const MHD_Result result = MHD_queue_response(connection, response.status, sent);
    MHD_destroy_response(sent);
    return result;
  }

  const Options options_;
  HttpHandler& handler_;
  ConnectionTable table_;
  MHD_Daemon* daemon_ = nullptr;
  std::string address_;
  std::unique_ptr<PeriodicTask> sweeper_;
  Mutex mu_;
  CondVar idle_;
  int in_progress_ ABSL_GUARDED_BY(mu_) = 0;  // requests that the handler has not responded to
  int unsent_ ABSL_GUARDED_BY(mu_) = 0;       // and those whose answers have not been sent
};

}  // namespace

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const Options& options,
                                                              HttpHandler& handler) {
  if (!options.insecure_listen && !IsLocalAddress(options.address))
    return InvalidField("--listen", absl::StrCat(options.address,
                                                 " would be open to others in plaintext; want "
                                                 "--insecure_listen if something in front of it "
                                                 "does TLS"));
  Options allowed = options;
  allowed.connections.max_connections = AllowedConnections(options.connections.max_connections);
  auto server = std::make_unique<MicroHttpServer>(allowed, handler);
  RETURN_IF_ERROR(server->Listen());
  return server;
}

}  // namespace akin

#include "common/testing/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

namespace akin {
namespace {

constexpr size_t kMaxRequestBytes = 64 << 10;

// A test that has no server is no test.
void Require(bool works, const char* what) {
  if (works) return;
  std::cerr << "test web server: " << what << " failed\n";
  std::abort();
}

// Listens on a free port of a loopback address, and says which.
int Listen(const std::string& loopback, int& port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  Require(listener >= 0, "socket");
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  Require(inet_pton(AF_INET, loopback.c_str(), &address.sin_addr) == 1, "inet_pton");
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  Require(bind(listener, generic, sizeof(address)) == 0, "bind");
  Require(listen(listener, 128) == 0, "listen");
  socklen_t size = sizeof(address);
  Require(getsockname(listener, generic, &size) == 0, "getsockname");
  port = ntohs(address.sin_port);
  return listener;
}

// The request in `text`, which ends before the empty line.
TestHttpServer::Request ParseRequest(absl::string_view text, int connection) {
  TestHttpServer::Request request;
  request.connection = connection;
  const std::vector<absl::string_view> lines = absl::StrSplit(text, "\r\n");
  const std::vector<absl::string_view> words = absl::StrSplit(lines[0], ' ');
  if (words.size() > 1) request.target = std::string(words[1]);
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> header =
        absl::StrSplit(lines[i], absl::MaxSplits(':', 1));
    request.headers[absl::AsciiStrToLower(header.first)] =
        std::string(absl::StripAsciiWhitespace(header.second));
  }
  return request;
}

std::string Head(const TestHttpServer::Reply& reply) {
  std::string head = absl::StrCat("HTTP/1.1 ", reply.status, " Scripted\r\n");
  for (const auto& [name, value] : reply.headers) absl::StrAppend(&head, name, ": ", value, "\r\n");
  const bool may_have_body = reply.status != 304 && reply.status != 204;
  if (reply.chunked) {
    absl::StrAppend(&head, "Transfer-Encoding: chunked\r\n");
  } else if (may_have_body && reply.content_length != "" &&
             (reply.content_length || !reply.endless)) {
    const std::string length = reply.content_length.value_or(absl::StrCat(reply.body.size()));
    absl::StrAppend(&head, "Content-Length: ", length, "\r\n");
  }
  if (reply.end == TestHttpServer::End::kClose) absl::StrAppend(&head, "Connection: close\r\n");
  return absl::StrCat(head, "\r\n");
}

// `part` so many times, packed; never whole in memory.
std::string GzipRepeated(absl::string_view part, int64_t times) {
  z_stream stream = {};
  constexpr int kGzipWindow = 15 + 16;
  Require(deflateInit2(&stream, 6, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) == Z_OK, "gzip");
  std::string packed;
  std::string buffer(deflateBound(&stream, part.size()), '\0');
  for (int64_t i = 0; i < times; ++i) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(part.data()));
    stream.avail_in = part.size();
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = buffer.size();
    deflate(&stream, i + 1 < times ? Z_NO_FLUSH : Z_FINISH);
    Require(stream.avail_in == 0 && stream.avail_out > 0, "gzip");
    packed.append(buffer, 0, buffer.size() - stream.avail_out);
  }
  deflateEnd(&stream);
  return packed;
}

std::string Chunk(absl::string_view piece) {
  return absl::StrCat(absl::Hex(piece.size()), "\r\n", piece, "\r\n");
}

}  // namespace

// A key and a certificate that it signs itself.
class TestHttpServer::Tls {
 public:
  Tls() : key_(EVP_EC_gen("P-256")), certificate_(X509_new()), context_(SSL_CTX_new(TLS_method())) {
    Require(key_ && certificate_ && context_, "TLS set-up");
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to sockets whose client may be gone.
    X509_set_version(certificate_, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate_), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate_), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate_), 24 * 3600);
    X509_set_pubkey(certificate_, key_);
    X509_NAME* name = X509_get_subject_name(certificate_);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("akin test"), -1, -1, 0);
    X509_set_issuer_name(certificate_, name);
    X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name,
                                                "IP:127.0.0.1,DNS:localhost,DNS:wire.example");
    X509_add_ext(certificate_, names, -1);
    X509_EXTENSION_free(names);
    Require(X509_sign(certificate_, key_, EVP_sha256()) > 0, "X509_sign");
    Require(SSL_CTX_use_certificate(context_, certificate_) == 1, "SSL_CTX_use_certificate");
    Require(SSL_CTX_use_PrivateKey(context_, key_) == 1, "SSL_CTX_use_PrivateKey");
  }
  ~Tls() {
    SSL_CTX_free(context_);
    X509_free(certificate_);
    EVP_PKEY_free(key_);
  }

  SSL* NewSession() { return SSL_new(context_); }

  std::string Pem() const {
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(bio, certificate_);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    std::string pem(data, size);
    BIO_free(bio);
    return pem;
  }

 private:
  EVP_PKEY* key_;
  X509* certificate_;
  SSL_CTX* context_;
};

// One client's connection. One thread, but for HangUp.
class TestHttpServer::Connection {
 public:
  Connection(int socket, int number, SSL* tls) : socket_(socket), number_(number), tls_(tls) {
    if (tls_ != nullptr) SSL_set_fd(tls_, socket_);
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
  ~Connection() {
    SSL_free(tls_);
    close(socket_);
  }

  int number() const { return number_; }

  bool Greet() { return tls_ == nullptr || SSL_accept(tls_) == 1; }

  // The next request's head; "" once the client is gone.
  std::string ReadHead() {
    size_t end;
    while ((end = unread_.find("\r\n\r\n")) == std::string::npos) {
      char buffer[4096];
      const long got = tls_ != nullptr ? SSL_read(tls_, buffer, sizeof(buffer))
                                       : recv(socket_, buffer, sizeof(buffer), 0);
      if (got <= 0 || unread_.size() > kMaxRequestBytes) return "";
      unread_.append(buffer, got);
    }
    std::string head = unread_.substr(0, end);
    unread_.erase(0, end + 4);
    return head;
  }

  bool Write(absl::string_view bytes) {
    while (!bytes.empty()) {
      const long sent = tls_ != nullptr ? SSL_write(tls_, bytes.data(), bytes.size())
                                        : send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(sent);
    }
    return true;
  }

  void AwaitClientGone() {
    char buffer[4096];
    while (recv(socket_, buffer, sizeof(buffer), 0) > 0) continue;
  }

  void HangUp() { shutdown(socket_, SHUT_RDWR); }

  // The socket's closing sends a reset instead of an end.
  void ResetOnClose() {
    const linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
  }

 private:
  const int socket_;
  const int number_;
  SSL* const tls_;
  std::string unread_;
};

std::string TestHttpServer::Request::Header(absl::string_view name) const {
  const auto header = headers.find(absl::AsciiStrToLower(name));
  return header == headers.end() ? "" : header->second;
}

TestHttpServer::TestHttpServer(bool tls, const std::string& address)
    : address_(address), tls_(tls ? std::make_unique<Tls>() : nullptr) {
  listener_ = Listen(address_, port_);
  acceptor_ = std::thread([this] { Accept(); });
}

TestHttpServer::~TestHttpServer() {
  std::vector<std::thread> threads;
  {
    MutexLock lock(mu_);
    stopping_ = true;
    changed_.NotifyAll();
    shutdown(listener_, SHUT_RDWR);
  }
  acceptor_.join();
  {
    MutexLock lock(mu_);
    for (auto& connection : connections_) {
      if (connection) connection->HangUp();
    }
    threads.swap(threads_);
  }
  for (std::thread& thread : threads) thread.join();
  close(listener_);
}

void TestHttpServer::Handle(absl::string_view path, Handler handler) {
  MutexLock lock(mu_);
  handlers_[path] = std::move(handler);
}

void TestHttpServer::Serve(absl::string_view path, Reply reply) {
  Handle(path, [reply = std::move(reply)](const Request&) { return reply; });
}

void TestHttpServer::ServeInTurn(absl::string_view path, std::vector<Reply> replies) {
  auto turn = std::make_shared<std::atomic<size_t>>(0);
  Handle(path, [turn, replies = std::move(replies)](const Request&) {
    return replies.at(std::min(turn->fetch_add(1), replies.size() - 1));
  });
}

TestHttpServer::Reply TestHttpServer::Redirect(int status, absl::string_view location) {
  return {.status = status, .headers = {{"Location", std::string(location)}}};
}

std::string TestHttpServer::Url(absl::string_view path) const { return UrlAt(address_, path); }

std::string TestHttpServer::UrlAt(absl::string_view host, absl::string_view path) const {
  return absl::StrCat(tls_ ? "https://" : "http://", host, ":", port_, path);
}

std::string TestHttpServer::certificate() const { return tls_ ? tls_->Pem() : ""; }

std::vector<TestHttpServer::Request> TestHttpServer::Requests() const {
  MutexLock lock(mu_);
  return requests_;
}

std::vector<TestHttpServer::Request> TestHttpServer::Requests(absl::string_view path) const {
  std::vector<Request> of_path;
  for (Request& request : Requests()) {
    if (request.target.substr(0, request.target.find('?')) == path) {
      of_path.push_back(std::move(request));
    }
  }
  return of_path;
}

void TestHttpServer::Accept() {
  while (true) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    MutexLock lock(mu_);
    if (stopping_ || socket < 0) {
      if (socket >= 0) close(socket);
      if (stopping_) return;
      continue;
    }
    const size_t index = connections_.size();
    connections_.push_back(std::make_unique<Connection>(socket, static_cast<int>(index) + 1,
                                                        tls_ ? tls_->NewSession() : nullptr));
    threads_.emplace_back([this, index, connection = connections_.back().get()] {
      Talk(*connection);
      MutexLock lock(mu_);
      connections_[index].reset();
    });
  }
}

void TestHttpServer::Talk(Connection& connection) {
  if (!connection.Greet()) return;
  while (true) {
    const std::string head = connection.ReadHead();
    if (head.empty()) return;
    const Request request = ParseRequest(head, connection.number());
    const Reply reply = Answer(request);
    if (!SendReply(connection, reply)) return;
    if (reply.end == End::kKeepAlive) continue;
    if (reply.end == End::kReset) connection.ResetOnClose();
    if (reply.end == End::kHang) connection.AwaitClientGone();
    return;
  }
}

TestHttpServer::Reply TestHttpServer::Answer(const Request& request) {
  Handler handler;
  {
    MutexLock lock(mu_);
    requests_.push_back(request);
    const auto known = handlers_.find(request.target.substr(0, request.target.find('?')));
    if (known == handlers_.end()) return {.status = 404};
    handler = known->second;
  }
  return handler(request);
}

bool TestHttpServer::SendReply(Connection& connection, const Reply& reply) {
  if (!Sleep(reply.delay)) return false;
  if (reply.raw) return connection.Write(*reply.raw);
  return connection.Write(Head(reply)) && SendBody(connection, reply);
}

bool TestHttpServer::SendBody(Connection& connection, const Reply& reply) {
  const size_t piece_bytes = reply.piece_bytes > 0 ? reply.piece_bytes : reply.body.size();
  do {
    for (size_t at = 0; at < reply.body.size(); at += piece_bytes) {
      if (at > 0 && !Sleep(reply.piece_interval)) return false;
      const absl::string_view piece = absl::string_view(reply.body).substr(at, piece_bytes);
      if (!connection.Write(reply.chunked ? Chunk(piece) : std::string(piece))) return false;
    }
  } while (reply.endless && !reply.body.empty() && Sleep(reply.piece_interval));
  return !reply.chunked || reply.end != End::kKeepAlive || connection.Write(Chunk(""));
}

bool TestHttpServer::Sleep(absl::Duration duration) {
  const absl::Time end = absl::Now() + duration;
  MutexLock lock(mu_);
  while (!stopping_ && absl::Now() < end) changed_.WaitFor(mu_, end - absl::Now());
  return !stopping_;
}

std::string Gzip(absl::string_view bytes) { return GzipRepeated(bytes, 1); }

std::string GzipBomb(int64_t unpacked_bytes) {
  constexpr int64_t kPartBytes = 1 << 16;
  return GzipRepeated(std::string(kPartBytes, ' '), (unpacked_bytes + kPartBytes - 1) / kPartBytes);
}

}  // namespace akin

#include "common/tls/tls_files.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/file/config_file.h"
#include "common/log/log.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/tls/certificates.h"

namespace akin {
namespace {

absl::Status InFile(absl::string_view flag, const std::string& path, const absl::Status& status) {
  if (status.ok()) return status;
  return InvalidField(flag, absl::StrCat(path, ": ", status.message()));
}

absl::StatusOr<std::string> Read(absl::string_view flag, const std::string& path) {
  absl::StatusOr<std::string> bytes = ReadConfigFile(path);
  if (!bytes.ok()) return InvalidField(flag, bytes.status().message());
  return bytes;
}

absl::Status ReadOwn(const TlsFiles& files, absl::Time now, TlsPems& pems) {
  const absl::string_view cert = files.cert_flag, key = files.key_flag;
  if (files.key.empty()) return InvalidField(key, absl::StrCat("missing; ", cert, " wants it"));
  if (files.cert.empty()) return InvalidField(cert, absl::StrCat("missing; ", key, " wants it"));
  ASSIGN_OR_RETURN(pems.cert, Read(cert, files.cert));
  ASSIGN_OR_RETURN(pems.key, Read(key, files.key));
  const absl::StatusOr<absl::Time> end = CertificateEnd(pems.cert, now);
  RETURN_IF_ERROR(InFile(cert, files.cert, end.status()));
  pems.end = *end;
  return InFile(key, files.key, CheckKey(pems.key, pems.cert));
}

std::string Stamps(const TlsFiles& files) { return FileStamps({files.cert, files.key, files.ca}); }

}  // namespace

absl::StatusOr<TlsPems> ReadTlsFiles(const TlsFiles& files, absl::Time now) {
  TlsPems pems;
  if (!files.cert.empty() || !files.key.empty()) RETURN_IF_ERROR(ReadOwn(files, now, pems));
  if (files.ca.empty()) return pems;
  ASSIGN_OR_RETURN(pems.ca, Read(files.ca_flag, files.ca));
  RETURN_IF_ERROR(InFile(files.ca_flag, files.ca, CheckAuthorities(pems.ca)));
  return pems;
}

WatchedTlsFiles::WatchedTlsFiles(const TlsFiles& files, std::string stamps, TlsPems pems)
    : files_(files), stamps_(std::move(stamps)), pems_(std::move(pems)) {}

absl::StatusOr<std::unique_ptr<WatchedTlsFiles>> WatchedTlsFiles::Open(const TlsFiles& files) {
  // In this order a change in between is seen later.
  std::string stamps = Stamps(files);
  ASSIGN_OR_RETURN(TlsPems pems, ReadTlsFiles(files, absl::Now()));
  Log(Severity::kInfo, "certificate read", {{"file", files.cert}, {"valid_until", pems.end}});
  return std::unique_ptr<WatchedTlsFiles>(
      new WatchedTlsFiles(files, std::move(stamps), std::move(pems)));
}

bool WatchedTlsFiles::Refresh(TlsPems& pems) {
  MutexLock lock(mu_);
  std::string stamps = Stamps(files_);
  if (stamps != stamps_) {
    stamps_ = std::move(stamps);
    absl::StatusOr<TlsPems> read = ReadTlsFiles(files_, absl::Now());
    if (read.ok()) {
      Log(Severity::kInfo, "certificates changed",
          {{"file", files_.cert}, {"valid_until", read->end}});
      pems_ = *std::move(read);
      told_ = false;
    } else {
      Log(Severity::kError, "certificates stay as they were, for their new files are wrong",
          {{"error", read.status().message()}});
    }
  }
  if (std::exchange(told_, true)) return false;
  pems = pems_;
  return true;
}

}  // namespace akin

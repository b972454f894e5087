// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/tls/given_files.hpp"

#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <stdexcept>
#include <utility>

#include "daemon/tls/certificate.hpp"
#include "daemon/tls/whole_file.hpp"

namespace wardcast::tls {

GivenFiles::GivenFiles(std::filesystem::path certificate, std::filesystem::path key, Check check)
    : certificate_(std::move(certificate)), key_(std::move(key)), check_(std::move(check)) {
  judged_ = seen_ = {trace(certificate_), trace(key_)};
  auto pair = read();
  if (!pair) throw std::runtime_error(pair.error().detail);
  pair_ = std::move(*pair);
}

GivenFiles::Trace GivenFiles::trace(const std::filesystem::path& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0) return {};
  return {found.st_ino, found.st_size, std::int64_t{found.st_mtim.tv_sec} * 1'000'000'000 + found.st_mtim.tv_nsec};
}

Result<KeyPair> GivenFiles::read() const {
  if (auto right = check_(certificate_, key_); !right) return right.error();
  auto certificate = read_whole(certificate_);
  if (!certificate) return certificate.error();
  auto key = read_whole(key_);
  if (!key) return key.error();
  KeyPair pair{certificate->value_or(""), key->value_or("")};
  if (!whole(pair)) return invalid("tls_key", "The certificate and its key changed while they were read.");
  return pair;
}

bool GivenFiles::look(WallTime, bool at_once) {
  const Traces now{trace(certificate_), trace(key_)};
  const bool settled = now == std::exchange(seen_, now);
  if ((now == judged_ || !settled) && !at_once) return false;
  judged_ = now;
  auto pair = read();
  if (!pair) {
    spdlog::error("tls: the certificate stays as it was: {}", pair.error().detail);
    return false;
  }
  if (pair->certificate == pair_.certificate && pair->key == pair_.key) return false;
  pair_ = std::move(*pair);
  spdlog::info("tls: serving with the new certificate {}", certificate_.string());
  return true;
}

}  // namespace wardcast::tls

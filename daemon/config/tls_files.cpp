// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/config/tls_files.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace wardcast::site {
namespace {

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

/// What the HTTP server would load its files into.
class Context {
 public:
  Context() : context_(SSL_CTX_new(TLS_server_method())) {
    // Otherwise OpenSSL asks the terminal.
    SSL_CTX_set_default_passwd_cb(context_.get(), [](char*, int, int, void*) { return 0; });
  }
  [[nodiscard]] bool take_certificate(const std::filesystem::path& file) {
    return SSL_CTX_use_certificate_chain_file(context_.get(), file.c_str()) == 1;
  }
  [[nodiscard]] bool take_key(const std::filesystem::path& file) {
    return SSL_CTX_use_PrivateKey_file(context_.get(), file.c_str(), SSL_FILETYPE_PEM) == 1;
  }
  [[nodiscard]] bool fits() { return SSL_CTX_check_private_key(context_.get()) == 1; }

 private:
  std::unique_ptr<SSL_CTX, Free> context_;
};

/// OpenSSL's own words for where the failure began; they are then forgotten.
std::string reason() {
  const char* words = ERR_reason_error_string(ERR_peek_error());
  std::string text = words == nullptr ? "cannot be read" : words;
  ERR_clear_error();
  return text;
}

}  // namespace

Result<void> check_certificate(const std::filesystem::path& certificate) {
  if (Context{}.take_certificate(certificate)) return {};
  return invalid("tls_certificate", "'" + certificate.string() + "' holds no certificate that can be used (" +
                                        reason() + "); give a PEM file, which begins with -----BEGIN CERTIFICATE-----");
}

Result<void> check_key(const std::filesystem::path& key) {
  if (Context{}.take_key(key)) return {};
  return invalid("tls_key", "'" + key.string() + "' holds no private key that can be used (" + reason() +
                                "); give a PEM file without a password, which begins with -----BEGIN PRIVATE KEY-----");
}

Result<void> check_pair(const std::filesystem::path& certificate, const std::filesystem::path& key) {
  Context context;
  if (context.take_certificate(certificate) && context.take_key(key) && context.fits()) return {};
  ERR_clear_error();
  return invalid("tls_key", "'" + key.string() + "' does not belong to the certificate '" + certificate.string() +
                                "'; give the key that the certificate was made with");
}

}  // namespace wardcast::site

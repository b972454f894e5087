// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/tls/openssl.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <stdexcept>

namespace wardcast::tls {
namespace {

BioPtr reading(std::string_view text) { return BioPtr{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))}; }

/// Otherwise OpenSSL asks the terminal.
int no_password(char*, int, int, void*) { return 0; }

}  // namespace

std::string openssl_reason() {
  const char* words = ERR_reason_error_string(ERR_peek_error());
  std::string text = words == nullptr ? "unknown reason" : words;
  ERR_clear_error();
  return text;
}

void openssl_failed(const char* doing) {
  throw std::runtime_error(std::string{"cannot "} + doing + ": " + openssl_reason());
}

CertificatePtr parse_certificate(std::string_view pem) {
  const auto in = reading(pem);
  CertificatePtr certificate{PEM_read_bio_X509(in.get(), nullptr, &no_password, nullptr)};
  ERR_clear_error();
  return certificate;
}

KeyPtr parse_key(std::string_view pem) {
  const auto in = reading(pem);
  KeyPtr key{PEM_read_bio_PrivateKey(in.get(), nullptr, &no_password, nullptr)};
  ERR_clear_error();
  return key;
}

}  // namespace wardcast::tls

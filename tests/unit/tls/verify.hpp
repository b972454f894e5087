// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <openssl/x509_vfy.h>

#include <string>

#include "base/time.hpp"
#include "daemon/tls/openssl.hpp"

namespace wardcast::tls {

inline constexpr WallTime kInstalled{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};

/// What a browser would say: "ok", or OpenSSL's reason. `name` is a host name or an address; trusts `anchor` alone.
inline std::string verdict(const std::string& anchor, const std::string& shown, const std::string& name, WallTime at) {
  const std::unique_ptr<X509_STORE, Freed<X509_STORE_free>> store{X509_STORE_new()};
  const auto trusted = parse_certificate(anchor);
  const auto leaf = parse_certificate(shown);
  X509_STORE_add_cert(store.get(), trusted.get());
  const std::unique_ptr<X509_STORE_CTX, Freed<X509_STORE_CTX_free>> context{X509_STORE_CTX_new()};
  X509_STORE_CTX_init(context.get(), store.get(), leaf.get(), nullptr);
  X509_STORE_CTX_set_default(context.get(), "ssl_server");
  auto* parameters = X509_STORE_CTX_get0_param(context.get());
  if (X509_VERIFY_PARAM_set1_ip_asc(parameters, name.c_str()) != 1)
    X509_VERIFY_PARAM_set1_host(parameters, name.c_str(), name.size());
  X509_VERIFY_PARAM_set_time(parameters, std::chrono::system_clock::to_time_t(at));
  X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_X509_STRICT);
  if (X509_verify_cert(context.get()) == 1) return "ok";
  return X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()));
}

}  // namespace wardcast::tls

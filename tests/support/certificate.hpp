// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>
#include <memory>

namespace wardcast::test {

template <auto function>
struct With {
  template <class T>
  void operator()(T* thing) const {
    function(thing);
  }
};

/// A key and a certificate signed by itself, for "test".
inline void make_certificate(const std::filesystem::path& certificate, const std::filesystem::path& key) {
  const std::unique_ptr<EVP_PKEY, With<EVP_PKEY_free>> pair{EVP_EC_gen("P-256")};
  const std::unique_ptr<X509, With<X509_free>> cert{X509_new()};
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), 3600);
  X509_set_pubkey(cert.get(), pair.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(cert.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
  X509_set_issuer_name(cert.get(), X509_get_subject_name(cert.get()));
  X509_sign(cert.get(), pair.get(), EVP_sha256());
  const std::unique_ptr<std::FILE, With<std::fclose>> cert_file{std::fopen(certificate.c_str(), "w")};
  PEM_write_X509(cert_file.get(), cert.get());
  const std::unique_ptr<std::FILE, With<std::fclose>> key_file{std::fopen(key.c_str(), "w")};
  PEM_write_PrivateKey(key_file.get(), pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

}  // namespace wardcast::test

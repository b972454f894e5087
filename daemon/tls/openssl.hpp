// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

// OpenSSL's things with an owner. Private to this room.
namespace wardcast::tls {

template <auto function>
struct Freed {
  template <class T>
  void operator()(T* thing) const {
    function(thing);
  }
};
using BioPtr = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, Freed<X509_free>>;
using NumberPtr = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using GeneralNamesPtr = std::unique_ptr<GENERAL_NAMES, Freed<GENERAL_NAMES_free>>;
using NameConstraintsPtr = std::unique_ptr<NAME_CONSTRAINTS, Freed<NAME_CONSTRAINTS_free>>;

/// OpenSSL's own words for where the failure began; they are then forgotten.
std::string openssl_reason();
/// Throws std::runtime_error with them.
[[noreturn]] void openssl_failed(const char* doing);

/// Null when the text holds none; what OpenSSL says of it is forgotten.
CertificatePtr parse_certificate(std::string_view pem);
KeyPtr parse_key(std::string_view pem);

}  // namespace wardcast::tls

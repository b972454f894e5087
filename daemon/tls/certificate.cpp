// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in a certificate, and whether things belong together.
#include "daemon/tls/certificate.hpp"

#include <arpa/inet.h>

#include <array>
#include <ctime>

#include "daemon/tls/openssl.hpp"

namespace wardcast::tls {
namespace {

WallTime instant(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return WallTime{};
  return WallTime{seconds{::timegm(&parts)}};
}

std::string fingerprint_of(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (X509_digest(certificate, EVP_sha256(), digest.data(), &length) != 1) openssl_failed("compute a fingerprint");
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string text;
  for (unsigned i = 0; i < length; ++i) {
    if (i > 0) text += ':';
    text += kHex[digest[i] >> 4U];
    text += kHex[digest[i] & 15U];
  }
  return text;
}

void add_name(const GENERAL_NAME* name, Names& names) {
  if (name->type == GEN_DNS) {
    const auto* text = name->d.dNSName;
    names.add({reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
               static_cast<std::size_t>(ASN1_STRING_length(text))});
  } else if (name->type == GEN_IPADD) {
    const auto* bytes = name->d.iPAddress;
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = ASN1_STRING_length(bytes) == 4 ? AF_INET : AF_INET6;
    if (::inet_ntop(family, ASN1_STRING_get0_data(bytes), text.data(), text.size()) != nullptr) names.add(text.data());
  }
}

}  // namespace

Result<Facts> read_facts(std::string_view certificate) {
  const auto parsed = parse_certificate(certificate);
  if (!parsed) return Error{ErrorCode::corrupt, "This is no certificate in PEM."};
  Facts facts;
  facts.not_before = instant(X509_get0_notBefore(parsed.get()));
  facts.not_after = instant(X509_get0_notAfter(parsed.get()));
  facts.fingerprint = fingerprint_of(parsed.get());
  const GeneralNamesPtr names{
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(parsed.get(), NID_subject_alt_name, nullptr, nullptr))};
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i)
    add_name(sk_GENERAL_NAME_value(names.get(), i), facts.names);
  return facts;
}

bool whole(const KeyPair& pair) {
  const auto certificate = parse_certificate(pair.certificate);
  const auto key = parse_key(pair.key);
  if (!certificate || !key) return false;
  const bool fits = X509_check_private_key(certificate.get(), key.get()) == 1;
  if (!fits) openssl_reason();
  return fits;
}

bool issued_by(const KeyPair& authority, const KeyPair& pair) {
  const auto signer = parse_certificate(authority.certificate);
  const auto certificate = parse_certificate(pair.certificate);
  if (!signer || !certificate || !whole(pair)) return false;
  const bool signed_by_it = X509_check_issued(signer.get(), certificate.get()) == X509_V_OK &&
                            X509_verify(certificate.get(), X509_get0_pubkey(signer.get())) == 1;
  if (!signed_by_it) openssl_reason();
  return signed_by_it;
}

}  // namespace wardcast::tls

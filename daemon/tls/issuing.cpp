// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates made.
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "daemon/tls/certificate.hpp"
#include "daemon/tls/openssl.hpp"

namespace wardcast::tls {
namespace {

constexpr long kVersion3 = 2;
constexpr int kSerialBits = 127;         // RFC 5280: positive, at most 20 octets
constexpr std::size_t kCommonName = 64;  // characters, RFC 5280

/// Where no public name lives: RFC 6761, 6762, 8375, and what routers call their networks.
constexpr std::array kLocalNames{"localhost", "local", "lan", "internal", "home.arpa"};
/// Private, link-local and loopback addresses, as OpenSSL writes a network.
constexpr std::array kLocalNetworks{"10.0.0.0/255.0.0.0",      "172.16.0.0/255.240.0.0",
                                    "192.168.0.0/255.255.0.0", "169.254.0.0/255.255.0.0",
                                    "127.0.0.0/255.0.0.0",     "FC00::/FE00::",
                                    "FE80::/FFC0::",           "::1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF"};

KeyPtr new_key() {
  KeyPtr key{EVP_EC_gen("P-256")};
  if (!key) openssl_failed("make a key");
  return key;
}

template <class Write>
std::string written(Write write) {
  const BioPtr out{BIO_new(BIO_s_mem())};
  if (!out || write(out.get()) != 1) openssl_failed("write a certificate");
  char* data = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

KeyPair in_pem(X509* certificate, EVP_PKEY* key) {
  return {written([certificate](BIO* out) { return PEM_write_bio_X509(out, certificate); }), written([key](BIO* out) {
            return PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

void set_time(ASN1_TIME* field, WallTime at) {
  if (ASN1_TIME_set(field, std::chrono::floor<seconds>(at).time_since_epoch().count()) == nullptr)
    openssl_failed("write a date");
}

/// No more than so many characters of UTF-8.
std::string shortened(std::string text, std::size_t characters) {
  std::size_t begun = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (begins && ++begun > characters) {
      text.resize(i);
      break;
    }
  }
  return text;
}

void name_it(X509_NAME* name, const char* what, const std::string& text) {
  const auto value = shortened(text, kCommonName);
  if (X509_NAME_add_entry_by_txt(name, what, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.data()),
                                 static_cast<int>(value.size()), -1, 0) != 1)
    openssl_failed("write a name");
}

void extend(X509* certificate, X509* issuer, int what, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const ExtensionPtr extension{X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str())};
  if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) openssl_failed("write an extension");
}

/// Version, random serial number, dates and key; what is common to all.
CertificatePtr begun(EVP_PKEY* key, WallTime from, WallTime until) {
  CertificatePtr certificate{X509_new()};
  const NumberPtr serial{BN_new()};
  if (!certificate || !serial || BN_rand(serial.get(), kSerialBits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) != 1 ||
      BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate.get())) == nullptr ||
      X509_set_version(certificate.get(), kVersion3) != 1 || X509_set_pubkey(certificate.get(), key) != 1)
    openssl_failed("begin a certificate");
  set_time(X509_getm_notBefore(certificate.get()), from);
  set_time(X509_getm_notAfter(certificate.get()), until);
  return certificate;
}

void sign(X509* certificate, EVP_PKEY* with) {
  if (X509_sign(certificate, with, EVP_sha256()) == 0) openssl_failed("sign a certificate");
}

std::string random_mark() {
  const NumberPtr number{BN_new()};
  if (!number || BN_rand(number.get(), 32, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) != 1) openssl_failed("draw a number");
  const std::unique_ptr<char, void (*)(char*)> text{BN_bn2hex(number.get()), [](char* t) { OPENSSL_free(t); }};
  return text.get();
}

/// "DNS:a,IP:1.2.3.4". Names::add let nothing through that has a meaning of its own here.
std::string alternatives(const Names& names) {
  std::string text;
  for (const auto& name : names.dns) text += ",DNS:" + name;
  for (const auto& address : names.addresses) text += ",IP:" + address;
  return text.empty() ? text : text.substr(1);
}

std::string constraints(const Names& names) {
  std::string text = "critical";
  for (const auto* name : kLocalNames) text += std::string{",permitted;DNS:"} + name;
  for (const auto* network : kLocalNetworks) text += std::string{",permitted;IP:"} + network;
  for (const auto& name : names.dns) text += ",permitted;DNS:" + name;
  for (const auto& address : names.addresses) {
    const bool v6 = address.find(':') != std::string::npos;
    text += ",permitted;IP:" + address + (v6 ? "/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF" : "/255.255.255.255");
  }
  return text;
}

}  // namespace

KeyPair make_authority(const std::string& station, const Names& names, WallTime now) {
  const auto key = new_key();
  const auto certificate = begun(key.get(), now - kBackDated, now + kAuthorityLife);
  auto* name = X509_get_subject_name(certificate.get());
  name_it(name, "O", station);
  // Two authorities of one name would confuse whoever trusts both.
  name_it(name, "CN", "Wardcast CA " + random_mark());
  X509_set_issuer_name(certificate.get(), name);
  extend(certificate.get(), certificate.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  extend(certificate.get(), certificate.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  extend(certificate.get(), certificate.get(), NID_subject_key_identifier, "hash");
  extend(certificate.get(), certificate.get(), NID_name_constraints, constraints(names));
  sign(certificate.get(), key.get());
  return in_pem(certificate.get(), key.get());
}

Names permitted(const KeyPair& authority, const Names& names) {
  const auto signer = parse_certificate(authority.certificate);
  const NameConstraintsPtr limits{static_cast<NAME_CONSTRAINTS*>(
      signer ? X509_get_ext_d2i(signer.get(), NID_name_constraints, nullptr, nullptr) : nullptr)};
  if (!limits) return names;
  const auto allowed = [&](const Names& one) {
    const auto trial = parse_certificate(issue(authority, one, WallTime{}).certificate);
    X509_check_purpose(trial.get(), -1, 0);  // makes OpenSSL look into it, which the check does not
    return NAME_CONSTRAINTS_check(trial.get(), limits.get()) == X509_V_OK;
  };
  Names kept;
  for (const auto& name : names.dns)
    if (allowed({{name}, {}})) kept.dns.insert(name);
  for (const auto& address : names.addresses)
    if (allowed({{}, {address}})) kept.addresses.insert(address);
  return kept;
}

KeyPair issue(const KeyPair& authority, const Names& names, WallTime now) {
  const auto signer = parse_certificate(authority.certificate);
  const auto signing_key = parse_key(authority.key);
  if (!signer || !signing_key) throw std::runtime_error("the certificate authority cannot be read");
  const auto end = std::min(now + kServerLife, read_facts(authority.certificate).value().not_after);
  const auto key = new_key();
  const auto certificate = begun(key.get(), now - kBackDated, end);
  name_it(X509_get_subject_name(certificate.get()), "CN", "Wardcast");
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(signer.get()));
  extend(certificate.get(), signer.get(), NID_basic_constraints, "critical,CA:FALSE");
  extend(certificate.get(), signer.get(), NID_key_usage, "critical,digitalSignature");
  extend(certificate.get(), signer.get(), NID_ext_key_usage, "serverAuth");
  extend(certificate.get(), signer.get(), NID_subject_key_identifier, "hash");
  extend(certificate.get(), signer.get(), NID_authority_key_identifier, "keyid:always");
  extend(certificate.get(), signer.get(), NID_subject_alt_name, alternatives(names));
  sign(certificate.get(), signing_key.get());
  return in_pem(certificate.get(), key.get());
}

}  // namespace wardcast::tls

// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/access/secrets.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

#include "base/text.hpp"

namespace wardcast::access {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = std::size_t{19} * 1024 * 1024;

/// Safe to ask for again and again, and from any thread.
void ready() {
  if (sodium_init() < 0) throw std::runtime_error{"libsodium cannot be initialised"};
}

/// Two keyboards may write the same letter differently ("ế" as one sign or three): both must fit.
std::string normal(std::string_view password) {
  auto nfc = to_nfc(password);
  return nfc ? std::move(*nfc) : std::string{password};
}

template <std::size_t size>
std::string random_base64(int variant) {
  std::array<unsigned char, size> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, size * 2> text{};
  return sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
  ready();
  auto text = normal(password);
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  const int failed = crypto_pwhash_str(hash.data(), text.data(), text.size(), kPasses, kMemory);
  forget(text);
  if (failed != 0) return Error{ErrorCode::unavailable, "There is not enough memory to hash a password."};
  return std::string{hash.data()};
}

bool verify_password(std::string_view hash, std::string_view password) {
  ready();
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  std::array<char, crypto_pwhash_STRBYTES> padded{};  // libsodium reads up to the terminating zero
  hash.copy(padded.data(), hash.size());
  auto text = normal(password);
  const bool fits = crypto_pwhash_str_verify(padded.data(), text.data(), text.size()) == 0;
  forget(text);
  return fits;
}

std::string_view hash_of_nobody() {
  // Random bytes where the salt and the hash would be: shaped like a hash of today's cost, made from no password.
  static const std::string shaped = [] {
    ready();
    return "$argon2id$v=19$m=" + std::to_string(kMemory / 1024) + ",t=" + std::to_string(kPasses) + ",p=1$" +
           random_base64<16>(sodium_base64_VARIANT_ORIGINAL_NO_PADDING) + "$" +
           random_base64<32>(sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  }();
  return shaped;
}

std::string random_secret() {
  ready();
  return random_base64<32>(sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string secret_hash(std::string_view secret) {
  ready();
  std::array<unsigned char, 32> digest{};
  std::string copy{secret};
  (void)crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(copy.data()),
                           copy.size(), nullptr, 0);
  forget(copy);
  std::array<char, digest.size() * 2 + 1> hex{};
  return sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

void forget(std::string& text) {
  sodium_memzero(text.data(), text.size());
  text.clear();
}

}  // namespace wardcast::access

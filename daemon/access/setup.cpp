// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/access/setup.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "daemon/access/secrets.hpp"

namespace wardcast::access {
namespace {

constexpr std::string_view kSigns = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // 32: five bits each
constexpr int kGroups = 4;
constexpr int kGroup = 4;
constexpr std::size_t kLongestTyped = 64;

Error cannot_write(const std::filesystem::path& file, int why) {
  return {why == ENOSPC ? ErrorCode::no_space : ErrorCode::unavailable,
          "Cannot write the set-up code to " + file.string() + ": " + std::generic_category().message(why) + "."};
}

/// Nobody else may read it, whatever stood there before.
Result<void> write_private(const std::filesystem::path& file, const std::string& text) {
  std::error_code ignored;  // most likely there is none
  std::filesystem::remove(file, ignored);
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (out < 0) return cannot_write(file, errno);
  const auto written = ::write(out, text.data(), text.size());
  const int why = errno;
  ::close(out);
  if (written != static_cast<ssize_t>(text.size())) return cannot_write(file, written < 0 ? why : ENOSPC);
  return {};
}

}  // namespace

std::string random_code() {
  if (sodium_init() < 0) throw std::runtime_error{"libsodium cannot be initialised"};
  std::string code;
  for (int i = 0; i < kGroups * kGroup; ++i) {
    if (i > 0 && i % kGroup == 0) code += '-';
    code += kSigns[randombytes_uniform(static_cast<std::uint32_t>(kSigns.size()))];
  }
  return code;
}

std::string plain_code(std::string_view typed) {
  std::string plain;
  for (char sign : typed.substr(0, kLongestTyped)) {
    if (sign == '-' || sign == ' ') continue;
    if (sign >= 'a' && sign <= 'z') sign = static_cast<char>(sign - 'a' + 'A');
    if (sign == 'O') sign = '0';
    if (sign == 'I' || sign == 'L') sign = '1';
    plain += sign;
  }
  return plain;
}

Result<std::optional<std::string>> Setup::begin() {
  if (!store_.users().empty()) {
    end();
    return std::optional<std::string>{};
  }
  auto code = random_code();
  if (auto written = write_private(file_, code + "\n"); !written) return written.error();
  code_ = plain_code(code);
  return std::optional{std::move(code)};
}

bool Setup::needed() {
  if (code_.empty()) return false;
  if (store_.users().empty()) return true;
  end();
  return false;
}

std::optional<TooManyAttempts> Setup::attempt(std::string_view peer, SteadyTime now) {
  if (const auto wait = throttle_.attempt("", peer, now); wait > seconds{0}) return TooManyAttempts{wait};
  return std::nullopt;
}

bool Setup::right(std::string_view typed) const {
  auto plain = plain_code(typed);
  const bool same = !code_.empty() && same_secret(plain, code_);
  forget(plain);
  return same;
}

void Setup::end() {
  forget(code_);
  std::error_code ignored;  // a code that is not accepted any more does no harm
  std::filesystem::remove(file_, ignored);
}

}  // namespace wardcast::access

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

// Passwords, tokens and cookies. Any thread.
namespace wardcast::access {

/// Argon2id of libsodium, two passes over 19 MiB: 20–60 ms and that much memory. One at a time, on a thread that may
/// wait. Error: unavailable when the memory cannot be had.
Result<std::string> hash_password(std::string_view password);
/// The same cost; compares in constant time. False also when `hash` is none.
bool verify_password(std::string_view hash, std::string_view password);
/// A hash that no password fits: verified for people who are not known, so that the time taken tells nothing.
std::string_view hash_of_nobody();

/// 32 random bytes in base64url, without padding.
std::string random_secret();
/// What of a secret is stored: BLAKE2b-256 in hex. Quick, for a secret of 256 random bits cannot be guessed anyway.
std::string secret_hash(std::string_view secret);
/// Constant in time for texts of equal length.
bool same_secret(std::string_view a, std::string_view b);

/// Overwrites the text before it gives its memory back.
void forget(std::string& text);

}  // namespace wardcast::access

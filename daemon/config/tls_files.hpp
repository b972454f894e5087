// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>

#include "base/result.hpp"

namespace wardcast::site {

/// Can the station speak TLS with this certificate? It must be PEM, perhaps with its chain. Error: invalid, a sentence.
Result<void> check_certificate(const std::filesystem::path& certificate);
/// Likewise the private key, without a password.
Result<void> check_key(const std::filesystem::path& key);
/// Do the two belong together? For files that are right each by itself.
Result<void> check_pair(const std::filesystem::path& certificate, const std::filesystem::path& key);

}  // namespace wardcast::site

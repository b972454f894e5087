// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>

#include "daemon/http/router.hpp"

namespace wardcast::http {

/// What people need to trust the station's own certificate authority.
struct AuthorityNotice {
  std::string station;      ///< its name
  std::string certificate;  ///< PEM
  std::string fingerprint;  ///< SHA-256, "AB:CD:…"
};

/// GET /ca.crt and GET /install-ca, the page that says how; open to all. Without a notice (the station speaks plain
/// HTTP, or a certificate was given) both say 404 and why.
void add_authority_routes(Router& router, std::optional<AuthorityNotice> notice);

/// The page: Vietnamese, then English; no script.
std::string authority_page(const AuthorityNotice& notice);

}  // namespace wardcast::http

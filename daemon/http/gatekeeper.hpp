// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>

#include "daemon/access/roles.hpp"
#include "daemon/http/head.hpp"
#include "daemon/http/router.hpp"

namespace wardcast::http {

/// May this person use this route with this request? 401 when nobody is recognised, 403 when the role or a forged
/// request forbids it; nothing when the request may go on. Pure.
std::optional<Response> refuse_person(const Head& head, const Route& route, const std::optional<Visitor>& visitor);

}  // namespace wardcast::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>

#include "daemon/access/roles.hpp"
#include "daemon/http/api.hpp"

namespace wardcast::editorial {

/// {id, username, role, self_approve, disabled}
inline boost::json::object user_json(const store::User& user) {
  return {{"id", user.id},
          {"username", user.name},
          {"role", access::to_text(user.role)},
          {"self_approve", user.self_approve},
          {"disabled", user.disabled}};
}

/// Who asked for what, to be kept while a password is worked on: of the body, which holds it, only the version.
inline http::Request without_body(const http::Request& request) {
  auto kept = request;
  kept.json = {};
  if (const auto* version = request.json.if_contains("version")) kept.json["version"] = *version;
  return kept;
}

}  // namespace wardcast::editorial

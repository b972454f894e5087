// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/gatekeeper.hpp"

#include "daemon/http/problem.hpp"

namespace wardcast::http {

std::optional<Response> refuse_person(const Head& head, const Route& route, const std::optional<Visitor>& visitor) {
  using Kind = Permission::Kind;
  if (route.permission.kind != Kind::anyone && !visitor) {
    auto response =
        problem(401, head.credentials.none() ? "Log in first (POST /api/v1/session), or send a bearer token."
                                             : "The session or token is not known, has ended or was revoked.");
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
  }
  if (const auto why = forgery(head, visitor ? &visitor->csrf : nullptr); !why.empty()) return problem(403, why);
  if (route.permission.kind == Kind::action && !access::may(visitor->who.role, route.permission.action))
    return problem(403, "Your role may not do this.");
  return std::nullopt;
}

}  // namespace wardcast::http

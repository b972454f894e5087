// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/access/accounts.hpp"
#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/http/fields.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

boost::json::value time_json(const std::optional<WallTime>& at, const TimeZone& zone) {
  if (!at) return nullptr;
  return boost::json::value(zone.rfc3339(*at));  // in braces it would be a list
}

boost::json::object token_json(const Deps& deps, const store::Token& token) {
  return {{"id", token.id},
          {"name", token.name},
          {"role", access::to_text(token.role)},
          {"created_at", deps.zone.rfc3339(token.created)},
          {"expires_at", time_json(token.expires, deps.zone)},
          {"last_used_at", time_json(deps.gate.last_used(token), deps.zone)},
          {"revoked", token.revoked}};
}

Response list(const Deps& deps) {
  boost::json::array tokens;
  for (const auto& token : deps.store.tokens()) tokens.push_back(token_json(deps, token));
  return http::json(200, {{"tokens", std::move(tokens)}});
}

Response create(const Deps& deps, const Request& request) {
  std::string name, role_text, expires_text;
  std::optional<WallTime> expires;
  http::Fields fields{request.json};
  fields.text("name", name, 256);
  fields.require("name", name);
  fields.text("role", role_text, 20);
  const auto role = access::role_from_text(role_text);
  if (!role) fields.refuse("role", "Give one of " + access::all_roles() + ".");
  fields.text("expires_at", expires_text, 64);
  if (!expires_text.empty()) {
    if (const auto at = parse_rfc3339(expires_text))
      expires = *at;
    else
      fields.refuse("expires_at", "Give an instant such as 2027-01-31T17:00:00+07:00, or null for never.");
  }
  if (auto refusal = fields.refusal()) return *refusal;
  access::NewToken made;
  boost::json::object facts{{"role", role_text}, {"expires_at", time_json(expires, deps.zone)}};
  const auto done = change(deps, audited(request, "token.create", "token/" + name, {}, boost::json::serialize(facts)),
                           [&]() -> Result<void> {
                             auto created =
                                 access::Accounts{deps.store}.create_token(name, *role, expires, request.now.wall);
                             if (!created) return created.error();
                             made = std::move(*created);
                             return {};
                           });
  if (!done) return http::problem(done.error());
  auto body = token_json(deps, made.token);
  body["token"] = made.text;
  auto response = http::json(201, body);
  response.headers.emplace_back("Location", "/api/v1/tokens/" + std::to_string(made.token.id));
  return response;
}

Response revoke(const Deps& deps, const Request& request) {
  const auto id = request.id();
  if (!id) return http::problem(id.error());
  const auto tokens = deps.store.tokens();
  const auto token = std::ranges::find(tokens, *id, &store::Token::id);
  if (token == tokens.end()) return http::problem(404, "There is no token " + std::to_string(*id) + ".");
  if (token->revoked) return http::no_content();
  const auto done = change(deps, audited(request, "token.revoke", "token/" + std::to_string(*id)),
                           [&deps, id] { return deps.store.revoke_token(*id); });
  if (!done) return http::problem(done.error());
  deps.session_ended(token->hash);
  return http::no_content();
}

}  // namespace

void add_token_routes(http::Router& router, const Deps& deps) {
  router.add({Verb::get, "/api/v1/tokens", Run::desk, Action::read_accounts, Body::none,
              [&deps](const Request&) { return list(deps); }});
  router.add({Verb::post, "/api/v1/tokens", Run::desk, Action::manage_accounts, Body::json,
              [&deps](const Request& request) { return create(deps, request); }});
  router.add({Verb::delete_, "/api/v1/tokens/{id}", Run::desk, Action::manage_accounts, Body::none,
              [&deps](const Request& request) { return revoke(deps, request); }});
}

}  // namespace wardcast::editorial

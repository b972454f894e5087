// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/json/serialize.hpp>

#include "daemon/access/secrets.hpp"
#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/password_work.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/editorial/user_json.hpp"
#include "daemon/http/fields.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using http::Body;
using http::Permission;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

std::string cookie(std::string_view value, seconds age, bool secure) {
  std::string text = "wardcast_session=";
  text.append(value).append("; HttpOnly; SameSite=Strict; Path=/; Max-Age=").append(std::to_string(age.count()));
  if (secure) text += "; Secure";
  return text;
}

boost::json::object person(const Deps& deps, const access::Principal& who, const std::string& csrf) {
  boost::json::object body{{"name", who.name},
                           {"role", access::to_text(who.role)},
                           {"self_approve", who.self_approve},
                           {"station", deps.site.station.name},
                           {"language", deps.site.station.language}};
  if (csrf.empty())
    body["csrf_token"] = nullptr;
  else
    body["csrf_token"] = csrf;
  return body;
}

Response opened(const Deps& deps, const Request& request, const access::Challenge& challenge, bool verified) {
  auto entry = audited(request, "session.open", "user/" + challenge.name);
  entry.at = deps.clock.now().wall;
  entry.who = challenge.name;
  const auto session = deps.gate.open_session(challenge, verified, request.peer, entry.at);
  if (!session) {
    entry.action = "session.refuse";
    if (!deps.store.user_by_name(challenge.name)) {
      // Nobody's name: perhaps a password in the wrong field, which a chain of entries would keep for ever.
      entry.who.clear();
      entry.target = "user/?";
    }
    entry.after = boost::json::serialize(boost::json::object{{"peer", request.peer}});
    audit_later(deps, std::move(entry));
    if (session.error().code != ErrorCode::forbidden) return http::problem(session.error());
    return http::problem(401, session.error().detail);
  }
  entry.who = session->who.name;
  audit_later(deps, std::move(entry));
  auto body = person(deps, session->who, session->csrf);
  body["expires_at"] = deps.zone.rfc3339(session->expires);
  auto response = http::json(200, body);
  const auto age = std::chrono::duration_cast<seconds>(access::Gate::kSession);
  response.headers.emplace_back("Set-Cookie", cookie(session->cookie, age, request.secure));
  return response;
}

/// desk: who is meant → the worker "passwords": does the password fit → desk: the session.
Response log_in(const Deps& deps, const Request& request) {
  std::string name, password;
  http::Fields fields{request.json};
  fields.secret("username", name, 200);
  fields.secret("password", password, 1000);
  if (auto refusal = fields.refusal()) return *refusal;
  const auto asked = deps.gate.challenge(name, request.peer, request.now.steady);
  if (const auto* wait = std::get_if<access::TooManyAttempts>(&asked)) return too_many(*wait);
  const auto challenge = std::make_shared<const access::Challenge>(std::get<access::Challenge>(asked));
  const auto verified = std::make_shared<bool>(false);
  return after_password_work(
      deps,
      [challenge, verified, given = given_password(std::move(password))] {
        *verified = access::verify_password(challenge->hash, *given);
      },
      [&deps, who = without_body(request), challenge, verified] { return opened(deps, who, *challenge, *verified); });
}

Response log_out(const Deps& deps, const Request& request) {
  auto response = http::no_content();
  response.headers.emplace_back("Set-Cookie", cookie("", seconds{0}, request.secure));
  if (request.visitor->csrf.empty()) return response;  // a token: nothing to end
  const auto session = request.visitor->key;
  const auto done = change(deps, audited(request, "session.close", "user/" + request.who().name),
                           [&deps, &session] { return deps.gate.close_session(session); });
  if (!done) return http::problem(done.error());
  deps.session_ended(session);
  return response;
}

Response me(const Deps& deps, const Request& request) {
  return http::json(200, person(deps, request.who(), request.visitor->csrf));
}

}  // namespace

std::optional<http::Visitor> recognise(access::Gate& gate, const http::Credentials& credentials, WallTime now) {
  if (!credentials.bearer.empty()) {
    auto token = gate.by_token(credentials.bearer, now);
    if (!token) return std::nullopt;
    return http::Visitor{std::move(token->who), std::move(token->key), {}};
  }
  auto session = gate.by_cookie(credentials.cookie, now);
  if (!session) return std::nullopt;
  return http::Visitor{std::move(session->who), std::move(session->key), std::move(session->csrf)};
}

void add_session_routes(http::Router& router, const Deps& deps) {
  router.add({Verb::post, "/api/v1/session", Run::desk, Permission::anyone(), Body::json,
              [&deps](const Request& request) { return log_in(deps, request); }});
  router.add({Verb::delete_, "/api/v1/session", Run::desk, Action::see_self, Body::none,
              [&deps](const Request& request) { return log_out(deps, request); }});
  router.add({Verb::get, "/api/v1/me", Run::desk, Action::see_self, Body::none,
              [&deps](const Request& request) { return me(deps, request); }});
}

}  // namespace wardcast::editorial

// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/json/serialize.hpp>

#include "daemon/access/secrets.hpp"
#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/routes.hpp"
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

constexpr milliseconds kLogin{20'000};

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
  const auto session = deps.gate.open_session(challenge, verified, entry.at);
  if (!session) {
    entry.action = "session.refuse";
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
  const auto asked = deps.gate.challenge(name, request.now.steady);
  if (const auto* wait = std::get_if<access::TooManyAttempts>(&asked)) {
    auto response = http::problem(429, "Too many attempts; wait " + std::to_string(wait->retry_after.count()) + " s.");
    response.headers.emplace_back("Retry-After", std::to_string(wait->retry_after.count()));
    return response;
  }
  const auto busy = [] {
    auto response = http::problem(503, "Too many people log in at once; try again in a moment.");
    response.headers.emplace_back("Retry-After", "2");
    return response;
  };
  auto response = busy();
  response.later = std::make_shared<const http::Later>(
      http::Later{kLogin, [&deps, request, busy, given = std::move(password),
                           challenge = std::get<access::Challenge>(asked)](const http::Reply& reply) {
                    const bool taken = deps.passwords.post([&deps, request, busy, given, challenge, reply] {
                      const bool verified = access::verify_password(challenge.hash, given);
                      const bool back = deps.desk.post([&deps, request, challenge, verified, reply] {
                        reply(opened(deps, request, challenge, verified));
                      });
                      if (!back) reply(busy());
                    });
                    if (!taken) reply(busy());
                  }});
  return response;
}

Response log_out(const Deps& deps, const Request& request) {
  auto response = http::no_content();
  response.headers.emplace_back("Set-Cookie", cookie("", seconds{0}, request.secure));
  const auto session = request.visitor->session;
  if (session.empty()) return response;  // a token: nothing to end
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
    auto who = gate.by_token(credentials.bearer);
    if (!who) return std::nullopt;
    return http::Visitor{std::move(*who), {}, {}};
  }
  auto session = gate.by_cookie(credentials.cookie, now);
  if (!session) return std::nullopt;
  return http::Visitor{std::move(session->who), credentials.cookie, std::move(session->csrf)};
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

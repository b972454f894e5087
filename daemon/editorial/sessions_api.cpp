// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/routes.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

boost::json::object session_json(const Deps& deps, const Request& request, const store::Session& session) {
  return {{"id", session.id},
          {"user", session.user},
          {"created_at", deps.zone.rfc3339(session.created)},
          {"last_seen_at", deps.zone.rfc3339(deps.gate.last_seen(session))},
          {"expires_at", deps.zone.rfc3339(session.expires)},
          {"peer", session.peer},
          {"current", session.hash == request.visitor->key}};
}

/// Whose sessions are asked for: one's own, or an administrator's ?user=. Error: invalid, forbidden.
Result<store::UserId> whose(const Request& request) {
  const auto text = request.query_value("user");
  if (!text) return request.who().user;
  store::UserId user = 0;
  const auto [end, wrong] = std::from_chars(text->data(), text->data() + text->size(), user);
  if (wrong != std::errc{} || end != text->data() + text->size() || user < 1)
    return invalid("user", "Give a user's id.");
  if (user != request.who().user && !access::may(request.who().role, Action::read_accounts))
    return Error{ErrorCode::forbidden, "Your role may see your own sessions only."};
  return user;
}

Response list(const Deps& deps, const Request& request) {
  const auto user = whose(request);
  if (!user) return http::problem(user.error());
  boost::json::array sessions;
  for (const auto& session : deps.store.user_sessions(*user))
    if (deps.gate.lives(session, request.now.wall)) sessions.push_back(session_json(deps, request, session));
  return http::json(200, {{"sessions", std::move(sessions)}});
}

Response revoke(const Deps& deps, const Request& request) {
  const auto id = request.id();
  if (!id) return http::problem(id.error());
  const auto session = deps.store.session(*id);
  const auto& who = request.who();
  const bool may = session && (session->user == who.user || access::may(who.role, Action::manage_accounts));
  if (!may) return http::problem(404, "There is no session " + std::to_string(*id) + ".");
  const auto user = deps.store.user(session->user);
  const auto done = change(deps,
                           audited(request, "session.revoke", "user/" + (user ? user->name : std::string{}), {},
                                   boost::json::serialize(boost::json::object{{"session", *id}})),
                           [&] { return deps.gate.close_session(session->hash); });
  if (!done) return http::problem(done.error());
  deps.session_ended(session->hash);
  return http::no_content();
}

}  // namespace

void add_sessions_routes(http::Router& router, const Deps& deps) {
  router.add({Verb::get, "/api/v1/sessions", Run::desk, Action::see_self, Body::none,
              [&deps](const Request& request) { return list(deps, request); }});
  router.add({Verb::delete_, "/api/v1/sessions/{id}", Run::desk, Action::see_self, Body::none,
              [&deps](const Request& request) { return revoke(deps, request); }});
}

}  // namespace wardcast::editorial

// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/json/serialize.hpp>

#include "daemon/access/accounts.hpp"
#include "daemon/access/secrets.hpp"
#include "daemon/access/setup.hpp"
#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/password_work.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/editorial/user_json.hpp"
#include "daemon/http/fields.hpp"

namespace wardcast::editorial {
namespace {
using http::Body;
using http::Permission;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

Response over() { return http::problem(409, "The station has users already; log in."); }

/// The first administrator, made unless somebody else was quicker.
Response make(const Deps& deps, const Request& request, const std::string& name, const Result<std::string>& hash) {
  if (!hash) return http::problem(hash.error());
  if (!deps.setup.needed()) return over();
  auto entry = audited(request, "user.add", "user/" + name, {}, R"({"role":"admin","by":"setup"})");
  entry.who = name;
  Result<store::User> added = store::User{};
  const auto done = change(deps, entry, [&]() -> Result<void> {
    if (!deps.store.users().empty()) return conflict("The station has users already; log in.");
    added = access::Accounts{deps.store}.add_user(name, access::Role::admin, false, *hash);
    if (!added) return added.error();
    return {};
  });
  if (!done) return http::problem(done.error());
  (void)deps.setup.needed();  // not any more: the code goes
  auto response = http::json(201, user_json(*added));
  response.headers.emplace_back("Location", "/api/v1/users/" + std::to_string(added->id));
  return response;
}

Response set_up(const Deps& deps, const Request& request) {
  std::string code, name, password;
  http::Fields fields{request.json};
  fields.secret("code", code, 64);
  fields.text("username", name, 200);
  fields.secret("password", password, 1000);
  if (const auto fits = access::check_user_name(name); !fits) fields.refuse("username", fits.error().detail);
  if (!password.empty())
    if (const auto fits = access::check_password(name, password); !fits) fields.refuse("password", fits.error().detail);
  if (auto refusal = fields.refusal()) return *refusal;
  if (password.empty()) return http::problem(access::check_password(name, password).error());
  if (!deps.setup.needed()) return over();
  if (const auto wait = deps.setup.attempt(request.peer, request.now.steady)) return too_many(*wait);
  if (!deps.setup.right(code)) {
    auto entry = audited(request, "setup.refuse", "station", {},
                         boost::json::serialize(boost::json::object{{"peer", request.peer}}));
    entry.who = "setup";
    audit_later(deps, std::move(entry));
    return http::problem(401,
                         "The code is wrong. It is in the daemon's log and in the file setup-code of its data folder.");
  }
  const auto given = given_password(std::move(password));
  const auto hash = std::make_shared<Result<std::string>>(std::string{});
  return after_password_work(
      deps, [given, hash] { *hash = access::hash_password(*given); },
      [&deps, who = without_body(request), name, hash] { return make(deps, who, name, *hash); });
}

}  // namespace

void add_setup_routes(http::Router& router, const Deps& deps) {
  router.add({Verb::get, "/api/v1/setup", Run::desk, Permission::anyone(), Body::none, [&deps](const Request&) {
                return http::json(200, {{"needed", deps.setup.needed()}});
              }});
  router.add({Verb::post, "/api/v1/setup", Run::desk, Permission::anyone(), Body::json,
              [&deps](const Request& request) { return set_up(deps, request); }});
}

}  // namespace wardcast::editorial

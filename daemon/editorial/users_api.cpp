// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/access/accounts.hpp"
#include "daemon/access/secrets.hpp"
#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/password_work.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/editorial/user_json.hpp"
#include "daemon/editorial/versions.hpp"
#include "daemon/http/fields.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

std::string target_of(const std::string& name) { return "user/" + name; }

/// What stands in the audit log: never a password, nor its hash.
boost::json::object facts_of(const store::User& user) {
  return {{"role", access::to_text(user.role)}, {"self_approve", user.self_approve}, {"disabled", user.disabled}};
}

/// With the version that If-Match and "version" name.
boost::json::object shown(const store::User& user) {
  auto body = user_json(user);
  body["version"] = version_of(facts_of(user));
  return body;
}

void read_role(http::Fields& fields, access::Role& into) {
  std::string text;
  fields.text("role", text, 20);
  if (text.empty()) return;
  if (const auto role = access::role_from_text(text))
    into = *role;
  else
    fields.refuse("role", "The role is one of " + access::all_roles() + ".");
}

void refuse_unfit(http::Fields& fields, const Result<void>& fits) {
  if (!fits) fields.refuse(fits.error().field == "name" ? "username" : fits.error().field, fits.error().detail);
}

Response list(const Deps& deps) {
  boost::json::array users;
  for (const auto& user : deps.store.users()) users.push_back(shown(user));
  return http::json(200, {{"users", std::move(users)}});
}

/// Whom work can be given to: names and roles, no more of an account than that.
Response people(const Deps& deps) {
  boost::json::array people;
  for (const auto& user : deps.store.users())
    if (!user.disabled)
      people.push_back(boost::json::object{{"username", user.name}, {"role", access::to_text(user.role)}});
  return http::json(200, {{"people", std::move(people)}});
}

Response show(const Deps& deps, const Request& request) {
  const auto id = request.id();
  if (!id) return http::problem(id.error());
  const auto user = deps.store.user(*id);
  if (!user) return http::problem(404, "There is no user " + std::to_string(*id) + ".");
  return versioned(200, user_json(*user), facts_of(*user));
}

/// The account as asked for, with its password hashed: kept.
Response add(const Deps& deps, const Request& request, const store::User& wanted, const Result<std::string>& hash) {
  if (!hash) return http::problem(hash.error());
  Result<store::User> added = wanted;
  const auto done =
      change(deps, audited(request, "user.add", target_of(wanted.name), {}, boost::json::serialize(facts_of(wanted))),
             [&]() -> Result<void> {
               added = access::Accounts{deps.store}.add_user(wanted.name, wanted.role, wanted.self_approve, *hash,
                                                             wanted.disabled);
               if (!added) return added.error();
               return {};
             });
  if (!done) return http::problem(done.error());
  auto response = http::json(201, shown(*added));
  response.headers.emplace_back("Location", "/api/v1/users/" + std::to_string(added->id));
  return response;
}

Response create(const Deps& deps, const Request& request) {
  store::User wanted;
  std::string password;
  http::Fields fields{request.json};
  fields.text("username", wanted.name, 200);
  fields.secret("password", password, 1000);
  read_role(fields, wanted.role);
  if (!fields.has("role")) fields.refuse("role", "This field is needed: one of " + access::all_roles() + ".");
  fields.flag("self_approve", wanted.self_approve);
  fields.flag("disabled", wanted.disabled);
  refuse_unfit(fields, access::check_user_name(wanted.name));
  if (!password.empty()) refuse_unfit(fields, access::check_password(wanted.name, password));
  if (auto refusal = fields.refusal()) return *refusal;
  if (password.empty()) return http::problem(access::check_password(wanted.name, password).error());
  if (deps.store.user_by_name(wanted.name))
    return http::problem(Error{ErrorCode::conflict, "There is already a user named '" + wanted.name + "'.", "username",
                               Reason::name_taken});
  const auto given = given_password(std::move(password));
  const auto hash = std::make_shared<Result<std::string>>(std::string{});
  return after_password_work(
      deps, [given, hash] { *hash = access::hash_password(*given); },
      [&deps, who = without_body(request), wanted, hash] { return add(deps, who, wanted, *hash); });
}

Response edit(const Deps& deps, const Request& request, store::UserId id, const access::UserChange& asked) {
  const auto before = deps.store.user(id);
  if (!before) return http::problem(404, "There is no user " + std::to_string(id) + ".");
  auto after = *before;
  after.role = asked.role.value_or(before->role);
  after.disabled = asked.disabled.value_or(before->disabled);
  after.self_approve = asked.self_approve.value_or(before->self_approve);
  auto became = facts_of(after);
  if (asked.password_hash) became["new_password"] = true;
  if (became == facts_of(*before)) return http::json(200, shown(*before));  // nothing to change
  access::ChangedUser changed;
  const auto done = change(deps,
                           audited(request, "user.edit", target_of(before->name),
                                   boost::json::serialize(facts_of(*before)), boost::json::serialize(became)),
                           [&]() -> Result<void> {
                             auto made = access::Accounts{deps.store}.change_user(id, asked);
                             if (!made) return made.error();
                             changed = std::move(*made);
                             return {};
                           });
  if (!done) return http::problem(done.error());
  for (const auto& session : changed.ended) deps.session_ended(session);
  return http::json(200, shown(changed.user));
}

Response patch(const Deps& deps, const Request& request) {
  const auto id = request.id();
  if (!id) return http::problem(id.error());
  const auto user = deps.store.user(*id);
  if (!user) return http::problem(404, "There is no user " + std::to_string(*id) + ".");
  if (auto stale = refuse_stale(deps, request, target_of(user->name), facts_of(*user))) return *stale;
  auto wanted = *user;
  std::string password;
  http::Fields fields{request.json};
  fields.text("username", wanted.name, 200);
  if (wanted.name != user->name) fields.refuse("username", "A user keeps the name: the audit log speaks of it.");
  if (fields.has("password"))
    fields.secret("password", password, 1000);
  else
    fields.know("password");
  read_role(fields, wanted.role);
  fields.flag("self_approve", wanted.self_approve);
  fields.flag("disabled", wanted.disabled);
  fields.know("version");
  if (fields.has("password")) refuse_unfit(fields, access::check_password(user->name, password));
  if (auto refusal = fields.refusal()) return *refusal;
  access::UserChange asked;
  if (fields.has("role")) asked.role = wanted.role;
  if (fields.has("self_approve")) asked.self_approve = wanted.self_approve;
  if (fields.has("disabled")) asked.disabled = wanted.disabled;
  if (password.empty()) return edit(deps, request, *id, asked);
  const auto given = given_password(std::move(password));
  const auto hash = std::make_shared<Result<std::string>>(std::string{});
  return after_password_work(
      deps, [given, hash] { *hash = access::hash_password(*given); },
      [&deps, who = without_body(request), id = *id, asked, hash]() mutable {
        if (!*hash) return http::problem(hash->error());
        // Time has passed: somebody else may have changed the account.
        const auto now = deps.store.user(id);
        if (now)
          if (auto stale = refuse_stale(deps, who, target_of(now->name), facts_of(*now))) return *stale;
        asked.password_hash = **hash;
        return edit(deps, who, id, asked);
      });
}

/// The new password of whoever asks.
Response keep_password(const Deps& deps, const Request& request, const access::Challenge& challenge, bool verified,
                       const Result<std::string>& hash) {
  const auto confirmed = deps.gate.confirm(challenge, verified);
  if (!confirmed) {
    audit_later(deps, audited(request, "user.passwd.refuse", target_of(request.who().name)));
    return http::problem(invalid("current", "The current password is wrong.", Reason::password_wrong));
  }
  if (!hash) return http::problem(hash.error());
  access::ChangedUser changed;
  const auto done = change(deps, audited(request, "user.passwd", target_of(confirmed->name)), [&]() -> Result<void> {
    access::UserChange asked;
    asked.password_hash = *hash;
    auto made = access::Accounts{deps.store}.change_user(confirmed->id, asked, request.visitor->key);
    if (!made) return made.error();
    changed = std::move(*made);
    return {};
  });
  if (!done) return http::problem(done.error());
  for (const auto& session : changed.ended) deps.session_ended(session);
  return http::no_content();
}

Response change_own_password(const Deps& deps, const Request& request) {
  const auto& who = request.who();
  if (who.user == 0) return http::problem(409, "A token has no password.");
  std::string current, password;
  http::Fields fields{request.json};
  fields.secret("current", current, 1000);
  fields.secret("password", password, 1000);
  if (!password.empty()) refuse_unfit(fields, access::check_password(who.name, password));
  if (auto refusal = fields.refusal()) return *refusal;
  if (password.empty()) return http::problem(access::check_password(who.name, password).error());
  const auto asked = deps.gate.challenge(who.name, request.peer, request.now.steady);
  if (const auto* wait = std::get_if<access::TooManyAttempts>(&asked)) return too_many(*wait);
  struct Work {
    access::Challenge challenge;
    bool verified = false;
    Result<std::string> hash = std::string{};
  };
  const auto work = std::make_shared<Work>(Work{std::get<access::Challenge>(asked)});
  const auto old_one = given_password(std::move(current));
  const auto new_one = given_password(std::move(password));
  return after_password_work(
      deps,
      [work, old_one, new_one] {
        work->verified = access::verify_password(work->challenge.hash, *old_one);
        if (work->verified) work->hash = access::hash_password(*new_one);
      },
      [&deps, who = without_body(request), work] {
        return keep_password(deps, who, work->challenge, work->verified, work->hash);
      });
}

}  // namespace

void add_user_routes(http::Router& router, const Deps& deps) {
  router.add({Verb::get, "/api/v1/users", Run::desk, Action::read_accounts, Body::none,
              [&deps](const Request&) { return list(deps); }});
  router.add({Verb::get, "/api/v1/people", Run::desk, Action::work_on_faults, Body::none,
              [&deps](const Request&) { return people(deps); }});
  router.add({Verb::post, "/api/v1/users", Run::desk, Action::manage_accounts, Body::json,
              [&deps](const Request& request) { return create(deps, request); }});
  router.add({Verb::get, "/api/v1/users/{id}", Run::desk, Action::read_accounts, Body::none,
              [&deps](const Request& request) { return show(deps, request); }});
  router.add({Verb::patch, "/api/v1/users/{id}", Run::desk, Action::manage_accounts, Body::json,
              [&deps](const Request& request) { return patch(deps, request); }});
  router.add({Verb::put, "/api/v1/me/password", Run::desk, Action::see_self, Body::json,
              [&deps](const Request& request) { return change_own_password(deps, request); }});
}

}  // namespace wardcast::editorial

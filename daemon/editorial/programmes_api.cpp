// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/programmes.hpp"
#include "daemon/editorial/routes.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using boost::json::object;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

/// A repeating programme is checked so far ahead before it is saved.
constexpr std::chrono::days kLookAhead{60};

std::string target(scheduler::ProgrammeId id) { return "programme/" + std::to_string(id); }

/// Only whole series can be changed so far.
std::optional<Response> refuse_scope(const Request& request) {
  const auto scope = request.query_value("scope").value_or("all");
  if (scope == "all") return std::nullopt;
  return http::problem(
      invalid("scope", "Only scope=all is available; change one edition with PUT or DELETE /api/v1/editions/{id}."));
}

ParsedProgramme parsed(const Deps& deps, const object& body, scheduler::ProgrammeId id) {
  const ProgrammeRules rules{deps.zones, deps.zone,
                             [&deps](scheduler::ItemId item) { return deps.store.item(item).has_value(); },
                             [&deps](scheduler::ProgrammeId other) { return deps.store.programme(other).has_value(); }};
  return parse_programme(body, id, rules);
}

/// 422 when an edition would lie outside the allowed hours, 409 when it meets another of equal priority.
std::optional<Response> refuse_editions(const Deps& deps, const scheduler::Programme& programme, WallTime now) {
  const auto from = std::max(now, deps.zone.to_wall(programme.start));
  const auto editions = scheduler::editions_of(programme, deps.programmes.programmes(), deps.programmes.changes(),
                                               deps.zones, deps.zone, from, from + kLookAhead);
  for (const auto& edition : editions) {
    if (edition.cancelled) continue;
    std::vector<Error> refusals;
    for (const auto& refusal : edition.refusals) refusals.push_back(invalid("start", refusal.detail));
    if (auto refused = refuse("The edition of " + deps.zone.rfc3339(edition.start) + " may not air.", refusals))
      return refused;
    for (const auto& clash : edition.clashes) {
      if (!clash.equal_priority) continue;
      std::string zones;
      for (const auto& zone : clash.zones) zones += (zones.empty() ? "" : ", ") + zone;
      auto response = http::problem(409, "The edition of " + deps.zone.rfc3339(edition.start) + " overlaps edition " +
                                             clash.with + " ('" + clash.title + "'), of the same priority, in " +
                                             zones + "; choose another time, other zones or another priority.");
      return response;
    }
  }
  return std::nullopt;
}

std::optional<Response> refuse_programme(const Deps& deps, const ParsedProgramme& programme, WallTime now) {
  if (auto refusal = refuse("The programme cannot be saved.", programme.errors)) return refusal;
  return refuse_editions(deps, programme.programme, now);
}

/// What is not as it should be with the rundowns of its next editions: each kind once, with the first edition
/// concerned.
boost::json::array warnings_of(const Deps& deps, const scheduler::Programme& programme, WallTime now) {
  auto editions = scheduler::timetable({&programme, 1}, deps.programmes.changes(), deps.zones, deps.zone, now,
                                       std::max(now, deps.zone.to_wall(programme.start)) + kLookAhead);
  deps.before_air.mark(editions, BeforeAir::Look::full);
  boost::json::array all;
  std::vector<const scheduler::Warning*> told;
  for (const auto& edition : editions) {
    for (const auto& warning : edition.warnings) {
      const auto same = [&warning](const scheduler::Warning* other) {
        return other->reason == warning.reason && other->items == warning.items;
      };
      if (std::ranges::any_of(told, same)) continue;
      told.push_back(&warning);
      auto json = std::move(warnings_json({&warning, 1}).at(0).as_object());
      json["edition"] = edition.id;
      all.push_back(std::move(json));
    }
  }
  return all;
}

/// The answer to a change: the programme as it now stands, and its warnings.
object saved(const Deps& deps, const scheduler::Programme& programme, WallTime now) {
  auto json = to_json(programme);
  json["warnings"] = warnings_of(deps, programme, now);
  return json;
}

/// What an answer said of the programme is no part of it: it may be sent back as it came.
object without_warnings(object body) {
  body.erase("warnings");
  return body;
}

void programmes_changed(const Deps& deps, scheduler::ProgrammeId id, std::string_view what) {
  deps.programmes.forget();
  deps.plan_changed();
  deps.announce("programmes", {{"id", id}, {"change", what}});
}

Response list(const Deps& deps, const Request&) {
  boost::json::array all;
  for (const auto& programme : deps.programmes.programmes()) all.push_back(to_json(programme));
  return http::json(200, {{"programmes", std::move(all)}});
}

struct Stored {
  store::ProgrammeRow row;
  scheduler::Programme programme;
};
Result<Stored> stored(const Deps& deps, const Request& request) {
  const auto id = request.id();
  if (!id) return id.error();
  auto row = deps.store.programme(*id);
  if (!row) return not_found("There is no programme " + std::to_string(*id) + ".");
  auto programme = from_row(*row);
  if (!programme) return programme.error();
  return Stored{std::move(*row), std::move(*programme)};
}

Response show(const Deps& deps, const Request& request) {
  const auto found = stored(deps, request);
  return found ? http::json(200, to_json(found->programme)) : http::problem(found.error());
}

Response create(const Deps& deps, const Request& request) {
  auto wanted = parsed(deps, without_warnings(request.json), 0);
  if (auto refusal = refuse_programme(deps, wanted, request.now.wall)) return *refusal;
  auto& programme = wanted.programme;
  const auto document = boost::json::serialize(document_of(programme));
  const auto done = deps.store.atomically([&deps, &request, &programme, &document]() -> Result<void> {
    const auto row = deps.store.add_programme(document);
    if (!row) return row.error();
    programme.id = row->id;
    return deps.store.append(audited(request, "programme.create", target(row->id), {}, document));
  });
  if (!done) return http::problem(done.error());
  programmes_changed(deps, programme.id, "created");
  auto response = http::json(201, saved(deps, programme, request.now.wall));
  response.headers.emplace_back("Location", "/api/v1/programmes/" + std::to_string(programme.id));
  return response;
}

Response edit(const Deps& deps, const Request& request) {
  if (auto refusal = refuse_scope(request)) return *refusal;
  const auto found = stored(deps, request);
  if (!found) return http::problem(found.error());
  auto wanted = parsed(deps, merge_patch(to_json(found->programme), without_warnings(request.json)), found->row.id);
  if (auto refusal = refuse_programme(deps, wanted, request.now.wall)) return *refusal;
  auto row = found->row;
  row.document = boost::json::serialize(document_of(wanted.programme));
  const auto entry = audited(request, "programme.edit", target(row.id), found->row.document, row.document);
  if (auto done = change(deps, entry, [&deps, &row] { return deps.store.update_programme(row); }); !done)
    return http::problem(done.error());
  programmes_changed(deps, row.id, "changed");
  return http::json(200, saved(deps, wanted.programme, request.now.wall));
}

Response remove(const Deps& deps, const Request& request) {
  if (auto refusal = refuse_scope(request)) return *refusal;
  const auto id = request.id();
  if (!id) return http::problem(id.error());
  const auto row = deps.store.programme(*id);
  if (!row) return http::problem(404, "There is no programme " + std::to_string(*id) + ".");
  const auto entry = audited(request, "programme.delete", target(*id), row->document);
  if (auto done = change(deps, entry, [&deps, &id] { return deps.store.remove_programme(*id); }); !done)
    return http::problem(done.error());
  programmes_changed(deps, *id, "deleted");
  return http::no_content();
}

}  // namespace

void add_programme_routes(http::Router& router, const Deps& deps) {
  const auto with = [&deps](Response (*handler)(const Deps&, const Request&)) {
    return [&deps, handler](const Request& request) { return handler(deps, request); };
  };
  router.add({Verb::get, "/api/v1/programmes", Run::desk, Action::read_station, Body::none, with(list)});
  router.add({Verb::post, "/api/v1/programmes", Run::desk, Action::edit_programmes, Body::json, with(create)});
  router.add({Verb::get, "/api/v1/programmes/{id}", Run::desk, Action::read_station, Body::none, with(show)});
  router.add({Verb::patch, "/api/v1/programmes/{id}", Run::desk, Action::edit_programmes, Body::json, with(edit)});
  router.add({Verb::delete_, "/api/v1/programmes/{id}", Run::desk, Action::edit_programmes, Body::none, with(remove)});
}

}  // namespace wardcast::editorial

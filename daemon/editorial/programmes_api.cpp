// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.hpp"
#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/edit_scopes.hpp"
#include "daemon/editorial/programme_checks.hpp"
#include "daemon/editorial/programmes.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/editorial/versions.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using boost::json::object;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

/// More than a ward has; whoever wants fewer at a time says so.
constexpr int kPage = 20'000;

std::string target(scheduler::ProgrammeId id) { return "programme/" + std::to_string(id); }

void programmes_changed(const Deps& deps, scheduler::ProgrammeId id, std::string_view what) {
  deps.programmes.forget();
  deps.plan_changed();
  deps.announce("programmes", {{"id", id}, {"change", what}});
}

Response list(const Deps& deps, const Request& request) {
  const auto page = page_of(request, kPage);
  if (!page) return http::problem(page.error());
  const auto zone = request.query_value("zone").value_or("");
  const auto sought = fold_for_search(request.query_value("search").value_or(""));
  object body{{"programmes", boost::json::array{}}, {"next", nullptr}};
  auto& shown = body["programmes"].as_array();
  for (const auto& programme : deps.programmes.programmes()) {
    if (programme.id <= page->after) continue;
    if (!zone.empty() && std::ranges::find(programme.zones, zone) == programme.zones.end()) continue;
    if (!sought.empty() && fold_for_search(programme.title).find(sought) == std::string::npos) continue;
    if (shown.size() == static_cast<std::size_t>(page->limit)) {
      body["next"] = shown.back().at("id");
      break;
    }
    shown.push_back(shown_programme(programme));
  }
  return http::json(200, body);
}

Result<StoredProgramme> stored(const Deps& deps, const Request& request) {
  const auto id = request.id();
  if (!id) return id.error();
  auto row = deps.store.programme(*id);
  if (!row) return not_found("There is no programme " + std::to_string(*id) + ".");
  auto programme = from_row(*row);
  if (!programme) return programme.error();
  programme->calendar = deps.programmes.calendar(programme->holiday_calendar);
  return StoredProgramme{std::move(*row), std::move(*programme)};
}

Response show(const Deps& deps, const Request& request) {
  const auto found = stored(deps, request);
  if (!found) return http::problem(found.error());
  const auto state = to_json(found->programme);
  return versioned(200, state, state);
}

Response create(const Deps& deps, const Request& request) {
  auto wanted = parsed_programme(deps, without_answer(request.json), 0);
  if (auto refusal = refuse("The programme cannot be saved.", wanted.errors)) return *refusal;
  auto& programme = wanted.programme;
  if (auto refusal = refuse_editions(deps, programme, {}, request.now.wall)) return *refusal;
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
  const auto found = stored(deps, request);
  if (!found) return http::problem(found.error());
  if (auto stale = refuse_stale(deps, request, target(found->row.id), to_json(found->programme))) return *stale;
  return edit_programme(deps, request, *found);
}

/// A document that cannot be read any more can still be removed.
Response remove(const Deps& deps, const Request& request) {
  const auto found = stored(deps, request);
  if (found) {
    if (auto stale = refuse_stale(deps, request, target(found->row.id), to_json(found->programme))) return *stale;
    return remove_programme(deps, request, *found);
  }
  if (found.error().code != ErrorCode::corrupt) return http::problem(found.error());
  const auto row = deps.store.programme(request.id().value());
  return remove_programme(deps, request, {*row, {}});
}

}  // namespace

void add_programme_routes(http::Router& router, const Deps& deps) {
  const With with{deps};
  router.add({Verb::get, "/api/v1/programmes", Run::desk, Action::read_station, Body::none, with(list)});
  router.add({Verb::post, "/api/v1/programmes", Run::desk, Action::edit_programmes, Body::json, with(create)});
  router.add({Verb::get, "/api/v1/programmes/{id}", Run::desk, Action::read_station, Body::none, with(show)});
  router.add({Verb::patch, "/api/v1/programmes/{id}", Run::desk, Action::edit_programmes, Body::json, with(edit)});
  router.add({Verb::delete_, "/api/v1/programmes/{id}", Run::desk, Action::edit_programmes, Body::none, with(remove)});
}

}  // namespace wardcast::editorial

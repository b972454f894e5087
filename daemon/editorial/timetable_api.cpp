// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <unordered_map>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/frozen.hpp"
#include "daemon/editorial/programme_checks.hpp"
#include "daemon/editorial/programmes.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/editorial/versions.hpp"
#include "daemon/http/fields.hpp"
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

constexpr std::chrono::days kMostDays{92};
constexpr std::size_t kMostItems = 200;

/// An instant in RFC 3339, or a local date: its beginning, or for the end of a window the end of that day.
Result<WallTime> instant_of(const Deps& deps, const Request& request, std::string_view name, bool end) {
  auto text = request.query_value(name).value_or("");
  if (const auto date = parse_date(text))
    return deps.zone.to_wall(std::chrono::local_days{*date} + std::chrono::days{end ? 1 : 0});
  std::replace(text.begin(), text.end(), ' ', '+');  // a plus sign of the offset that was not percent-encoded
  if (const auto instant = parse_rfc3339(text)) return *instant;
  return invalid(std::string{name},
                 "Give an instant such as 2026-11-22T17:00:00+07:00 or a local date such as 2026-11-22.");
}

scheduler::EditionChange change_of(const Deps& deps, const std::string& edition) {
  for (const auto& change : deps.programmes.changes())
    if (change.edition == edition) return change;
  return {edition, std::nullopt, false};
}

std::string target(const std::string& edition) { return "edition/" + edition; }

Response timetable(const Deps& deps, const Request& request) {
  const auto from = instant_of(deps, request, "from", false);
  if (!from) return http::problem(from.error());
  const auto to = instant_of(deps, request, "to", true);
  if (!to) return http::problem(to.error());
  if (*to <= *from) return http::problem(invalid("to", "The end must lie after the beginning."));
  if (*to - *from > kMostDays + std::chrono::hours{2})  // two: a window of whole days over the end of summer time
    return http::problem(invalid("to", "At most 92 days can be asked for at once."));
  auto planned =
      scheduler::timetable(deps.programmes.programmes(), deps.programmes.changes(), deps.zones, deps.zone, *from, *to);
  deps.before_air.mark(planned, BeforeAir::Look::glance);
  boost::json::array editions;
  std::unordered_map<std::string_view, std::string> versions;
  for (const auto& change : deps.programmes.changes()) versions[change.edition] = version_of(edition_state(change));
  const auto untouched = version_of(edition_state({}));
  for (const auto& edition : planned) {
    auto shown = edition_to_json(edition, deps.zone);
    const auto known = versions.find(edition.id);
    shown["version"] = known == versions.end() ? untouched : known->second;
    editions.push_back(std::move(shown));
  }
  return http::json(200, {{"editions", std::move(editions)}});
}

/// The edition of the path, as the timetable has it.
Result<scheduler::Edition> edition_of(const Deps& deps, const std::string& id) {
  const auto missing = not_found("There is no edition '" + id + "'.");
  const auto parts = scheduler::parse_edition_id(id);
  if (!parts) return missing;
  const auto start = deps.zone.to_wall(parts->second);
  for (auto& edition : scheduler::timetable(deps.programmes.programmes(), deps.programmes.changes(), deps.zones,
                                            deps.zone, start, start + seconds{1}))
    if (edition.id == id) return std::move(edition);
  return missing;
}

Response show(const Deps& deps, const Request& request) {
  auto edition = edition_of(deps, request.parameter("id"));
  if (!edition) return http::problem(edition.error());
  deps.before_air.mark({&*edition, 1}, BeforeAir::Look::full);
  return versioned(200, edition_to_json(*edition, deps.zone), edition_state(change_of(deps, edition->id)));
}

std::optional<Response> save(const Deps& deps, const Request& request, std::string action,
                             const scheduler::EditionChange& before, const scheduler::EditionChange& after) {
  const auto touched = [&](const scheduler::EditionChange& change) {
    Touched all;
    const auto programme = scheduler::parse_edition_id(change.edition).value().first;
    for (const auto& each : deps.programmes.programmes())
      if (each.id == programme) all.programmes.push_back(each);
    all.changes.push_back(change);
    return all;
  };
  std::string forced;
  if (auto refusal = refuse_frozen(deps, request, touched(before), touched(after), forced)) return refusal;
  if (!forced.empty()) action += ".forced";
  const auto entry = audited(request, action, target(after.edition), boost::json::serialize(edition_state(before)),
                             boost::json::serialize(edition_state(after)));
  auto done = change(deps, entry, [&deps, &after] {
    return deps.store.put_edition_change({after.edition, after.items, after.cancelled});
  });
  if (!done) return http::problem(done.error());
  deps.programmes.forget();
  deps.plan_changed();
  deps.announce("programmes", {{"edition", after.edition}, {"change", "edition"}});
  return std::nullopt;
}

/// Others may have been given its place while it was cancelled.
std::optional<Response> refuse_return(const Deps& deps, const scheduler::Edition& edition,
                                      const scheduler::EditionChange& back) {
  auto changes = deps.programmes.changes();
  for (auto& change : changes)
    if (change.edition == back.edition) change = back;
  for (auto& planned : scheduler::timetable(deps.programmes.programmes(), changes, deps.zones, deps.zone, edition.start,
                                            edition.start + seconds{1})) {
    if (planned.id != back.edition) continue;
    std::erase_if(planned.clashes, [&deps](const scheduler::Clash& clash) {
      const auto airing = deps.store.airing("a" + clash.with);
      return airing && airing->end;  // stopped before its slot was over
    });
    return refuse_edition(planned, deps.zone);
  }
  return std::nullopt;
}

Response put(const Deps& deps, const Request& request) {
  const auto edition = edition_of(deps, request.parameter("id"));
  if (!edition) return http::problem(edition.error());
  const auto before = change_of(deps, edition->id);
  if (auto stale = refuse_stale(deps, request, target(edition->id), edition_state(before))) return *stale;
  auto row = before;
  http::Fields fields{request.json};
  const auto* given = request.json.if_contains("items");
  const bool own = given != nullptr && !given->is_null();
  std::vector<store::ItemId> items;
  if (own)
    fields.ids("items", items, kMostItems);
  else
    fields.know("items");
  if (given == nullptr) fields.refuse("items", "Give the rundown, such as [4, 7], or null for the programme's own.");
  fields.flag("cancelled", row.cancelled);
  fields.know("version");
  for (const auto id : items)
    if (!deps.store.item(id)) fields.refuse("items", "There is no item " + std::to_string(id) + ".");
  if (auto refusal = fields.refusal()) return *refusal;
  if (row.cancelled && !fields.has("cancelled"))
    return http::problem(409, Reason::edition_cancelled,
                         "The edition is cancelled; send \"cancelled\": false as well to bring it back.");
  row.items.reset();
  if (own) row.items = std::move(items);
  if (before.cancelled && !row.cancelled)
    if (auto refusal = refuse_return(deps, *edition, row)) return *refusal;
  if (auto refusal = save(deps, request, "edition.set", before, row)) return *refusal;
  return show(deps, request);
}

Response cancel(const Deps& deps, const Request& request) {
  const auto edition = edition_of(deps, request.parameter("id"));
  if (!edition) return http::problem(edition.error());
  const auto before = change_of(deps, edition->id);
  if (auto stale = refuse_stale(deps, request, target(edition->id), edition_state(before))) return *stale;
  auto row = before;
  row.cancelled = true;
  if (auto refusal = save(deps, request, "edition.cancel", before, row)) return *refusal;
  return http::no_content();
}

}  // namespace

void add_timetable_routes(http::Router& router, const Deps& deps) {
  const With with{deps};
  router.add({Verb::get, "/api/v1/timetable", Run::desk, Action::read_station, Body::none, with(timetable)});
  router.add({Verb::get, "/api/v1/editions/{id}", Run::desk, Action::read_station, Body::none, with(show)});
  router.add({Verb::put, "/api/v1/editions/{id}", Run::desk, Action::edit_programmes, Body::json, with(put)});
  router.add({Verb::delete_, "/api/v1/editions/{id}", Run::desk, Action::edit_programmes, Body::none, with(cancel)});
}

}  // namespace wardcast::editorial

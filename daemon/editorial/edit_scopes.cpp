// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/edit_scopes.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/frozen.hpp"
#include "daemon/editorial/programme_checks.hpp"
#include "daemon/editorial/programmes.hpp"
#include "scheduler/series.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast::editorial {
namespace {
using boost::json::object;
using http::Request;
using http::Response;
using scheduler::EditionChange;
using scheduler::Programme;

std::string target(scheduler::ProgrammeId id) { return "programme/" + std::to_string(id); }
std::string text_of(const Programme& programme) { return boost::json::serialize(document_of(programme)); }

/// What is to be written in one transaction.
struct Writing {
  std::optional<Programme> changed;  ///< the series, or what remains of it
  bool removed = false;              ///< the series goes
  std::optional<Programme> made;     ///< its id is given while writing
  std::vector<EditionChange> changes_out;
  std::vector<EditionChange> changes_in;  ///< of `made` when there is one, named by its id 0 so far
  std::string forced;
};

/// An edition that was changed by hand keeps its change under its new id, when it keeps its date.
struct Moved {
  std::vector<EditionChange> out, in;
  std::vector<std::string> lost;  ///< rundowns for dates that have no edition any more
};

Moved moved_changes(const Deps& deps, const Programme& before, const Programme& after, CivilTime from) {
  Moved moved;
  for (const auto& change : changes_of(deps, before.id)) {
    const auto parts = scheduler::parse_edition_id(change.edition);
    if (!parts || parts->second < from) continue;
    const auto start = scheduler::edition_on_date(after, deps.zone, parts->second);
    if (!start) {
      if (change.items) moved.lost.push_back(change.edition);
      continue;
    }
    const auto id = scheduler::edition_id(after.id, *start);
    if (id == change.edition) continue;
    moved.out.push_back(change);
    moved.in.push_back({id, change.items, change.cancelled});
  }
  return moved;
}

/// Its id was not known when the change was named.
std::string renamed(const std::string& edition, scheduler::ProgrammeId id) {
  return std::to_string(id) + edition.substr(edition.find('-'));
}

Result<void> write_all(const Deps& deps, const Request& request, const StoredProgramme& stored, Writing& writing) {
  const std::string suffix = writing.forced.empty() ? "" : ".forced";
  if (writing.removed) {
    if (auto done = deps.store.remove_programme(stored.row.id); !done) return done;
    auto entry = audited(request, "programme.delete" + suffix, target(stored.row.id), stored.row.document);
    if (auto done = deps.store.append(entry); !done) return done;
  }
  if (writing.changed) {
    auto row = stored.row;
    row.document = text_of(*writing.changed);
    if (auto done = deps.store.update_programme(row); !done) return done;
    auto entry = audited(request, "programme.edit" + suffix, target(stored.row.id), stored.row.document, row.document);
    if (auto done = deps.store.append(entry); !done) return done;
  }
  if (writing.made) {
    const auto document = text_of(*writing.made);
    const auto row = deps.store.add_programme(document);
    if (!row) return row.error();
    writing.made->id = row->id;
    if (auto done = deps.store.append(audited(request, "programme.create" + suffix, target(row->id), {}, document));
        !done)
      return done;
  }
  for (const auto& change : writing.changes_out)
    if (auto done = deps.store.put_edition_change({change.edition, std::nullopt, false}); !done) return done;
  for (const auto& change : writing.changes_in) {
    const auto edition = writing.made ? renamed(change.edition, writing.made->id) : change.edition;
    if (auto done = deps.store.put_edition_change({edition, change.items, change.cancelled}); !done) return done;
  }
  return {};
}

/// Writes everything or nothing, and tells.
Result<void> save(const Deps& deps, const Request& request, const StoredProgramme& stored, Writing& writing) {
  auto done = deps.store.atomically([&] { return write_all(deps, request, stored, writing); });
  if (!done) return done;
  deps.programmes.forget();
  deps.plan_changed();
  deps.announce("programmes", {{"id", stored.row.id}, {"change", writing.removed ? "deleted" : "changed"}});
  if (writing.made) deps.announce("programmes", {{"id", writing.made->id}, {"change", "created"}});
  return {};
}

/// What frozen editions are compared by.
Touched before_of(const Deps& deps, const StoredProgramme& stored) {
  return {{stored.programme}, changes_of(deps, stored.row.id)};
}

boost::json::array ids_json(const std::vector<std::string>& ids) {
  boost::json::array array;
  for (const auto& id : ids) array.emplace_back(id);
  return array;
}

Response edit_series(const Deps& deps, const Request& request, const StoredProgramme& stored, object document) {
  auto wanted = parsed_programme(deps, document, stored.row.id);
  if (auto refusal = refuse("The programme cannot be saved.", wanted.errors)) return *refusal;
  auto& programme = wanted.programme;
  if (auto refusal = refuse_editions(deps, programme, {}, request.now.wall)) return *refusal;
  const auto moved = moved_changes(deps, stored.programme, programme, deps.zone.to_civil(request.now.wall));
  Writing writing;
  Touched after{{programme}, changes_of(deps, stored.row.id)};
  after.changes.insert(after.changes.end(), moved.in.begin(), moved.in.end());
  if (auto refusal = refuse_frozen(deps, request, before_of(deps, stored), after, writing.forced)) return *refusal;
  writing.changed = programme;
  writing.changes_out = moved.out;
  writing.changes_in = moved.in;
  if (auto done = save(deps, request, stored, writing); !done) return http::problem(done.error());
  auto answer = saved(deps, programme, request.now.wall);
  if (!moved.lost.empty()) answer["lost_edition_changes"] = ids_json(moved.lost);
  return http::json(200, answer);
}

/// The edition that ?at points at, which must not be over.
Result<CivilTime> edition_asked_for(const Deps& deps, const Request& request, const Programme& series) {
  const auto at = request.query_value("at");
  if (!at || at->empty())
    return invalid("at", "Name the edition by its local date or start, such as at=2026-11-24 or at=2026-11-24T17:00.");
  auto start = scheduler::edition_at(series, deps.zone, *at);
  if (start && deps.zone.to_wall(*start) + series.duration <= request.now.wall)
    return conflict("The edition of " + *at + " is over; what has aired stays as it is. Name a coming one.",
                    Reason::edition_over);
  return start;
}

std::optional<Response> refuse_series_fields(const object& patch) {
  std::vector<Error> errors;
  for (const std::string_view field : {"rrule", "exdates", "holiday_calendar"}) {
    const auto* value = patch.if_contains(field);
    if (value == nullptr || value->is_null()) continue;
    errors.push_back(invalid(std::string{field},
                             "One edition has none of this; leave it out, or use scope=following "
                             "or scope=all."));
  }
  return refuse("The edition cannot be changed so.", errors);
}

Response edit_this(const Deps& deps, const Request& request, const StoredProgramme& stored) {
  const auto at = edition_asked_for(deps, request, stored.programme);
  if (!at) return http::problem(at.error());
  if (auto refusal = refuse_series_fields(request.json)) return *refusal;
  const auto own = changes_of(deps, stored.row.id);
  const auto change = std::ranges::find(own, scheduler::edition_id(stored.row.id, *at), &EditionChange::edition);
  if (change != own.end() && change->cancelled)
    return http::problem(409, Reason::edition_cancelled,
                         "Edition " + change->edition + " is cancelled; bring it back with PUT /api/v1/editions/" +
                             change->edition + " and \"cancelled\": false first.");
  Programme one = stored.programme;
  one.start = *at;
  one.rrule.clear();
  one.exdates.clear();
  one.holiday_calendar.clear();
  if (change != own.end() && change->items) one.items = *change->items;
  auto document = merge_patch(document_of(one), without_answer(request.json));
  const auto rest = scheduler::without_edition(stored.programme, deps.zone, *at);
  if (!rest) return edit_series(deps, request, stored, std::move(document));  // it has no other edition
  auto wanted = parsed_programme(deps, document, 0);
  if (auto refusal = refuse("The edition cannot be changed so.", wanted.errors)) return *refusal;
  const std::vector<Programme> instead{*rest};
  if (auto refusal = refuse_editions(deps, wanted.programme, instead, request.now.wall)) return *refusal;
  Writing writing;
  const Touched after{{*rest, wanted.programme}, own};
  if (auto refusal = refuse_frozen(deps, request, before_of(deps, stored), after, writing.forced)) return *refusal;
  writing.changed = *rest;
  writing.made = std::move(wanted.programme);
  if (change != own.end()) writing.changes_out.push_back(*change);
  if (auto done = save(deps, request, stored, writing); !done) return http::problem(done.error());
  auto answer = saved(deps, *writing.made, request.now.wall);
  answer["series"] = shown_programme(*rest);
  return http::json(200, answer);
}

Response edit_following(const Deps& deps, const Request& request, const StoredProgramme& stored) {
  const auto at = edition_asked_for(deps, request, stored.programme);
  if (!at) return http::problem(at.error());
  const auto parts = scheduler::split_series(stored.programme, deps.zone, *at);
  if (!parts) return http::problem(parts.error());
  if (!parts->earlier)
    return edit_series(deps, request, stored, merge_patch(to_json(stored.programme), without_answer(request.json)));
  auto wanted = parsed_programme(deps, merge_patch(document_of(parts->later), without_answer(request.json)), 0);
  if (auto refusal = refuse("The programme cannot be saved.", wanted.errors)) return *refusal;
  const std::vector<Programme> instead{*parts->earlier};
  if (auto refusal = refuse_editions(deps, wanted.programme, instead, request.now.wall)) return *refusal;
  const auto moved = moved_changes(deps, stored.programme, wanted.programme, *at);
  Writing writing;
  Touched after{{*parts->earlier, wanted.programme}, changes_of(deps, stored.row.id)};
  if (auto refusal = refuse_frozen(deps, request, before_of(deps, stored), after, writing.forced)) return *refusal;
  writing.changed = *parts->earlier;
  writing.made = std::move(wanted.programme);
  writing.changes_out = moved.out;
  writing.changes_in = moved.in;
  if (auto done = save(deps, request, stored, writing); !done) return http::problem(done.error());
  auto answer = saved(deps, *writing.made, request.now.wall);
  answer["series"] = shown_programme(*parts->earlier);
  if (!moved.lost.empty()) answer["lost_edition_changes"] = ids_json(moved.lost);
  return http::json(200, answer);
}

Response remove_with(const Deps& deps, const Request& request, const StoredProgramme& stored, Writing writing,
                     const Touched& after) {
  if (auto refusal = refuse_frozen(deps, request, before_of(deps, stored), after, writing.forced)) return *refusal;
  if (auto done = save(deps, request, stored, writing); !done) return http::problem(done.error());
  return http::no_content();
}

Response remove_series(const Deps& deps, const Request& request, const StoredProgramme& stored) {
  Writing writing;
  writing.removed = true;
  return remove_with(deps, request, stored, std::move(writing), {});
}

Response remove_following(const Deps& deps, const Request& request, const StoredProgramme& stored) {
  const auto at = edition_asked_for(deps, request, stored.programme);
  if (!at) return http::problem(at.error());
  const auto parts = scheduler::split_series(stored.programme, deps.zone, *at);
  if (!parts) return http::problem(parts.error());
  if (!parts->earlier) return remove_series(deps, request, stored);
  Writing writing;
  writing.changed = *parts->earlier;
  return remove_with(deps, request, stored, std::move(writing), {{*parts->earlier}, changes_of(deps, stored.row.id)});
}

/// Cancelled, not taken out: it can be brought back, and the timetable shows it.
Response remove_this(const Deps& deps, const Request& request, const StoredProgramme& stored) {
  const auto at = edition_asked_for(deps, request, stored.programme);
  if (!at) return http::problem(at.error());
  EditionChange cancelled{scheduler::edition_id(stored.row.id, *at), std::nullopt, true};
  auto before = cancelled;
  before.cancelled = false;
  Touched after = before_of(deps, stored);
  const auto known = std::ranges::find(after.changes, cancelled.edition, &EditionChange::edition);
  if (known != after.changes.end()) {
    before = *known;
    cancelled.items = known->items;
    *known = cancelled;
  } else {
    after.changes.push_back(cancelled);
  }
  std::string forced;
  if (auto refusal = refuse_frozen(deps, request, before_of(deps, stored), after, forced)) return *refusal;
  const auto entry =
      audited(request, forced.empty() ? "edition.cancel" : "edition.cancel.forced", "edition/" + cancelled.edition,
              boost::json::serialize(edition_state(before)), boost::json::serialize(edition_state(cancelled)));
  const auto done = change(deps, entry, [&] {
    return deps.store.put_edition_change({cancelled.edition, cancelled.items, true});
  });
  if (!done) return http::problem(done.error());
  deps.programmes.forget();
  deps.plan_changed();
  deps.announce("programmes", {{"edition", cancelled.edition}, {"change", "edition"}});
  return http::no_content();
}

Response unknown_scope() {
  return http::problem(invalid("scope", "Write scope=this or scope=following with at=, or scope=all."));
}

}  // namespace

Response edit_programme(const Deps& deps, const Request& request, const StoredProgramme& stored) {
  const auto scope = request.query_value("scope").value_or("all");
  if (scope == "this") return edit_this(deps, request, stored);
  if (scope == "following") return edit_following(deps, request, stored);
  if (scope != "all") return unknown_scope();
  return edit_series(deps, request, stored, merge_patch(to_json(stored.programme), without_answer(request.json)));
}

Response remove_programme(const Deps& deps, const Request& request, const StoredProgramme& stored) {
  const auto scope = request.query_value("scope").value_or("all");
  if (scope == "this") return remove_this(deps, request, stored);
  if (scope == "following") return remove_following(deps, request, stored);
  if (scope != "all") return unknown_scope();
  return remove_series(deps, request, stored);
}

}  // namespace wardcast::editorial

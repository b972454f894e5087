// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.hpp"
#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/frozen.hpp"
#include "daemon/editorial/programme_checks.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/editorial/versions.hpp"
#include "daemon/http/fields.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using boost::json::object;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;
using store::HolidayCalendarRow;

constexpr std::size_t kMostDates = 2000;
constexpr std::size_t kLongestName = 64;    // bytes
constexpr std::size_t kLongestNote = 2000;  // bytes

boost::json::array dates_json(const std::vector<CivilDate>& dates) {
  boost::json::array out;
  for (const auto date : dates) out.emplace_back(format_date(date));
  return out;
}

object to_json(const HolidayCalendarRow& row) {
  return {{"name", row.name},
          {"days_off", dates_json(row.days_off)},
          {"extra_working_days", dates_json(row.extra_working_days)},
          {"note", row.note}};
}

std::optional<HolidayCalendarRow> find(const Deps& deps, std::string_view name) {
  for (auto& row : deps.store.holiday_calendars())
    if (row.name == name) return std::move(row);
  return std::nullopt;
}

std::string target(std::string_view name) { return "holiday-calendar/" + std::string{name}; }

Response missing(const std::string& name) { return http::problem(404, "There is no holiday calendar '" + name + "'."); }

/// A list of dates, put in order, each once.
void read_dates(http::Fields& fields, const object& body, std::string_view name, std::vector<CivilDate>& into) {
  fields.know(name);
  const auto* value = body.if_contains(name);
  if (value == nullptr) return;
  constexpr std::string_view kShape = "Write a list of at most 2000 dates, such as [\"2026-02-17\"]";
  if (!value->is_array() || value->as_array().size() > kMostDates)
    return fields.refuse(name, std::string{kShape} + ".");
  for (const auto& entry : value->as_array()) {
    const auto date =
        entry.is_string() ? parse_date(std::string_view{entry.as_string()}) : Result<CivilDate>{invalid("", "")};
    if (!date) return fields.refuse(name, std::string{kShape} + "; " + boost::json::serialize(entry) + " is none.");
    into.push_back(*date);
  }
  std::ranges::sort(into);
  into.erase(std::unique(into.begin(), into.end()), into.end());
}

void check_name(http::Fields& fields, const std::string& name) {
  const auto plain = to_nfc(name);
  const bool control =
      std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  if (!plain || *plain != name || control || name.front() == ' ' || name.back() == ' ' || name.size() > kLongestName)
    fields.refuse("name", "Give the calendar a short name without control characters, such as vietnam.");
}

void calendar_changed(const Deps& deps, const std::string& name) {
  deps.programmes.forget();
  deps.plan_changed();
  deps.announce("programmes", {{"holiday_calendar", name}, {"change", "calendar"}});
}

std::optional<Response> refuse_frozen_users(const Deps& deps, const Request& request,
                                            const std::shared_ptr<const scheduler::HolidayCalendar>& calendar,
                                            std::string& forced) {
  Touched before, after;
  for (const auto& programme : deps.programmes.programmes()) {
    if (programme.holiday_calendar != calendar->name) continue;
    before.programmes.push_back(programme);
    after.programmes.push_back(programme);
    after.programmes.back().calendar = calendar;
  }
  before.changes = after.changes = deps.programmes.changes();
  return refuse_frozen(deps, request, before, after, forced);
}

Response list(const Deps& deps, const Request&) {
  boost::json::array all;
  for (const auto& row : deps.store.holiday_calendars()) {
    auto shown = to_json(row);
    shown["version"] = version_of(shown);
    all.push_back(std::move(shown));
  }
  return http::json(200, {{"holiday_calendars", std::move(all)}});
}

Response show(const Deps& deps, const Request& request) {
  const auto name = request.parameter("name");
  const auto row = find(deps, name);
  return row ? versioned(200, to_json(*row), to_json(*row)) : missing(name);
}

Response put(const Deps& deps, const Request& request) {
  const auto before = find(deps, request.parameter("name"));
  if (before)
    if (auto stale = refuse_stale(deps, request, target(before->name), to_json(*before))) return *stale;
  HolidayCalendarRow row;
  row.name = request.parameter("name");
  if (before) row.note = before->note;
  http::Fields fields{request.json};
  check_name(fields, row.name);
  fields.know("name");
  fields.know("version");
  const auto* named = request.json.if_contains("name");
  if (named != nullptr && *named != boost::json::string{row.name})
    fields.refuse("name", "A calendar cannot be renamed; leave the name out.");
  read_dates(fields, request.json, "days_off", row.days_off);
  read_dates(fields, request.json, "extra_working_days", row.extra_working_days);
  if (!fields.has("days_off")) fields.refuse("days_off", "This field is needed: the calendar is replaced as a whole.");
  fields.text("note", row.note, kLongestNote, http::Fields::Lines::many);
  for (const auto date : row.extra_working_days)
    if (std::ranges::binary_search(row.days_off, date))
      fields.refuse("extra_working_days", format_date(date) + " is a day off too; take it out of one of the lists.");
  if (auto refusal = fields.refusal()) return *refusal;
  const auto calendar = std::make_shared<const scheduler::HolidayCalendar>(
      scheduler::HolidayCalendar{row.name, row.days_off, row.extra_working_days});
  if (auto refusal = refuse_calendar(deps, calendar, request.now.wall)) return *refusal;
  std::string forced;
  if (auto refusal = refuse_frozen_users(deps, request, calendar, forced)) return *refusal;
  const auto entry =
      audited(request, forced.empty() ? "holiday_calendar.set" : "holiday_calendar.set.forced", target(row.name),
              before ? boost::json::serialize(to_json(*before)) : "", boost::json::serialize(to_json(row)));
  if (auto done = change(deps, entry, [&deps, &row] { return deps.store.put_holiday_calendar(row); }); !done)
    return http::problem(done.error());
  calendar_changed(deps, row.name);
  return versioned(before ? 200 : 201, to_json(row), to_json(row));
}

Response remove(const Deps& deps, const Request& request) {
  const auto name = request.parameter("name");
  const auto row = find(deps, name);
  if (!row) return missing(name);
  if (auto stale = refuse_stale(deps, request, target(name), to_json(*row))) return *stale;
  for (const auto& programme : deps.programmes.programmes()) {
    if (programme.holiday_calendar != name) continue;
    return http::problem(409, Reason::calendar_in_use,
                         "Programme " + std::to_string(programme.id) + " ('" + programme.title +
                             "') uses the calendar '" + name + "'; give its users another calendar first.",
                         {{"title", programme.title}});
  }
  const auto entry = audited(request, "holiday_calendar.delete", target(name), boost::json::serialize(to_json(*row)));
  if (auto done = change(deps, entry, [&deps, &name] { return deps.store.remove_holiday_calendar(name); }); !done)
    return http::problem(done.error());
  calendar_changed(deps, name);
  return http::no_content();
}

}  // namespace

void add_holiday_calendar_routes(http::Router& router, const Deps& deps) {
  const With with{deps};
  constexpr std::string_view kAll = "/api/v1/holiday-calendars";
  constexpr std::string_view kOne = "/api/v1/holiday-calendars/{name}";
  router.add({Verb::get, kAll, Run::desk, Action::read_station, Body::none, with(list)});
  router.add({Verb::get, kOne, Run::desk, Action::read_station, Body::none, with(show)});
  router.add({Verb::put, kOne, Run::desk, Action::edit_programmes, Body::json, with(put)});
  router.add({Verb::delete_, kOne, Run::desk, Action::edit_programmes, Body::none, with(remove)});
}

}  // namespace wardcast::editorial

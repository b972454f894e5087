// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/json/array.hpp>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/statistics/figures.hpp"
#include "daemon/statistics/figures_json.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using boost::json::array;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

constexpr int kMostDaysOfAirings = 400;
constexpr int kMostDaysOfFigures = 200 * 366;

/// Local dates, both inclusive, or two instants, the second exclusive, as of the timetable.
struct Asked {
  Dates dates;
  std::optional<std::pair<WallTime, WallTime>> instants;
};

Result<Asked> asked_of(const Deps& deps, const Request& request) {
  const auto from = parse_rfc3339(request.query_value("from").value_or(""));
  const auto to = parse_rfc3339(request.query_value("to").value_or(""));
  if (!from || !to) {
    const auto dates = dates_of(request, kMostDaysOfAirings);
    if (!dates) return dates.error();
    return Asked{*dates, {}};
  }
  if (*to < *from) return invalid("to", "The end lies before the beginning.");
  if (*to - *from > std::chrono::days{kMostDaysOfAirings})
    return invalid("to", "At most " + std::to_string(kMostDaysOfAirings) + " days can be asked for at once.");
  return Asked{{deps.zone.date_of(*from), deps.zone.date_of(*to)}, std::pair{*from, *to}};
}

/// By the planned instant, which also names the day of an airing.
bool within(const Asked& asked, const store::Airing& airing) {
  return !asked.instants ||
         (airing.planned_start >= asked.instants->first && airing.planned_start < asked.instants->second);
}

Response airings(const Deps& deps, const Request& request) {
  const auto asked = asked_of(deps, request);
  if (!asked) return http::problem(asked.error());
  const auto* const dates = &asked->dates;
  const auto first = format_date(dates->from);
  const auto last = format_date(dates->to);
  array list;
  for (const auto& run : deps.store.as_run(dates->from, dates->to))
    if (run.airing.local_date >= first && run.airing.local_date <= last && within(*asked, run.airing))
      list.push_back(statistics::airing_json(run, deps.zone));
  return http::json(200, {{"airings", std::move(list)}});
}

Response figures(const Deps& deps, const Request& request) {
  const auto dates = dates_of(request, kMostDaysOfFigures);
  if (!dates) return http::problem(dates.error());
  const statistics::Period period{dates->from, dates->to};
  return http::json(200, statistics::figures_json(statistics::figures_of(deps.store, period), period));
}

}  // namespace

void add_figures_routes(http::Router& router, const Deps& deps) {
  router.add({Verb::get, "/api/v1/airings", Run::desk, Action::read_reports, Body::none,
              [&deps](const Request& request) { return airings(deps, request); }});
  router.add({Verb::get, "/api/v1/statistics", Run::desk, Action::read_reports, Body::none,
              [&deps](const Request& request) { return figures(deps, request); }});
}

}  // namespace wardcast::editorial

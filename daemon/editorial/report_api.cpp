// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/statistics/log_import.hpp"
#include "daemon/statistics/report_csv.hpp"
#include "daemon/statistics/report_json.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

/// Read three times over, for comparison; longer periods are the command line's, which keeps nobody waiting.
constexpr int kMostDays = 11 * 366;
/// The desk reads it at one go, and whatever else waits for the desk waits: a decade's log is far below.
constexpr std::uint64_t kMostBytes = 64U << 20U;

Result<statistics::Period> period_asked(const Request& request) {
  if (const auto text = request.query_value("quarter")) {
    const auto quarter = statistics::parse_quarter(*text);
    if (!quarter) return invalid("quarter", "Give a calendar quarter such as 2018Q1.");
    return statistics::period_of(*quarter);
  }
  const auto dates = dates_of(request, kMostDays);
  if (!dates) return dates.error();
  return statistics::Period{dates->from, dates->to};
}

Response report(const Deps& deps, const Request& request) {
  const auto period = period_asked(request);
  if (!period) return http::problem(period.error());
  const auto format = request.query_value("format").value_or("json");
  if (format != "json" && format != "csv") return http::problem(invalid("format", "The format is json or csv."));
  const auto code = request.query_value("language").value_or(deps.site.station.language);
  if (code != "vi" && code != "en") return http::problem(invalid("language", "The language is vi or en."));
  const auto language = statistics::language_of(code);
  const auto made = statistics::report_of(deps.store, deps.site.station.name, *period, request.now.wall);
  if (format == "json") return http::json(200, statistics::report_json(made, language, deps.zone));
  Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.body = statistics::report_csv(made, language, deps.zone);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"wardcast-" + format_date(period->from) +
                                                           "-" + format_date(period->to) + ".csv\"");
  return response;
}

/// What is wrong with a log: 422 for the log itself, 409 for what contradicts the journal.
Response refusal(int status, std::string_view detail, const Problems& problems) {
  constexpr std::size_t kMostTold = 100;
  std::vector<http::FieldError> errors;
  for (const auto& problem : problems.in_file_order()) {
    if (errors.size() == kMostTold) break;
    errors.push_back({std::to_string(problem.line) + ":" + std::to_string(problem.column), problem.message});
  }
  return http::problem(status, detail, errors);
}

Response import(const Deps& deps, const Request& request) {
  if (request.upload->bytes > kMostBytes) return http::problem(413, "A log has at most 64 MiB; send it in parts.");
  std::ifstream in{request.upload->path, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  Problems problems{"log"};
  const auto rows = statistics::read_programme_log(text, deps.zone, request.now.wall, problems);
  if (problems.count() > 0) return refusal(422, "The log cannot be understood; nothing of it was imported.", problems);
  statistics::Imported imported;
  const auto done = deps.store.atomically([&]() -> Result<void> {
    const auto made = statistics::import_log(deps.store, rows, deps.zone, problems);
    if (!made) return made.error();
    imported = *made;
    if (imported.fresh == 0) return {};
    return deps.store.append(audited(request, "log.import", "log", {},
                                     boost::json::serialize(boost::json::object{{"rows", imported.fresh}})));
  });
  if (problems.count() > 0) return refusal(409, done.error().detail, problems);
  if (!done) return http::problem(done.error());
  return http::json(200, {{"new", imported.fresh}, {"known", imported.known}, {"programmes", imported.programmes}});
}

}  // namespace

void add_report_routes(http::Router& router, const Deps& deps) {
  router.add({Verb::get, "/api/v1/reports", Run::desk, Action::read_reports, Body::none,
              [&deps](const Request& request) { return report(deps, request); }});
  router.add({Verb::post, "/api/v1/import", Run::desk, Action::import_log, Body::file,
              [&deps](const Request& request) { return import(deps, request); }});
}

}  // namespace wardcast::editorial

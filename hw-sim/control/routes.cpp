// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/control/routes.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/string.hpp>
#include <boost/url/parse.hpp>
#include <charconv>
#include <optional>
#include <utility>

#include "base/time_zone.hpp"
#include "hw-sim/control/fault_body.hpp"
#include "hw-sim/control/problem.hpp"
#include "hw-sim/control/recording_window.hpp"
#include "hw-sim/control/views.hpp"
#include "hw-sim/sim_clock.hpp"
#include "hw-sim/simulator.hpp"
#include "hw-sim/wav.hpp"

namespace wardcast::sim {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace json = boost::json;
namespace urls = boost::urls;

constexpr std::int64_t kLevelSamples = 4800;  // the last 100 ms

std::optional<std::string> parameter(urls::url_view url, std::string_view name) {
  const auto params = url.params();
  const auto found = params.find({name.data(), name.size()});
  if (found == params.end()) return std::nullopt;
  return std::string{(*found).value};
}

HttpResponse method_not_allowed(std::string_view allowed) {
  HttpResponse response =
      problem(http::status::method_not_allowed, "This resource knows " + std::string{allowed} + ".");
  response.set(http::field::allow, {allowed.data(), allowed.size()});
  return response;
}

HttpResponse nothing_here() {
  return problem(http::status::not_found,
                 "Known are /state, /journal, /units/{bus}/{unit}/fault, /amplifiers/{id}, /amplifiers/{id}/fault, "
                 "/lines/{id}/fault and /lines/{id}/recording.wav.");
}

bool reads(http::verb method) { return method == http::verb::get || method == http::verb::head; }
bool sets_or_clears(http::verb method) { return method == http::verb::put || method == http::verb::delete_; }

}  // namespace

asio::awaitable<HttpResponse> Routes::answer(HttpRequest request) {
  const auto target = request.target();
  const auto parsed = urls::parse_origin_form({target.data(), target.size()});
  if (!parsed.has_value()) co_return problem(http::status::bad_request, "The request target is not a path.");
  const urls::url_view url = *parsed;
  Path path;
  for (const auto& segment : url.segments()) path.emplace_back(segment);
  const http::verb method = request.method();
  const std::string room = path.empty() ? "" : path[0];

  if (path.size() == 1 && room == "state") {
    if (!reads(method)) co_return method_not_allowed("GET");
    co_return co_await state();
  }
  if (path.size() == 1 && room == "journal") co_return journal(request, url);
  if (path.size() == 2 && room == "amplifiers") {
    if (!reads(method)) co_return method_not_allowed("GET");
    co_return co_await amplifier(path[1]);
  }
  if (path.size() == 3 && room == "lines" && path[2] == "recording.wav") {
    if (!reads(method)) co_return method_not_allowed("GET");
    co_return co_await recording(path[1], url);
  }
  const bool fault = path.size() >= 3 && path.back() == "fault";
  const bool known =
      (path.size() == 4 && room == "units") || (path.size() == 3 && (room == "amplifiers" || room == "lines"));
  if (!fault || !known) co_return nothing_here();
  if (!sets_or_clears(method)) co_return method_not_allowed("PUT, DELETE");
  if (room == "units") co_return unit_fault(request, path);
  if (room == "lines") co_return co_await line_fault(std::move(request), path[1]);
  co_return amplifier_fault(request, path[1]);
}

asio::awaitable<HttpResponse> Routes::state() {
  simulator_.catch_up();
  Ward& ward = simulator_.ward();
  const Now now = simulator_.clock().now();
  const std::int64_t end = ward.axis().sample(now.steady);
  std::vector<RenderJob> jobs;
  for (const auto& one : ward.amplifiers()) jobs.push_back(ward.amplifier_job(one, end - kLevelSamples, end));
  const auto levels = co_await simulator_.levels(std::move(jobs));
  co_await simulator_.look_at_meters();

  json::array buses, boards, meters, relays, lines, amplifiers;
  for (std::size_t bus = 0; bus < ward.buses().size(); ++bus) buses.push_back(simulator_.bus_view(bus));
  for (std::size_t board = 0; board < ward.site().boards.size(); ++board) {
    boards.push_back(board_view(ward, board, *ward.buses()[ward.site().boards[board].bus].model));
    for (int channel = 0; channel < ward.site().boards[board].profile.channels; ++channel)
      relays.push_back(relay_view(ward, {board, channel}));
  }
  for (std::size_t meter = 0; meter < ward.meters().size(); ++meter) meters.push_back(meter_view(ward, meter));
  for (const Ward::Line& line : ward.lines()) lines.push_back(line_view(ward, line));
  for (std::size_t i = 0; i < levels.size(); ++i)
    amplifiers.push_back(amplifier_view(ward, ward.amplifiers()[i], levels[i], now));
  json::object body{{"now", utc_text(now.wall)}, {"started_at", utc_text(wall_of(ward.axis().epoch, now))}};
  body["buses"] = std::move(buses);
  body["boards"] = std::move(boards);
  body["meters"] = std::move(meters);
  body["relays"] = std::move(relays);
  body["lines"] = std::move(lines);
  body["amplifiers"] = std::move(amplifiers);
  co_return json_response(body);
}

asio::awaitable<HttpResponse> Routes::amplifier(std::string id) {
  simulator_.catch_up();
  Ward& ward = simulator_.ward();
  const auto* found = ward.find_amplifier(id);
  if (found == nullptr) co_return problem(not_found("There is no amplifier \"" + id + "\"."));
  const Now now = simulator_.clock().now();
  const std::int64_t end = ward.axis().sample(now.steady);
  std::vector<RenderJob> jobs;
  jobs.push_back(ward.amplifier_job(*found, end - kLevelSamples, end));
  const auto levels = co_await simulator_.levels(std::move(jobs));
  co_return json_response(amplifier_view(ward, *found, levels.front(), now));
}

asio::awaitable<HttpResponse> Routes::recording(std::string line, urls::url_view url) {
  simulator_.catch_up();
  Ward& ward = simulator_.ward();
  const Ward::Line* found = ward.find_line(line);
  if (found == nullptr) co_return problem(not_found("There is no line \"" + line + "\"."));
  const Now now = simulator_.clock().now();
  const auto window =
      recording_window(parameter(url, "from"), parameter(url, "seconds"), ward.axis(), ward.keep(), now);
  if (!window.has_value()) co_return problem(window.error());
  RenderJob job = ward.line_job(*found, window->from, window->to);
  const auto samples = co_await simulator_.rendered(std::move(job));
  HttpResponse response{http::status::ok, 11};
  response.set(http::field::content_type, "audio/wav");
  response.set("X-Start-Time", utc_text(wall_of(ward.axis().time(window->from), now)));
  response.body() = wav_file(samples);
  co_return response;
}

HttpResponse Routes::journal(const HttpRequest& request, urls::url_view url) {
  Journal& journal = simulator_.ward().journal();
  if (request.method() == http::verb::delete_) {
    journal.clear();
    return no_content();
  }
  if (!reads(request.method())) return method_not_allowed("GET, DELETE");
  simulator_.catch_up();
  Journal::Filter filter;
  if (const auto since = parameter(url, "since")) {
    std::uint64_t after = 0;
    const auto [end, error] = std::from_chars(since->data(), since->data() + since->size(), after);
    if (error == std::errc{} && end == since->data() + since->size()) {
      filter.after = after;
    } else if (const auto instant = parse_rfc3339(*since); instant.has_value()) {
      filter.since = instant.value();
    } else {
      return problem(invalid("since", "since is the number n of an entry or an RFC 3339 time."));
    }
  }
  const std::string kind = parameter(url, "kind").value_or("");
  const std::string id = parameter(url, "id").value_or("");
  filter.kind = kind;
  filter.id = id;
  return json_response(journal.list(filter));
}

HttpResponse Routes::unit_fault(const HttpRequest& request, const Path& path) {
  Ward& ward = simulator_.ward();
  Ward::Bus* bus = ward.find_bus(path[1]);
  if (bus == nullptr) return problem(not_found("There is no bus \"" + path[1] + "\"."));
  int unit = 0;
  const auto [end, error] = std::from_chars(path[2].data(), path[2].data() + path[2].size(), unit);
  if (error != std::errc{} || end != path[2].data() + path[2].size())
    return problem(not_found("A unit is a number, not \"" + path[2] + "\"."));
  Result<void> done;
  if (request.method() == http::verb::delete_) {
    done = ward.clear_unit_fault(*bus, unit);
  } else {
    const auto fault = unit_fault_of(request.body());
    if (!fault.has_value()) return problem(fault.error());
    done = ward.set_unit_fault(*bus, unit, fault.value());
  }
  if (!done.has_value()) return problem(done.error());
  const auto followed = simulator_.follow_faults(static_cast<std::size_t>(bus - ward.buses().data()));
  if (!followed.has_value()) return problem(followed.error());
  return json_response({{"bus", bus->id}, {"unit", unit}, {"fault", unit_fault_view(bus->model->find(unit)->fault)}});
}

HttpResponse Routes::amplifier_fault(const HttpRequest& request, const std::string& id) {
  Ward& ward = simulator_.ward();
  auto* found = ward.find_amplifier(id);
  if (found == nullptr) return problem(not_found("There is no amplifier \"" + id + "\"."));
  std::string kind;
  if (request.method() == http::verb::put) {
    const auto named = kind_of(request.body());
    if (!named.has_value()) return problem(named.error());
    if (named->empty()) return problem(invalid("kind", "An amplifier's fault is \"off\" or \"no_rtcp\"."));
    kind = named.value();
  }
  const auto done = ward.set_amplifier_fault(*found, kind);
  if (!done.has_value()) return problem(done.error());
  return json_response({{"id", id}, {"fault", kind.empty() ? json::value(nullptr) : json::value{{"kind", kind}}}});
}

asio::awaitable<HttpResponse> Routes::line_fault(HttpRequest request, std::string id) {
  Ward& ward = simulator_.ward();
  Ward::Line* line = ward.find_line(id);
  if (line == nullptr) co_return problem(not_found("There is no line \"" + id + "\"."));
  std::optional<LineFault> fault;
  if (request.method() == http::verb::put) {
    auto named = line_fault_of(request.body());
    if (!named.has_value()) co_return problem(named.error());
    fault = std::move(named.value());
  }
  const auto done = ward.set_line_fault(*line, fault);
  if (!done.has_value()) co_return problem(done.error());
  co_await simulator_.look_at_meters();
  co_return json_response(line_view(ward, *line));
}

}  // namespace wardcast::sim

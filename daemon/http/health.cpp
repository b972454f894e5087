// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/health.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <boost/json/object.hpp>

#include "daemon/http/problem.hpp"
#include "daemon/http/spawn.hpp"

namespace wardcast::http {

std::string Health::problem(std::string_view name, Now now) const {
  const auto found = std::ranges::find(checks_, name, &Named::name);
  return found == checks_.end() ? std::string{} : found->check(now);
}

Response Health::answer(Now now) const {
  boost::json::object checks;
  bool well = true;
  for (const auto& [name, check] : checks_) {
    const auto what = check(now);
    well = well && what.empty();
    checks[name] = what.empty() ? "ok" : what;
  }
  return json(well ? 200 : 503, {{"status", well ? "ok" : "failing"}, {"checks", std::move(checks)}});
}

WorkerPulse::WorkerPulse(boost::asio::io_context& io, Worker& worker, const Clock& clock, milliseconds period,
                         milliseconds patience)
    : worker_(worker),
      clock_(clock),
      period_(period),
      patience_(patience),
      timer_(io),
      last_ns_(std::make_shared<std::atomic<std::int64_t>>(clock.now().steady.time_since_epoch().count())) {}

void WorkerPulse::start() { spawn(timer_.get_executor(), beat(), "a worker's pulse"); }

boost::asio::awaitable<void> WorkerPulse::beat() {
  for (;;) {
    (void)worker_.post([last = last_ns_, &clock = clock_] {  // a full queue shows as a missing beat
      last->store(clock.now().steady.time_since_epoch().count(), std::memory_order_relaxed);
    });
    timer_.expires_after(period_);
    const auto [stopped] = co_await timer_.async_wait(kUseResult);
    if (stopped) co_return;
  }
}

std::string WorkerPulse::problem(Now now) const {
  const SteadyTime last{nanoseconds{last_ns_->load(std::memory_order_relaxed)}};
  if (now.steady - last < patience_) return {};
  return fmt::format("No job was run for {} s.", std::chrono::duration_cast<seconds>(now.steady - last).count());
}

std::string label(std::string_view name, std::string_view value) {
  std::string text{name};
  text += "=\"";
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    if (c == '\n')
      text += "\\n";
    else
      text += c;
  }
  return text + '"';
}

void Metrics::add(std::string name, std::string help, Kind kind, Read read) {
  families_.push_back({std::move(name), std::move(help), kind, std::move(read)});
}

std::string Metrics::text() const {
  std::string out;
  for (const auto& family : families_) {
    out += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", family.name, family.help,
                       family.kind == Kind::gauge ? "gauge" : "counter");
    for (const auto& sample : family.read()) {
      if (sample.labels.empty())
        out += fmt::format("{} {}\n", family.name, sample.value);
      else
        out += fmt::format("{}{{{}}} {}\n", family.name, sample.labels, sample.value);
    }
  }
  return out;
}

void add_health_routes(Router& router, const Health& health, const Metrics& metrics) {
  router.add({Verb::get, "/healthz", Run::station, Permission::anyone(), Body::none,
              [&health](const Request& request) { return health.answer(request.now); }});
  router.add({Verb::get, "/metrics", Run::station, Permission::anyone(), Body::none, [&metrics](const Request&) {
                Response response;
                response.content_type = "text/plain; version=0.0.4; charset=utf-8";
                response.body = metrics.text();
                return response;
              }});
}

}  // namespace wardcast::http

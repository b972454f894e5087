// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/worker.hpp"
#include "daemon/http/router.hpp"

namespace wardcast::http {

/// The heartbeats behind /healthz. io thread only. Must outlive the server.
class Health {
 public:
  /// Tells, as one sentence, what is wrong with a part of the station at this moment; empty when it lives. Must not
  /// block.
  using Check = std::function<std::string(Now)>;
  void add(std::string name, Check check) { checks_.push_back({std::move(name), std::move(check)}); }
  /// What the check of that name says now; empty when it is well or there is none.
  [[nodiscard]] std::string problem(std::string_view name, Now now) const;
  /// 200 or 503, {"status":"ok"|"failing","checks":{name:"ok"|sentence}}.
  [[nodiscard]] Response answer(Now now) const;

 private:
  struct Named {
    std::string name;
    Check check;
  };
  std::vector<Named> checks_;
};

/// Does a worker still take its jobs? A job is posted to it every `period`; it is called dead when the last one has not
/// been run for `patience`.
class WorkerPulse {
 public:
  WorkerPulse(boost::asio::io_context& io, Worker& worker, const Clock& clock, milliseconds period,
              milliseconds patience);
  /// io thread.
  void start();
  void stop() { timer_.cancel(); }
  [[nodiscard]] std::string problem(Now now) const;

 private:
  boost::asio::awaitable<void> beat();
  Worker& worker_;
  const Clock& clock_;
  const milliseconds period_, patience_;
  boost::asio::steady_timer timer_;
  const std::shared_ptr<std::atomic<std::int64_t>> last_ns_;  ///< shared with jobs still queued when this is gone
};

struct Sample {
  std::string labels;  ///< from label(), joined by commas; may be empty
  double value = 0;
};
/// `name="value"`, escaped.
std::string label(std::string_view name, std::string_view value);

/// The figures behind /metrics, in Prometheus' text format. io thread only. Must outlive the server.
class Metrics {
 public:
  enum class Kind : std::uint8_t { gauge, counter };
  using Read = std::function<std::vector<Sample>()>;
  void add(std::string name, std::string help, Kind kind, Read read);
  [[nodiscard]] std::string text() const;

 private:
  struct Family {
    std::string name, help;
    Kind kind;
    Read read;
  };
  std::vector<Family> families_;
};

/// GET /healthz and GET /metrics, open to all: they say no more than whether the station is well.
void add_health_routes(Router& router, const Health& health, const Metrics& metrics);

}  // namespace wardcast::http

// SPDX-License-Identifier: GPL-3.0-or-later
// What /healthz and /metrics say.
#include "daemon/composition/house.hpp"

namespace wardcast {
namespace {

using namespace std::chrono_literals;
using Kind = http::Metrics::Kind;
using Samples = std::vector<http::Sample>;

double number(std::uint64_t value) { return static_cast<double>(value); }

}  // namespace

void House::add_health_checks() {
  desk_pulse_ = std::make_unique<http::WorkerPulse>(io_, *desk_, clock_, 1s, 10s);
  health_.add("desk", [this](Now now) { return desk_pulse_->problem(now); });
  health_.add("pacer", [this](Now now) -> std::string {
    const nanoseconds silent{now.steady.time_since_epoch().count() - pacer_->figures().heartbeat_ns.load()};
    return silent > 5s ? "the pacer thread has not moved for more than 5 s" : "";
  });
  health_.add("journal", [this](Now) -> std::string {
    return journal_->failing() ? "the journal cannot be written; facts wait in memory" : "";
  });
}

void House::add_metrics() {
  const auto& pacer = pacer_->figures();
  metrics_.add("wardcast_pacer_frames_total", "Stream frames played", Kind::counter, [&pacer] {
    return Samples{{"", number(pacer.frames)}};
  });
  metrics_.add("wardcast_pacer_late_frames_total", "Frames that left more than 5 ms after their instant", Kind::counter,
               [&pacer] {
                 return Samples{{"", number(pacer.late_frames)}};
               });
  metrics_.add("wardcast_pacer_skipped_frames_total", "Frames not sent because the machine stood still", Kind::counter,
               [&pacer] {
                 return Samples{{"", number(pacer.skipped_frames)}};
               });
  metrics_.add("wardcast_pacer_lateness_seconds", "Lateness of frames, by quantile", Kind::gauge, [&pacer] {
    Samples samples;
    for (const auto& [name, quantile] : {std::pair{"0.5", 0.5}, std::pair{"0.99", 0.99}}) {
      samples.push_back(
          {http::label("quantile", name), std::chrono::duration<double>(pacer.lateness.quantile(quantile)).count()});
    }
    return samples;
  });
  const auto by_amplifier = [this](auto read) {
    return [this, read] {
      Samples samples;
      for (std::size_t i = 0; i < site_.amplifiers.size(); ++i) {
        samples.push_back({http::label("amplifier", site_.amplifiers[i].id), read(rtcp_->status(i))});
      }
      return samples;
    };
  };
  metrics_.add("wardcast_amplifier_packets_total", "Packets sent to each amplifier", Kind::counter,
               by_amplifier([](const rtp::AmplifierStatus& status) { return number(status.packets_sent); }));
  metrics_.add("wardcast_amplifier_send_errors_total", "Packets the network refused", Kind::counter,
               by_amplifier([](const rtp::AmplifierStatus& status) { return number(status.send_errors); }));
  metrics_.add(
      "wardcast_amplifier_lost_packets", "Packets the receiver says it lost", Kind::gauge,
      by_amplifier([](const rtp::AmplifierStatus& status) { return static_cast<double>(status.receiver_lost); }));
  const auto by_bus = [this](auto read) {
    return [this, read] {
      Samples samples;
      const auto figures = buses_->figures();
      for (std::size_t i = 0; i < figures.size(); ++i)
        samples.push_back({http::label("bus", site_.buses[i].id), number(read(figures[i]))});
      return samples;
    };
  };
  metrics_.add("wardcast_bus_transactions_total", "Modbus requests", Kind::counter,
               by_bus([](const modbus::BusFigures& bus) { return bus.transactions; }));
  metrics_.add("wardcast_bus_timeouts_total", "Modbus requests without an answer", Kind::counter,
               by_bus([](const modbus::BusFigures& bus) { return bus.timeouts; }));
  metrics_.add("wardcast_bus_connects_total", "Connections made to each bus", Kind::counter,
               by_bus([](const modbus::BusFigures& bus) { return bus.connects; }));
  metrics_.add("wardcast_bus_errors_total", "What went wrong on each bus, by kind", Kind::counter, [this] {
    Samples samples;
    const auto figures = buses_->figures();
    for (std::size_t i = 0; i < figures.size(); ++i) {
      for (const auto& [kind, count] :
           {std::pair{"timeout", figures[i].timeouts}, std::pair{"garbled", figures[i].garbled},
            std::pair{"exception", figures[i].exceptions}, std::pair{"connect", figures[i].connect_failures}}) {
        samples.push_back({http::label("bus", site_.buses[i].id) + "," + http::label("kind", kind), number(count)});
      }
    }
    return samples;
  });
  metrics_.add("wardcast_late_starts_total",
               "Programmes whose first packet left more than 20 ms after their planned instant", Kind::counter, [this] {
                 return Samples{{"", number(watched_journal_->late_starts())}};
               });
  metrics_.add("wardcast_zones_on_air", "Zones something is sent to", Kind::gauge, [this] {
    return Samples{{"", static_cast<double>(zones_on_air())}};
  });
  metrics_.add("wardcast_journal_lag_seconds", "How long the oldest fact that waits for the disk has waited",
               Kind::gauge, [this] {
                 return Samples{{"", std::chrono::duration<double>(journal_->lag(clock_.now().steady)).count()}};
               });
  metrics_.add("wardcast_journal_waiting", "Facts that wait for the disk", Kind::gauge, [this] {
    return Samples{{"", static_cast<double>(journal_->waiting())}};
  });
  metrics_.add("wardcast_journal_lost_total", "Facts dropped because too many waited", Kind::counter, [this] {
    return Samples{{"", number(journal_->lost())}};
  });
  metrics_.add("wardcast_clock_wrong", "1 while the clock cannot be right and nothing scheduled airs", Kind::gauge,
               [this] {
                 return Samples{{"", engine_->clock().wrong() ? 1.0 : 0.0}};
               });
  metrics_.add("wardcast_clock_steps_total", "Steps of the wall clock seen", Kind::counter, [this] {
    return Samples{{"", number(clock_steps_)}};
  });
  metrics_.add("wardcast_faults_open", "Faults new or acknowledged, by class", Kind::gauge, [this] {
    Samples samples;
    for (const auto& [kind, count] : faults_.open_by_kind())
      samples.push_back({http::label("class", kind), static_cast<double>(count)});
    return samples;
  });
  metrics_.add("wardcast_faults_total", "Faults raised since the start, by class", Kind::counter, [this] {
    Samples samples;
    for (const auto& [kind, count] : faults_raised_) samples.push_back({http::label("class", kind), number(count)});
    return samples;
  });
  metrics_.add("wardcast_alerts_total", "Warnings that a programme is not ready, a day and an hour before air",
               Kind::counter, [this] {
                 return Samples{{"", number(alerts_)}};
               });
  metrics_.add("wardcast_alerts_sent_total", "Alerts that a mail server or webhook took", Kind::counter, [this] {
    return Samples{{"", number(alerter_->delivered())}};
  });
  metrics_.add("wardcast_alert_failures_total", "Tries to send an alert that failed", Kind::counter, [this] {
    return Samples{{"", number(alerter_->failed())}};
  });
  if (certificate_) {
    metrics_.add("wardcast_certificate_end_timestamp_seconds", "When the TLS certificate in use ends", Kind::gauge,
                 [this] {
                   return Samples{{"", static_cast<double>(certificate_end_)}};
                 });
  }
  metrics_.add("wardcast_http_connections", "Open HTTP connections", Kind::gauge, [this] {
    return Samples{{"", static_cast<double>(server_->connections())}};
  });
}

}  // namespace wardcast

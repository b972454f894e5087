// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/health.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <future>

namespace wardcast::http {
namespace {

class SteppedClock final : public Clock {
 public:
  [[nodiscard]] Now now() const override { return {WallTime{}, at}; }
  SteadyTime at{seconds{100}};
};

TEST(Health, IsWellWhenEveryPartIs) {
  Health health;
  std::string trouble;
  health.add("desk", [](Now) { return std::string{}; });
  health.add("pacer", [&trouble](Now) { return trouble; });
  auto told = health.answer({});
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(told.body, R"({"status":"ok","checks":{"desk":"ok","pacer":"ok"}})");
  trouble = "No packet for 3 s.";
  told = health.answer({});
  EXPECT_EQ(told.status, 503);
  EXPECT_EQ(told.body, R"({"status":"failing","checks":{"desk":"ok","pacer":"No packet for 3 s."}})");
  EXPECT_EQ(health.problem("pacer", {}), "No packet for 3 s.");
  EXPECT_EQ(health.problem("desk", {}), "");
}

TEST(WorkerPulse, MissesAWorkerThatHangs) {
  boost::asio::io_context io;
  SteppedClock clock;
  Worker worker{"w", 4, [](const std::string&) {}};
  WorkerPulse pulse{io, worker, clock, milliseconds{60'000}, milliseconds{5'000}};
  EXPECT_EQ(pulse.problem(clock.now()), "");
  clock.at += seconds{6};
  EXPECT_EQ(pulse.problem(clock.now()), "No job was run for 6 s.");
  pulse.start();
  io.poll();
  std::promise<void> done;
  ASSERT_TRUE(worker.post([&done] { done.set_value(); }));
  done.get_future().wait();
  EXPECT_EQ(pulse.problem(clock.now()), "");
  pulse.stop();
  io.run();
}

TEST(Metrics, SpeakPrometheus) {
  Metrics metrics;
  metrics.add("wardcast_packets_total", "Packets sent.", Metrics::Kind::counter, [] {
    return std::vector<Sample>{{label("amplifier", "a\"1\\"), 12}, {label("amplifier", "b\nc"), 0.5}};
  });
  metrics.add("wardcast_up", "Always 1.", Metrics::Kind::gauge, [] { return std::vector<Sample>{{"", 1}}; });
  EXPECT_EQ(metrics.text(),
            "# HELP wardcast_packets_total Packets sent.\n# TYPE wardcast_packets_total counter\n"
            "wardcast_packets_total{amplifier=\"a\\\"1\\\\\"} 12\nwardcast_packets_total{amplifier=\"b\\nc\"} 0.5\n"
            "# HELP wardcast_up Always 1.\n# TYPE wardcast_up gauge\nwardcast_up 1\n");
}

TEST(HealthRoutes, AreOpenToAll) {
  Router router;
  const Health health;
  const Metrics metrics;
  add_health_routes(router, health, metrics);
  for (const auto& route : router.routes()) {
    EXPECT_EQ(route.permission.kind, Permission::Kind::anyone);
    EXPECT_EQ(route.handler(Request{}).status, 200);
  }
}

}  // namespace
}  // namespace wardcast::http

// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <limits>
#include <memory>
#include <string>

#include "drivers/clock/system_clock.hpp"
#include "drivers/modbus/buses.hpp"
#include "tests/support/meter_profiles.hpp"
#include "tests/support/reading_log.hpp"
#include "tests/support/relay_profiles.hpp"
#include "tests/support/report_log.hpp"

// A board and meters of pymodbus, which shares no code with us, over TCP and RTU: both word orders, whole numbers and
// ohms.
namespace wardcast::test {
namespace {

/// pymodbus_units.py, running.
class Units {
 public:
  explicit Units(const char* kind) {
    std::array<int, 2> in{}, out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(in[0], 0);
      ::dup2(out[1], 1);
      ::execl("/usr/bin/python3", "python3", "-B", WARDCAST_SOURCE_DIR "/tests/contract/pymodbus_units.py", kind,
              nullptr);
      ::_exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    in_ = in[1];
    out_ = out[0];
  }
  ~Units() {
    ::close(in_);
    ::close(out_);
    (void)::waitpid(child_, nullptr, 0);
  }
  Units(const Units&) = delete;
  Units& operator=(const Units&) = delete;

  /// What follows `word` in the next line that begins with it; empty when none comes in time.
  std::string line(const std::string& word, int patience_ms = 20000) {
    for (;;) {
      const std::size_t end = said_.find('\n');
      if (end != std::string::npos) {
        const std::string line = said_.substr(0, end);
        said_.erase(0, end + 1);
        if (line.starts_with(word + ' ')) return line.substr(word.size() + 1);
        continue;
      }
      pollfd readable{out_, POLLIN, 0};
      std::array<char, 512> buffer{};
      if (::poll(&readable, 1, patience_ms) <= 0) return {};
      const auto size = ::read(out_, buffer.data(), buffer.size());
      if (size <= 0) return {};
      said_.append(buffer.data(), static_cast<std::size_t>(size));
    }
  }

 private:
  pid_t child_ = -1;
  int in_ = -1, out_ = -1;
  std::string said_;
};

class IndependentUnits : public testing::TestWithParam<const char*> {};

TEST_P(IndependentUnits, AreSwitchedAndRead) {
  const std::string kind = GetParam();
  Units units{GetParam()};
  const std::string where = units.line("ready");
  ASSERT_FALSE(where.empty()) << "python3-pymodbus and python3-serial-asyncio are needed";
  modbus::Bus bus = modbus::SerialBus{"b", {.device = where, .baud = 19200}};
  if (kind == "tcp") bus = modbus::TcpBus{"b", "127.0.0.1", static_cast<std::uint16_t>(std::stoi(where))};

  const SystemClock clock;
  ReportLog boards;
  ReadingLog meters;
  modbus::MeterProfile whole = int_meter(2);
  whole.leakage_amps.reset();
  modbus::Buses buses{{bus},
                      {{"board", 0, 1, coil_profile(8)}},
                      {{"high-first", 0, 2, float_meter(false, 2)},
                       {"low-first", 0, 3, float_meter(true, 2)},
                       {"whole", 0, 4, whole},
                       {"ohms", 0, 5, ohm_meter(2)}},
                      clock,
                      {boards.listener(), meters.listener()}};
  for (const auto& [picture, coils] : {std::pair{0xA5U, "0 1 0 1 0 0 1 0 1"}, std::pair{0x01U, "0 1 0 0 0 0 0 0 0"}}) {
    buses.want(0, {0xFF, picture});
    EXPECT_EQ(units.line("coils"), coils);
    const auto report = boards.wait_for(settled());
    ASSERT_TRUE(report.has_value());
    EXPECT_EQ(report->problem, "");
  }
  std::uint64_t ticket = 0;
  for (std::size_t meter = 0; meter < 3; ++meter) {
    const double sign = meter == 2 ? -1 : 1;  // whole numbers may be below nothing
    for (const auto& [channel, volts, amps] : {std::tuple{0, 10.25, 0.3125}, std::tuple{1, 9.5, 1.5}}) {
      buses.read(meter, channel, ++ticket);
      const auto reading = meters.reading(ticket);
      ASSERT_TRUE(reading.has_value());
      EXPECT_EQ(reading->problem, "");
      const double resolution = meter == 2 ? 0.051 : 1e-9;  // tenths of a volt
      EXPECT_NEAR(reading->volts.value_or(0), sign * volts, resolution);
      EXPECT_NEAR(reading->amps.value_or(0), amps, meter == 2 ? 0.00051 : 1e-9);
    }
    EXPECT_TRUE(meters.reachable(meter, true));
  }
  for (const auto& [channel, ohms] : {std::pair{0, 312.5}, std::pair{1, std::numeric_limits<double>::infinity()}}) {
    buses.read(3, channel, ++ticket);
    const auto reading = meters.reading(ticket);
    ASSERT_TRUE(reading.has_value());
    EXPECT_EQ(reading->problem, "");
    EXPECT_EQ(reading->ohms, ohms);
  }
  buses.read(0, 1, ++ticket);
  EXPECT_TRUE(meters.reading(ticket).has_value());
}

INSTANTIATE_TEST_SUITE_P(Wires, IndependentUnits, testing::Values("tcp", "rtu"),
                         [](const auto& wire) { return std::string{wire.param}; });

}  // namespace
}  // namespace wardcast::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "drivers/clock/system_clock.hpp"
#include "drivers/modbus/buses.hpp"
#include "tests/support/pty_slave.hpp"
#include "tests/support/relay_profiles.hpp"
#include "tests/support/report_log.hpp"

// All lines of a ward at once, on one RTU bus as slow as the wire. Prints the table; asserts only what no busy machine
// can break.
namespace wardcast::test {
namespace {

constexpr unsigned kTimes = 15;

struct Times {
  nanoseconds least{}, median{};
};

Times times_of(std::vector<nanoseconds> all) {
  std::sort(all.begin(), all.end());
  return {all.front(), all[all.size() / 2]};
}

/// When the read-back left, from `asked` on: the write's reply is over then, and the line was silent for t3.5.
nanoseconds until_read_back(const PtySlave& slave, SteadyTime asked) {
  EXPECT_TRUE(slave.wait_for_function(1, 1, seconds{5}));
  const auto frames = slave.frames();
  const auto read_back = std::find_if(frames.begin(), frames.end(), [](const auto& f) { return f.function() == 1; });
  return read_back == frames.end() ? nanoseconds::max() : read_back->at - asked;
}

/// From want() until the line is free for the next frame.
Times all_call(PtySlave& slave, int baud, const Clock& clock, int& writes) {
  ReportLog log;
  modbus::Buses buses{{modbus::SerialBus{"b", {.device = slave.path(), .baud = baud}}},
                      {{"board", 0, 1, coil_profile(32)}},
                      clock,
                      log.listener()};
  buses.want(0, {0xFFFFFFFF, 0});
  EXPECT_TRUE(log.wait_for(settled()).has_value());
  std::vector<nanoseconds> times;
  for (unsigned i = 0; i < kTimes; ++i) {
    // An idle line: right after another frame the wish would have to wait for that one's silence.
    (void)log.wait_for([](const auto&) { return false; }, milliseconds{10});
    slave.forget_frames();
    const SteadyTime asked = clock.now().steady;
    buses.want(0, {0xFFFFFFFF, i % 2 == 0 ? 0xFFFFFFFFU : 0U});
    times.push_back(until_read_back(slave, asked));
    EXPECT_TRUE(log.wait_for(settled()).has_value());
    writes += slave.count(15);
  }
  return times_of(std::move(times));
}

/// The same two frames by the link alone, one after the other: what this machine makes of it at this moment.
Times bare(PtySlave& slave, int baud, const Clock& clock) {
  const auto link = modbus::make_rtu_link({.device = slave.path(), .baud = baud}, clock);
  EXPECT_FALSE(link->connect().has_value());
  modbus::Request write;
  write.function = modbus::Function::write_coils;
  write.count = 32;
  modbus::Request read;
  read.count = 32;
  std::vector<nanoseconds> times;
  for (unsigned i = 0; i < kTimes; ++i) {
    slave.forget_frames();
    (void)link->wait(clock.now().steady + milliseconds{10});
    const SteadyTime asked = clock.now().steady;
    EXPECT_TRUE(std::holds_alternative<modbus::Reply>(link->transact(write)));
    EXPECT_TRUE(std::holds_alternative<modbus::Reply>(link->transact(read)));
    times.push_back(until_read_back(slave, asked));
  }
  return times_of(std::move(times));
}

TEST(AllCall, ThirtyTwoLinesTakeOneWriteAndItsTimeOnTheWire) {
  const SystemClock clock;
  std::string table;
  for (const int baud : {9600, 19200, 115200}) {
    PtySlave slave{{{1, coil_profile(32)}}, clock, baud};
    int writes = 0;
    const Times ours = all_call(slave, baud, clock, writes);
    const Times alone = bare(slave, baud, clock);
    const nanoseconds wire = slave.wire_time(13 + 8) + 2 * slave.t3_5();
    const auto ms = [](nanoseconds time) { return static_cast<double>(time.count()) / 1e6; };
    std::array<char, 128> row{};
    (void)std::snprintf(row.data(), row.size(), "%8d %8.2f | %8.2f %8.2f %8.3f | %8.2f %8.3f\n", baud, ms(wire),
                        ms(ours.least), ms(ours.median), ms(ours.median) / ms(wire), ms(alone.median),
                        ms(ours.median) / ms(alone.median));
    table += row.data();
    EXPECT_EQ(writes, static_cast<int>(kTimes)) << "one frame for all lines";
    EXPECT_GE(ours.least, wire) << "nothing is faster than the wire";
    EXPECT_LT(ours.least, 5 * wire);
  }
  std::printf("all-call, 32 lines, one RTU bus, of %u: ms from the wish to the line free again\n", kTimes);
  std::printf("%8s %8s | %8s %8s %8s | %8s %8s\n%s", "baud", "wire", "least", "median", "ratio", "bare", "ratio",
              table.c_str());
}

}  // namespace
}  // namespace wardcast::test

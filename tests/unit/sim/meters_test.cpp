// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/meters.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "hw-sim/opus_decoder.hpp"
#include "tests/unit/sim/hex.hpp"
#include "tests/unit/sim/opus_tone.hpp"
#include "tests/unit/sim/small_ward.hpp"
#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

using Kind = LineFault::Kind;

struct Scene {
  explicit Scene(site::Site described = metered_ward()) : site(std::move(described)) {}

  site::Site site;
  ManualClock clock;
  Ward ward{site, {}, clock};
  Meters meters{ward, 0};
  std::size_t decoded = 0;

  void relay(std::size_t bus, int channel, bool on) {
    std::string request = "0001 0000 0006 0" + std::to_string(bus + 1) + " 05 000" + std::to_string(channel);
    request += on ? "ff00" : "0000";
    ASSERT_TRUE(ward.buses()[bus].model->respond(from_hex(request), clock.now().steady));
  }
  /// A second of tone, half of full scale, at once: heard from now + 200 ms on.
  void play(std::size_t amplifier) {
    const auto tone = opus_tone(50, 0.5);
    for (int k = 0; k < 50; ++k)
      (void)ward.amplifiers()[amplifier].model->on_datagram(
          rtp_datagram(nth_header(k), tone[static_cast<std::size_t>(k)]), clock.now().steady);
  }
  void fault(const char* line, LineFault what) {
    EXPECT_TRUE(ward.set_line_fault(*ward.find_line(line), what).has_value());
  }
  /// Channel 0 is line-1's, 1 line-2's.
  LineLoad look(std::size_t channel) {
    auto look = meters.wanted({0}, clock.now().steady);
    const auto decoder = make_opus_decoder();
    std::vector<std::vector<double>> levels;
    for (const LevelJob& job : look.jobs) levels.push_back(piece_levels(job, *decoder));
    decoded += look.jobs.size();
    meters.show(std::move(look), levels);
    return ward.meters()[0].slave->shown()[channel];
  }
};

TEST(Meters, ReadWhatTheDecodedSoundDrivesIntoTheLine) {
  Scene s;
  s.relay(0, 1, true);
  s.play(1);
  s.clock.advance(milliseconds{600});
  const LineLoad load = s.look(1);
  EXPECT_NEAR(load.volts, 50, 2.5);
  EXPECT_NEAR(load.volts / load.amps, line_ohms(s.ward.find_line("line-2")->ladder, {}), 1e-6);
  EXPECT_NEAR(load.leakage_amps, load.volts / 500'000, 1e-12);
  EXPECT_EQ(s.look(0).volts, 0);
}

TEST(Meters, AnOpenContactReadsNothingAndAWeldedOneConducts) {
  Scene s;
  s.play(1);
  s.clock.advance(milliseconds{600});
  EXPECT_EQ(s.look(1).volts, 0);
  EXPECT_EQ(s.decoded, 0U);
  EXPECT_TRUE(s.ward.set_unit_fault(s.ward.buses()[0], 1, {FaultKind::welded, 1}).has_value());
  s.clock.advance(milliseconds{200});
  EXPECT_NEAR(s.look(1).volts, 50, 2.5);
}

TEST(Meters, AWindowPartlyClosedReadsPartly) {
  Scene s;
  s.play(1);
  s.clock.advance(milliseconds{450});
  s.relay(0, 1, true);
  s.clock.advance(milliseconds{150});  // closed for the last three quarters of the window
  const double volts = s.look(1).volts;
  s.clock.advance(milliseconds{200});
  EXPECT_NEAR(volts / s.look(1).volts, std::sqrt(0.75), 0.02);
}

TEST(Meters, BetweenRefreshesTheReadingStaysAndNothingIsDecoded) {
  Scene s;
  s.relay(0, 1, true);
  s.play(1);
  s.clock.advance(milliseconds{600});
  const double volts = s.look(1).volts;
  s.relay(0, 1, false);
  s.fault("line-2", {Kind::open, 1, {}, {}});
  s.clock.advance(milliseconds{199});
  EXPECT_EQ(s.look(1).volts, volts);
  EXPECT_EQ(s.decoded, 1U);
  s.clock.advance(milliseconds{1});
  EXPECT_EQ(s.look(1).volts, 0);
}

TEST(Meters, AnAmplifierWithoutPowerOrStillColdDrivesNothing) {
  Scene s;
  s.relay(0, 0, true);
  s.play(0);
  s.clock.advance(milliseconds{400});
  s.relay(1, 0, true);  // warm at 900 ms
  s.clock.advance(milliseconds{400});
  EXPECT_EQ(s.look(0).volts, 0);
  s.clock.advance(milliseconds{200});
  EXPECT_NEAR(s.look(0).volts, 50 * std::sqrt(0.5), 3);
  EXPECT_TRUE(s.ward.set_amplifier_fault(*s.ward.find_amplifier("amp-1"), "off").has_value());
  s.clock.advance(milliseconds{200});
  EXPECT_EQ(s.look(0).volts, 0);
}

TEST(Meters, AShortHoldsTheAmplifierAtItsLimit) {
  site::Site site = metered_ward();
  site.amplifiers[1].rating_watts = 100;
  Scene s{std::move(site)};
  s.relay(0, 1, true);
  s.fault("line-2", {Kind::short_circuit, 2, {}, {}});
  s.play(1);
  s.clock.advance(milliseconds{600});
  const LineLoad load = s.look(1);
  EXPECT_NEAR(load.amps, 1.2, 1e-6);
  EXPECT_NEAR(load.volts / load.amps, 100 * 2 * 0.0172 / 2.5 + 0.01, 0.02);
}

TEST(Meters, LinesOfOneAmplifierShareItsLimit) {
  site::Site site = metered_ward();
  site.zones[0].amplifier = 1;
  site.amplifiers[1].rating_watts = 240;
  Scene s{std::move(site)};
  s.relay(0, 1, true);
  s.play(1);
  s.clock.advance(milliseconds{600});
  EXPECT_NEAR(s.look(1).volts, 50, 2.5);
  s.fault("line-1", {Kind::short_circuit, 1, {}, {}});
  s.clock.advance(milliseconds{200});
  EXPECT_NEAR(s.look(1).volts, 50, 2.5);  // its neighbour's contact is open
  s.relay(0, 0, true);
  s.clock.advance(milliseconds{200});
  EXPECT_LT(s.look(1).volts, 3);
}

TEST(Meters, AStuckMeterKeepsWhatItShows) {
  Scene s;
  s.relay(0, 1, true);
  s.play(1);
  s.clock.advance(milliseconds{600});
  const double volts = s.look(1).volts;
  EXPECT_TRUE(s.ward.set_unit_fault(s.ward.buses()[0], 9, {FaultKind::stuck}).has_value());
  s.relay(0, 1, false);
  s.clock.advance(milliseconds{400});
  EXPECT_EQ(s.look(1).volts, volts);
  EXPECT_TRUE(s.ward.clear_unit_fault(s.ward.buses()[0], 9).has_value());
  EXPECT_EQ(s.look(1).volts, 0);
}

TEST(Meters, NoiseIsOnTheReadingsAlone) {
  Scene s;
  Meters noisy{s.ward, 0.02};
  s.relay(0, 1, true);
  s.play(1);
  s.clock.advance(milliseconds{600});
  const double truth = s.look(1).volts;
  auto look = noisy.wanted({0}, s.clock.now().steady);
  const auto decoder = make_opus_decoder();
  const std::vector<std::vector<double>> levels{piece_levels(look.jobs.at(0), *decoder)};
  noisy.show(std::move(look), levels);
  const double shown = s.ward.meters()[0].slave->shown()[1].volts;
  EXPECT_NE(shown, truth);
  EXPECT_NEAR(shown, truth, truth * 0.1);
  EXPECT_EQ(noisy.at(0, 9), 0U);
  EXPECT_FALSE(noisy.at(0, 1) || noisy.at(1, 9));
}

}  // namespace
}  // namespace wardcast::sim

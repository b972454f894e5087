// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/ward.hpp"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "hw-sim/opus_decoder.hpp"
#include "tests/unit/sim/hex.hpp"
#include "tests/unit/sim/opus_tone.hpp"
#include "tests/unit/sim/small_ward.hpp"
#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

struct Scene {
  site::Site site = small_ward();
  ManualClock clock;
  Ward ward{site, {}, clock};

  void relay(std::size_t bus, int channel, bool on) {
    std::string request = "0001 0000 0006 0" + std::to_string(bus + 1) + " 05 000" + std::to_string(channel);
    request += on ? "ff00" : "0000";
    ASSERT_TRUE(ward.buses()[bus].model->respond(from_hex(request), clock.now().steady));
  }
  /// 500 ms of tone at once: heard from now + 200 ms on.
  void play(std::size_t amplifier, int first) {
    const auto tone = opus_tone(25, 0.5);
    for (int k = 0; k < 25; ++k) {
      for (const RunEdge& edge : ward.amplifiers()[amplifier].model->on_datagram(
               rtp_datagram(nth_header(first + k), tone[static_cast<std::size_t>(k)]), clock.now().steady))
        ward.on_edge(ward.amplifiers()[amplifier], edge);
    }
  }
  double level(const char* line, std::int64_t from_ms, std::int64_t to_ms) {
    const auto decoder = make_opus_decoder();
    return level_dbfs(render(ward.line_job(*ward.find_line(line), from_ms * 48, to_ms * 48), *decoder));
  }
  std::vector<std::string> told() {
    std::vector<std::string> lines;
    const auto listed = ward.journal().list({});
    for (const auto& entry : listed.at("entries").as_array()) {
      const auto& e = entry.as_object();
      lines.push_back(boost::json::serialize(e.at("kind")) + boost::json::serialize(e.at("id")) +
                      boost::json::serialize(e.at("value")));
      std::erase(lines.back(), '"');
    }
    return lines;
  }
};

TEST(Ward, ALineHearsItsAmplifierWhileItsRelayIsClosed) {
  Scene s;
  s.relay(0, 1, true);
  s.play(1, 0);
  s.clock.advance(milliseconds{400});
  s.relay(0, 1, false);
  s.clock.advance(milliseconds{100});
  s.relay(0, 1, true);
  EXPECT_EQ(s.level("line-2", 0, 200), -120);
  EXPECT_NEAR(s.level("line-2", 220, 400), -9, 0.5);
  EXPECT_EQ(s.level("line-2", 400, 500), -120);
  EXPECT_NEAR(s.level("line-2", 500, 680), -9, 0.5);
  EXPECT_EQ(s.level("line-2", 700, 1000), -120);
  EXPECT_EQ(s.level("line-1", 0, 1000), -120);
}

TEST(Ward, AnAmplifierSoundsWhenPoweredAndWarm) {
  Scene s;
  s.relay(0, 0, true);
  s.play(0, 0);
  s.relay(1, 0, true);  // warm at 500 ms
  EXPECT_EQ(s.level("line-1", 0, 500), -120);
  EXPECT_NEAR(s.level("line-1", 500, 680), -9, 0.5);
  EXPECT_EQ(s.ward.amplifiers()[0].model->reception().packets(), 25U);
}

TEST(Ward, AnAmplifierSwitchedOffIsSilentAtOnce) {
  Scene s;
  s.relay(0, 1, true);
  s.play(1, 0);
  s.clock.advance(milliseconds{300});
  EXPECT_TRUE(s.ward.set_amplifier_fault(*s.ward.find_amplifier("amp-2"), "off").has_value());
  EXPECT_NEAR(s.level("line-2", 220, 300), -9, 0.5);
  EXPECT_EQ(s.level("line-2", 300, 700), -120);
  EXPECT_FALSE(s.ward.set_amplifier_fault(*s.ward.find_amplifier("amp-2"), "on fire").has_value());
}

TEST(Ward, TheJournalTellsInOrder) {
  Scene s;
  s.relay(1, 0, true);
  s.clock.advance(milliseconds{1});
  s.relay(0, 0, true);
  (void)s.ward.buses()[0].model->respond(from_hex("0001 0000 0006 01 01 0000 0004"), s.clock.now().steady);
  s.clock.advance(milliseconds{1});
  s.play(0, 0);
  s.clock.advance(milliseconds{200});
  s.relay(0, 0, false);
  const auto edge = s.ward.amplifiers()[0].model->on_tick(s.clock.now().steady);
  ASSERT_TRUE(edge);
  s.ward.on_edge(s.ward.amplifiers()[0], *edge);
  EXPECT_EQ(s.told(), (std::vector<std::string>{"relayrelay-b:1closed", "poweramp-1on", "relayrelay-a:1closed",
                                                "read_backrelay-a[closed,open,open,open]", "first_packetamp-165000",
                                                "last_packetamp-165024", "relayrelay-a:1open"}));
  const auto first = s.ward.journal().list({}).at("entries").as_array().front().as_object();
  EXPECT_EQ(first.at("t").as_string(), "2018-01-01T00:00:00.000000Z");
  EXPECT_EQ(first.at("role").as_string(), "power");
  EXPECT_EQ(first.at("amplifier").as_string(), "amp-1");
}

TEST(Ward, RecordingsReachBackAsFarAsTheyAreKept) {
  Scene s;
  s.relay(0, 1, true);
  s.play(1, 0);
  s.clock.advance(seconds{50});
  s.ward.forget();
  EXPECT_NEAR(s.level("line-2", 220, 680), -9, 0.5);
  s.clock.advance(seconds{200});
  s.ward.forget();
  EXPECT_EQ(s.level("line-2", 0, 1000), -120);
  s.play(1, 100'000);  // the relay is still known to be closed
  EXPECT_NEAR(s.level("line-2", 250'220, 250'680), -9, 0.5);
}

TEST(Ward, ALineBreaksOnlyWhereItHasLoudspeakers) {
  Scene s;
  s.site.zones[0].lines[0].speakers.resize(3);
  Ward ward{s.site, {}, s.clock};
  Ward::Line& line = *ward.find_line("line-1");
  using Kind = LineFault::Kind;
  EXPECT_EQ(ward.set_line_fault(line, LineFault{Kind::open, 4, {}, {}}).error().field, "at_speaker");
  EXPECT_EQ(ward.set_line_fault(line, LineFault{Kind::speakers_open, 1, {}, {}}).error().field, "speakers");
  EXPECT_EQ(ward.set_line_fault(line, LineFault{Kind::speakers_open, 1, {1, 4}, {}}).error().field, "speakers");
  EXPECT_FALSE(line.fault);
  EXPECT_TRUE(ward.set_line_fault(line, LineFault{Kind::short_circuit, 3, {}, 0.5}).has_value());
  EXPECT_TRUE(ward.set_line_fault(line, {}).has_value());
  const auto told = ward.journal().list({}).at("entries");
  ASSERT_EQ(told.as_array().size(), 2U);
  EXPECT_EQ(told.at(0).at("value").as_string(), "short");
  EXPECT_EQ(told.at(0).at("at_speaker").to_number<int>(), 3);
  EXPECT_EQ(told.at(0).at("ohms").to_number<double>(), 0.5);
  EXPECT_TRUE(told.at(1).at("value").is_null());
}

TEST(Ward, RefusesWhatItCannotSimulate) {
  ManualClock clock;
  const site::Site site = small_ward();
  WardOptions options;
  options.without = {"amp-9"};
  EXPECT_THROW((Ward{site, options, clock}), std::runtime_error);
}

}  // namespace
}  // namespace wardcast::sim

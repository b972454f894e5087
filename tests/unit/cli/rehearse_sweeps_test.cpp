// SPDX-License-Identifier: GPL-3.0-or-later
// A year of line checks on virtual time, as a person rehearses it.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <chrono>
#include <set>

#include "tests/support/wardcast_program.hpp"
#include "tests/unit/cli/small_station.hpp"

namespace wardcast::test {
namespace {

class RehearseSweeps : public ::testing::Test {
 protected:
  RehearseSweeps() {
    std::ifstream in{station.config()};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    for (const auto* channel : {"1", "2", "3"}) {
      const std::string relay = std::string{"relay = \"board:"} + channel + "\"\n";
      const auto at = text.find(relay) + relay.size();
      text.insert(at, std::string{"meter = \"meter:"} + channel + "\"\n[[zone.line.speaker]]\nid = \"loa-" + channel +
                          "\"\ntap_watts = 15\n");
    }
    text += "[[line_meter]]\nid = \"meter\"\nbus = \"bus\"\nunit = 2\nprofile = \"generic-vi-float32\"\n";
    std::ofstream{station.config()} << text;
  }
  boost::json::value rehearsed(const std::string& from, const std::string& to) {
    const auto said =
        wardcast("rehearse --config " + station.config().string() + " --from " + from + " --to " + to + " --json");
    EXPECT_EQ(said.exit_code, 0);
    return boost::json::parse(said.output);
  }
  SmallStation station;
};

TEST_F(RehearseSweeps, HoldsFortyEightInAYear) {
  const auto all = rehearsed("2018-01-01", "2018-12-31");
  const auto& sweeps = all.at("sweeps").as_array();
  EXPECT_EQ(sweeps.size(), 48U);
  std::map<std::string, int> of_month;
  for (const auto& sweep : sweeps) {
    EXPECT_EQ(sweep.at("result").as_string(), "complete");
    EXPECT_EQ(boost::json::value_to<int>(sweep.at("unjudged")), 3) << "nobody has confirmed a reference";
    ++of_month[boost::json::value_to<std::string>(sweep.at("date")).substr(0, 7)];
  }
  for (const auto& [month, count] : of_month) EXPECT_EQ(count, 4) << month;
  EXPECT_EQ(boost::json::value_to<int>(all.at("statistics").at("sweeps")), 48);
}

TEST_F(RehearseSweeps, TellsWhichOneAProgrammePrevented) {
  auto music = station.programme("Ca nhạc", "2018-05-07T07:59", 125, {"z1", "z2", "z3"});
  music.items = {station.add_item(400'000)};
  station.add(music);
  const auto all = rehearsed("2018-05-01", "2018-05-31");
  const auto& sweeps = all.at("sweeps").as_array();
  ASSERT_EQ(sweeps.size(), 4U);
  EXPECT_EQ(sweeps[0].at("date").as_string(), "2018-05-07");
  EXPECT_EQ(sweeps[0].at("result").as_string(), "missed");
  EXPECT_EQ(sweeps[1].at("result").as_string(), "complete");
  EXPECT_EQ(boost::json::value_to<int>(all.at("statistics").at("sweeps")), 3);
  EXPECT_EQ(boost::json::value_to<int>(all.at("statistics").at("programmes")), 1);
}

}  // namespace
}  // namespace wardcast::test

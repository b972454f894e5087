// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/config/differences.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "tests/unit/config/folder.hpp"

namespace wardcast::site {
namespace {
using testing::ElementsAre;
using testing::IsEmpty;

/// The example site: it has every key there is.
std::string example() {
  std::ifstream in{WARDCAST_SOURCE_DIR "/config/example.toml"};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::string with(std::string text, const std::string& old, const std::string& now) {
  const auto at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return text.replace(at, old.size(), now);
}

std::vector<std::string> changed(const std::string& after) {
  const Folder folder;
  const auto old = load(folder.write("old.toml", example()));
  const auto now = load(folder.write("new.toml", after));
  EXPECT_TRUE(old.site.has_value() && now.site.has_value()) << (now.problems.empty() ? "" : now.problems[0].text());
  return differences(*old.site, *now.site);
}

TEST(Differences, AreNoneBetweenEqualFiles) { EXPECT_THAT(changed(example() + "\n# a remark\n"), IsEmpty()); }

TEST(Differences, NameTheKeyAndWhoseItIs) {
  EXPECT_THAT(changed(with(example(), "phường Mẫu", "phường Khác")), ElementsAre("station name"));
  EXPECT_THAT(
      changed(with(example(), "listen = \"127.0.0.1:8080\"", "listen = \"127.0.0.1:8081\"\nnames = [\"a.lan\"]")),
      ElementsAre("http listen", "http names"));
  EXPECT_THAT(changed(with(example(), "baud = 9600 ", "baud = 19200 ")), ElementsAre("bus 'bus-rs485' baud"));
  EXPECT_THAT(changed(with(example(), "192.168.1.20:502", "192.168.1.21:502")), ElementsAre("bus 'bus-tcp' tcp"));
  EXPECT_THAT(changed(with(example(), "channels = 16 ", "channels = 15 ")),
              ElementsAre("relay_board 'board-1' profile"));
}

TEST(Differences, AnAddressGivenOnTheCommandLineIsNotTheFiles) {
  const Folder folder;
  auto running = load(folder.write("site.toml", example()));
  ASSERT_TRUE(running.site);
  const auto file = *running.site;
  running.site->http.port = 18080;
  EXPECT_THAT(differences(*running.site, file), ElementsAre("http listen"));
  running.site->http.listen_given = true;
  EXPECT_THAT(differences(*running.site, file), IsEmpty());
}

TEST(Differences, WhatIsNewMovesNothingElse) {
  EXPECT_THAT(changed(with(example(), "[[bus]]\nid = \"bus-tcp\"",
                           "[[bus]]\nid = \"bus-0\"\ntcp = \"10.0.0.1:502\"\n\n[[bus]]\nid = \"bus-tcp\"")),
              ElementsAre("bus 'bus-0' is new"));
}

TEST(Differences, SeeEveryKeyOfZonesLinesAndSpeakers) {
  const Folder folder;
  const auto loaded = load(folder.write("old.toml", example()));
  ASSERT_TRUE(loaded.site.has_value());
  const auto& old = *loaded.site;
  auto now = old;
  auto& zone = now.zones.at(0);
  const auto zone_name = "zone '" + zone.id + "' ";
  zone.allowed_hours = {{360, 420}};
  zone.groups.push_back("x");
  auto& line = zone.lines.at(0);
  const auto line_name = "line '" + line.id + "' ";
  line.voltage += 1;
  line.tolerance = 0.5;
  auto& speaker = line.speakers.at(0);
  const auto speaker_name = "speaker '" + speaker.id + "' ";
  speaker.tap_watts += 1;
  now.sweep.tone_hz += 1;
  EXPECT_THAT(differences(old, now),
              ElementsAre(zone_name + "groups", zone_name + "allowed_hours", line_name + "voltage",
                          line_name + "tolerance", speaker_name + "tap_watts", "sweep tone_hz"));
  now = old;
  now.zones.at(0).lines.at(0).speakers.clear();
  const auto told = differences(old, now);
  EXPECT_EQ(told.front(), line_name + "speakers");
  EXPECT_EQ(told.size(), 1 + old.zones.at(0).lines.at(0).speakers.size());
}

}  // namespace
}  // namespace wardcast::site

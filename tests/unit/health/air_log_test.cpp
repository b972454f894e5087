// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/air_log.hpp"

#include <gmock/gmock.h>

namespace wardcast::health {
namespace {
using testing::ElementsAre;
using testing::IsEmpty;

playout::ZoneLive zone(const std::string& id, const std::string& source, const std::string& airing) {
  playout::ZoneLive live;
  live.id = id;
  live.source = source;
  live.airing = airing;
  live.programme_title = "Bản tin";
  return live;
}

TEST(AirLog, WritesTransitionsAndNothingElse) {
  AirLog log;
  playout::Live live;
  live.zones = {zone("z1", "none", ""), zone("z2", "none", "")};
  EXPECT_THAT(log.look(live), IsEmpty());
  live.zones[0] = zone("z1", "programme", "a7");
  EXPECT_THAT(log.look(live), ElementsAre("event=zone_on_air zone=z1 airing=a7 source=programme title=\"Bản tin\""));
  EXPECT_THAT(log.look(live), IsEmpty());
  live.zones[0] = zone("z1", "emergency", "e1");
  live.zones[1] = zone("z2", "emergency", "e1");
  EXPECT_THAT(log.look(live), ElementsAre("event=zone_off_air zone=z1 airing=a7",
                                          "event=zone_on_air zone=z1 airing=e1 source=emergency title=\"Bản tin\"",
                                          "event=zone_on_air zone=z2 airing=e1 source=emergency title=\"Bản tin\""));
  live.zones = {zone("z1", "none", ""), zone("z2", "none", "")};
  live.hold = true;
  EXPECT_THAT(log.look(live), ElementsAre("event=zone_off_air zone=z1 airing=e1",
                                          "event=zone_off_air zone=z2 airing=e1", "event=hold"));
  live.hold = false;
  EXPECT_THAT(log.look(live), ElementsAre("event=hold_over"));
}

}  // namespace
}  // namespace wardcast::health

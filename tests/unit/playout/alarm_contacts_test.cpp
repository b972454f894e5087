// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "daemon/playout/zone_relays.hpp"

namespace wardcast::playout {
namespace {

/// Remembers the newest picture asked of each board.
class Boards final : public modbus::RelayBoards {
 public:
  void want(std::size_t board, modbus::WantedRelays picture) override {
    wanted.resize(std::max(wanted.size(), board + 1));
    wanted[board] = picture;
    ++asked;
  }
  std::vector<modbus::WantedRelays> wanted;
  int asked = 0;
};

TEST(AlarmContacts, StandBesideWhatIsOnAirAndNeverMoveIt) {
  site::Site site;
  site.boards.resize(1);
  site.amplifiers.resize(1);
  site.zones.resize(1);
  site.zones[0].lines.resize(1);
  site.zones[0].lines[0].relay = {0, 0};
  site.alarm.lamp = site::ChannelRef{0, 6};
  site.alarm.buzzer = site::ChannelRef{0, 7};
  Boards boards;
  ZoneRelays relays{site, boards};
  relays.alarm(true, true);
  EXPECT_EQ(boards.asked, 0) << "what is on air is not known yet: asking would open its lines";
  relays.want({true}, {false}, {});
  EXPECT_EQ(boards.wanted.at(0).managed, 0b1100'0001U);
  EXPECT_EQ(boards.wanted.at(0).closed, 0b1100'0001U);
  relays.alarm(true, false);
  EXPECT_EQ(boards.wanted.at(0).closed, 0b0100'0001U);
  relays.alarm(true, false);
  EXPECT_EQ(boards.asked, 2) << "nothing changed";
  relays.want({false}, {false}, {});
  EXPECT_EQ(boards.wanted.at(0).closed, 0b0100'0000U);
  relays.alarm(false, false);
  EXPECT_EQ(boards.wanted.at(0).closed, 0U);
}

}  // namespace
}  // namespace wardcast::playout

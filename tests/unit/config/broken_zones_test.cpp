// SPDX-License-Identifier: GPL-3.0-or-later
// Broken zones, lines and loudspeakers, and files with several things wrong at once.
#include "tests/unit/config/folder.hpp"

namespace wardcast::site {
namespace {

const std::string kHead = std::string{kStation} + std::string{kDevices};                 // lines 1 to 19
const std::string kZone = kHead + "[[zone]]\nid = \"z\"\namplifier = \"amp-1\"\n";       // lines 1 to 22
const std::string kLine = kZone + "[[zone.line]]\nid = \"l\"\nrelay = \"board-1:1\"\n";  // lines 1 to 25

const std::vector<Broken> kBroken{
    {"zone_without_amplifier",
     kHead + "[[zone]]\nid = \"z\"\n",
     {"20:1: [[zone]] 'z' amplifier: is required and missing"}},
    {"zone_of_no_amplifier",
     kHead + "[[zone]]\nid = \"z\"\namplifier = \"amp-2\"\n",
     {"22:13: [[zone]] 'z' amplifier: there is no amplifier 'amp-2', did you mean 'amp-1'?"}},
    {"zone_of_a_board",
     kHead + "[[zone]]\nid = \"z\"\namplifier = \"board-1\"\n",
     {"22:13: [[zone]] 'z' amplifier: 'board-1' is the relay_board on line 8; the id of the amplifier belongs here"}},
    {"no_amplifier_at_all",
     std::string{kStation} + "[[zone]]\nid = \"z\"\namplifier = \"amp-1\"\n",
     {"6:13: [[zone]] 'z' amplifier: there is no amplifier 'amp-1'; the file has none at all"}},
    {"tone_beyond_a_line",
     kLine + "voltage = 30\n[sweep]\ntone_volts = 40\n",
     {"28:14: [sweep] tone_volts: is more than line 'l' is rated for, and would be clipped; its voltage is 30"}},
    {"groups",
     kZone + "groups = \"trung-tam\"\n",
     {"23:10: [[zone]] 'z' groups: must be an array of strings such as [\"…\"], not a "
      "string"}},
    {"hours_outside_the_stations",
     kZone + "allowed_hours = [\"22:00-23:00\"]\n",
     {"23:17: [[zone]] 'z' allowed_hours: lies wholly outside the station's allowed_hours, so this zone could never "
      "sound; "
      "both must allow"}},
    {"lines_misnamed",
     kZone + "[[zone.lines]]\nid = \"l\"\n",
     {"23:8: [[zone]] 'z' lines: unknown table, did you mean 'line'?"}},
    {"line_without_relay",
     kZone + "[[zone.line]]\nid = \"l\"\n",
     {"23:1: [[zone.line]] 'l' relay: is required and missing"}},
    {"relay_of_no_board",
     kZone + "[[zone.line]]\nid = \"l\"\nrelay = \"bord-1:1\"\n",
     {"25:9: [[zone.line]] 'l' relay: there is no relay_board 'bord-1', did you mean 'board-1'?"}},
    {"relay_channel_zero",
     kZone + "[[zone.line]]\nid = \"l\"\nrelay = \"board-1:0\"\n",
     {"25:9: [[zone.line]] 'l' relay: 'board-1' (waveshare-8ch) has channels 1 to 8, not 0"}},
    {"relay_without_channel",
     kZone + "[[zone.line]]\nid = \"l\"\nrelay = \"board-1\"\n",
     {"25:9: [[zone.line]] 'l' relay: 'board-1' is not a channel; write the id of a relay_board, a colon and the "
      "channel "
      "counted from 1, such as \"board-1:1\""}},
    {"relay_as_number",
     kZone + "[[zone.line]]\nid = \"l\"\nrelay = 1\n",
     {"25:9: [[zone.line]] 'l' relay: must be a string in quotes, not a whole number"}},
    {"one_relay_for_two_lines",
     kLine + "[[zone.line]]\nid = \"m\"\nrelay = \"board-1:1\"\n",
     {"28:9: [[zone.line]] 'm' relay: 'board-1:1' already switches line 'l' (line 25); choose another relay"}},
    {"one_relay_for_a_line_and_power",
     kLine + "[[amplifier]]\nid = \"amp-2\"\nrtp = \"127.0.0.1:5006\"\npower = \"board-1:1\"\n",
     {"25:9: [[zone.line]] 'l' relay: 'board-1:1' already switches the power of amplifier 'amp-2' (line 29); choose "
      "another "
      "relay"}},
    {"meter_of_a_board",
     kLine + "meter = \"board-1:1\"\n",
     {"26:9: [[zone.line]] 'l' meter: 'board-1' is the relay_board on line 8; the id of the line_meter belongs here"}},
    {"meter_channel",
     kLine + "meter = \"meter-1:9\"\n",
     {"26:9: [[zone.line]] 'l' meter: 'meter-1' (generic-vi-float32) has channels 1 to 8, not 9"}},
    {"line_numbers",
     kLine + "voltage = 0\nlength_m = \"400 m\"\nwire_mm2 = nan\ntolerance = 1\nlenght_m = 3\n",
     {"26:11: [[zone.line]] 'l' voltage: must be between 1 and 250, not 0",
      "27:12: [[zone.line]] 'l' length_m: must be a number without quotes, not a string",
      "28:12: [[zone.line]] 'l' wire_mm2: must be more than 0 and at most 100, not nan",
      "29:13: [[zone.line]] 'l' tolerance: must be between 0.01 and 0.9, not 1",
      "30:1: [[zone.line]] 'l' lenght_m: unknown key, did you mean 'length_m'?"}},
    {"loudspeaker_keys",
     kLine +
         "[[zone.line.speaker]]\nid = \"loa-01\"\nname = \"Loa ngã ba Đường Sắt\"\ntap_watt = 15\nlatitude = 106.7\n"
         "longitude = 10.7\n[[zone.line.speaker]]\nid = \"loa-01\"\ntap_watts = 0\nlatitude = 10.7\n",
     {"26:1: [[zone.line.speaker]] 'loa-01' tap_watts: is required and missing",
      "29:1: [[zone.line.speaker]] 'loa-01' tap_watt: unknown key, did you mean 'tap_watts'?",
      "30:12: [[zone.line.speaker]] 'loa-01' latitude: must be between -90 and 90, not 106.7",
      "33:6: [[zone.line.speaker]] 'loa-01' id: already taken by the loudspeaker on line 27; ids are unique in the "
      "whole "
      "station, choose another",
      "34:13: [[zone.line.speaker]] 'loa-01' tap_watts: must be more than 0 and at most 1000, not 0",
      "35:12: [[zone.line.speaker]] 'loa-01' latitude: needs longitude beside it"}},
    {"loudspeakers_out_of_order",
     kLine + "length_m = 100\n[[zone.line.speaker]]\nid = \"s1\"\ntap_watts = 15\nat_m = 80\n"
             "[[zone.line.speaker]]\nid = \"s2\"\ntap_watts = 15\nat_m = 20\n"
             "[[zone.line.speaker]]\nid = \"s3\"\ntap_watts = 15\nat_m = 120\n",
     {"34:8: [[zone.line.speaker]] 's2' at_m: lies before the previous loudspeaker; list loudspeakers in the order of "
      "the wire",
      "38:8: [[zone.line.speaker]] 's3' at_m: lies beyond the end of the line, whose length_m is shorter"}},
    {"several_things_in_file_order",
     "[[zone]]\nid = \"khu-1\"\nname = \"Khu phố Đường Sắt\"\namplifer = \"amp-1\"\n\n"
     "  [[zone.line]]\n  id = \"l\"\n  relay = \"board:1\"\n\n"
     "[[amplifier]]\nid = \"amp-1\"\nrtp = \"239.192.10.1:5005\"\n\n"
     "[station]\nname = \"Phường Đông\"; # dấu chấm phẩy\n",
     {"15:21: Error while parsing key-value pair: expected a comment or whitespace, saw ';'"}},
    {"several_things_in_file_order_once_it_is_toml",
     "[[zone]]\nid = \"khu-1\"\nname = \"Khu phố Đường Sắt\"\namplifer = \"amp-1\"\n\n"
     "  [[zone.line]]\n  id = \"l\"\n  relay = \"board:1\"\n\n"
     "[[amplifier]]\nid = \"amp-1\"\nrtp = \"239.192.10.1:5005\"\n\n"
     "[station]\nname = \"Phường Đông\" # dấu thăng\n",
     {"1:1: [[zone]] 'khu-1' amplifier: is required and missing",
      "4:1: [[zone]] 'khu-1' amplifer: unknown key, did you mean 'amplifier'?",
      "8:11: [[zone.line]] 'l' relay: there is no relay_board 'board'; the file has none at all",
      "12:7: [[amplifier]] 'amp-1' rtp: port 5005 is odd; RTP takes an even port and RTCP the next one, use 5004",
      "14:1: [station] data: is required and missing"}},
};

class BrokenZones : public testing::TestWithParam<Broken> {};
TEST_P(BrokenZones, AreToldExactly) { expect_problems(GetParam()); }
INSTANTIATE_TEST_SUITE_P(Files, BrokenZones, testing::ValuesIn(kBroken),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace wardcast::site

// SPDX-License-Identifier: GPL-3.0-or-later
// Broken buses, relay boards, line meters and amplifiers.
#include "tests/unit/config/folder.hpp"

namespace wardcast::site {
namespace {

const std::string kHead{kStation};                                          // lines 1 to 3
const std::string kBus = kHead + "[[bus]]\nid = \"b\"\ntcp = \"h:502\"\n";  // lines 1 to 6
const std::string kBoard =
    kBus + "[[relay_board]]\nid = \"r\"\nbus = \"b\"\nprofile = \"adam-6060\"\n";  // lines 1 to 10

const std::vector<Broken> kBroken{
    {"bus_in_single_brackets",
     kHead + "[bus]\nid = \"b\"\n",
     {"4:1: bus: there can be several; write [[bus]] with double brackets"}},
    {"bus_to_nowhere",
     kHead + "[[bus]]\nid = \"b\"\n",
     {"4:1: [[bus]] 'b' tcp: is missing; give either tcp = \"HOST:PORT\" or serial = \"/dev/…\""}},
    {"bus_both_ways",
     kBus + "serial = \"/dev/ttyUSB0\"\n",
     {"7:10: [[bus]] 'b' serial: a bus has either tcp or serial, not both; remove one"}},
    {"bus_address",
     kHead + "[[bus]]\nid = \"b\"\ntcp = \"192.168.1.300:502\"\n",
     {"6:7: [[bus]] 'b' tcp: '192.168.1.300' is neither an IP address nor a host name; write HOST:PORT, such as "
      "192.168.1.20:502"}},
    {"baud_of_a_tcp_bus", kBus + "baud = 9600\n", {"7:8: [[bus]] 'b' baud: belongs to a serial bus; remove it"}},
    {"serial_settings",
     kHead + "[[bus]]\nid = \"b\"\nserial = \"/dev/ttyUSB0\"\nbaud = 9601\nparity = \"noen\"\nstop_bits = 3\nstopbits "
             "= 1\n",
     {"7:8: [[bus]] 'b' baud: serial lines do not run at 9601; most run at 9600 or 19200",
      "8:10: [[bus]] 'b' parity: 'noen' is unknown, did you mean 'none'?",
      "9:13: [[bus]] 'b' stop_bits: must be between 1 and 2, not 3",
      "10:1: [[bus]] 'b' stopbits: unknown key, did you mean 'stop_bits'?"}},
    {"one_wire_two_buses",
     kHead + "[[bus]]\nid = \"b\"\ntcp = \"localhost:502\"\n[[bus]]\nid = \"c\"\ntcp = \"127.0.0.1:502\"\n",
     {"9:7: [[bus]] 'c' tcp: is already [[bus]] 'b' (line 4); put all devices of one wire on one bus"}},
    {"no_id", kHead + "[[bus]]\ntcp = \"h:502\"\n", {"4:1: [[bus]] id: is required and missing"}},
    {"id_in_vietnamese",
     kHead + "[[bus]]\nid = \"tuyến-1\"\ntcp = \"h:502\"\n",
     {"5:6: [[bus]] id: 'tuyến-1' cannot be an id; use up to 64 letters a-z, digits, '-', '_' and '.', and put what "
      "people "
      "read in name"}},
    {"id_taken_by_another_kind",
     kBoard + "[[amplifier]]\nid = \"b\"\nrtp = \"h:5004\"\n",
     {"12:6: [[amplifier]] 'b' id: already taken by the bus on line 5; ids are unique in the whole station, choose "
      "another"}},
    {"id_taken_earlier_in_the_file",
     kHead + "[[zone]]\nid = \"x\"\namplifier = \"a\"\n[[amplifier]]\nid = \"x\"\nrtp = \"h:5006\"\n"
             "[[amplifier]]\nid = \"a\"\nrtp = \"h:5004\"\n",
     {"8:6: [[amplifier]] 'x' id: already taken by the zone on line 5; ids are unique in the whole station, choose "
      "another"}},
    {"board_on_no_bus",
     kBus + "[[relay_board]]\nid = \"r\"\nbus = \"bb\"\nprofile = \"adam-6060\"\n",
     {"9:7: [[relay_board]] 'r' bus: there is no bus 'bb', did you mean 'b'?"}},
    {"board_on_an_amplifier",
     kBoard + "[[relay_board]]\nid = \"s\"\nbus = \"r\"\nprofile = \"adam-6060\"\n",
     {"13:7: [[relay_board]] 's' bus: 'r' is the relay_board on line 8; the id of the bus belongs here"}},
    {"board_without_profile",
     kBus + "[[relay_board]]\nid = \"r\"\nbus = \"b\"\n",
     {"7:1: [[relay_board]] 'r' profile: is required and missing"}},
    {"board_profile_name",
     kBus + "[[relay_board]]\nid = \"r\"\nbus = \"b\"\nprofile = \"waveshare-16\"\n",
     {"10:11: [[relay_board]] 'r' profile: there is no profile 'waveshare-16', did you mean 'waveshare-16ch'?"}},
    {"two_boards_in_one_place",
     kBoard + "[[relay_board]]\nid = \"s\"\nbus = \"b\"\nunit = 1\nprofile = \"adam-6060\"\n",
     {"14:8: [[relay_board]] 's' unit: 1 on this bus is already [[relay_board]] 'r' (line 7); two devices would answer "
      "at "
      "once"}},
    {"unit_on_a_serial_bus",
     kHead +
         "[[bus]]\nid = \"b\"\nserial = \"/dev/ttyS0\"\n[[relay_board]]\nid = \"r\"\nbus = \"b\"\nunit = 0\nprofile = "
         "\"adam-6060\"\n",
     {"10:8: [[relay_board]] 'r' unit: must be between 1 and 247, not 0"}},
    {"channels_of_a_board",
     kBoard + "channels = 65\n",
     {"11:12: [[relay_board]] 'r' channels: must be between 1 and 64, not 65"}},
    {"meter_in_two_places",
     kBus + "[[line_meter]]\nid = \"m\"\nbus = \"b\"\nprofile = \"generic-vi-int16\"\n"
            "[[line_meter]]\nid = \"n\"\nbus = \"b\"\nprofile = \"generic-vi-int61\"\n",
     {"11:1: [[line_meter]] 'n' unit: 1 on this bus is already [[line_meter]] 'm' (line 7); two devices would answer "
      "at once",
      "14:11: [[line_meter]] 'n' profile: there is no profile 'generic-vi-int61', did you mean 'generic-vi-int16'?"}},
    {"amplifier_without_target",
     kHead + "[[amplifier]]\nid = \"a\"\n",
     {"4:1: [[amplifier]] 'a' rtp: is required and missing"}},
    {"odd_port",
     kHead + "[[amplifier]]\nid = \"a\"\nrtp = \"h:5005\"\n",
     {"6:7: [[amplifier]] 'a' rtp: port 5005 is odd; RTP takes an even port and RTCP the next one, use 5004"}},
    {"multicast_without_interface",
     kHead + "[[amplifier]]\nid = \"a\"\nrtp = \"239.192.10.1:5004\"\n",
     {"6:7: [[amplifier]] 'a' multicast_interface: is required: '239.192.10.1' is a multicast group; name the "
      "interface it "
      "leaves by, such as \"eth0\""}},
    {"interface_name",
     kHead + "[[amplifier]]\nid = \"a\"\nrtp = \"239.192.10.1:5004\"\nmulticast_interface = \"card mạng số một\"\n",
     {"7:23: [[amplifier]] 'a' multicast_interface: 'card mạng số một' is not the name of a network interface, such as "
      "eth0 "
      "(ip link lists them)"}},
    {"ipv6_amplifier",
     kHead + "[[amplifier]]\nid = \"a\"\nrtp = \"[fd00::1]:5004\"\n",
     {"6:7: [[amplifier]] 'a' rtp: 'fd00::1' is an IPv6 address; amplifiers are reached over IPv4 only"}},
    {"two_amplifiers_one_target",
     kHead +
         "[[amplifier]]\nid = \"a\"\nrtp = \"127.0.0.1:5004\"\n[[amplifier]]\nid = \"c\"\nrtp = \"localhost:5004\"\n",
     {"9:7: [[amplifier]] 'c' rtp: 127.0.0.1:5004 is already amplifier 'a' (line 4); give each amplifier its own "
      "address or "
      "port"}},
    {"amplifier_numbers",
     kHead + "[[amplifier]]\nid = \"a\"\nrtp = \"h:5004\"\npayload_type = 95\nlatency_ms = \"200ms\"\nwarm_up = 2\n"
             "rating_watts = -1\nlatency = 2\n",
     {"7:16: [[amplifier]] 'a' payload_type: must be between 96 and 127, not 95",
      "8:14: [[amplifier]] 'a' latency_ms: must be a whole number without quotes, not a string",
      "9:11: [[amplifier]] 'a' warm_up: must be a duration in quotes such as \"200ms\", \"10s\", \"10m\" or \"1h\", "
      "not a whole "
      "number",
      "10:16: [[amplifier]] 'a' rating_watts: must be more than 0 and at most 100000, not -1",
      "11:1: [[amplifier]] 'a' latency: unknown key, did you mean 'latency_ms'?"}},
    {"power_channel",
     kBoard + "[[amplifier]]\nid = \"a\"\nrtp = \"h:5004\"\npower = \"r:7\"\n"
              "[[amplifier]]\nid = \"c\"\nrtp = \"h:5006\"\npower = \"r\"\n",
     {"14:9: [[amplifier]] 'a' power: 'r' (adam-6060) has channels 1 to 6, not 7",
      "18:9: [[amplifier]] 'c' power: 'r' is not a channel; write the id of a relay_board, a colon and the channel "
      "counted "
      "from 1, such as \"r:1\""}},
};

class BrokenDevices : public testing::TestWithParam<Broken> {};
TEST_P(BrokenDevices, AreToldExactly) { expect_problems(GetParam()); }
INSTANTIATE_TEST_SUITE_P(Files, BrokenDevices, testing::ValuesIn(kBroken),
                         [](const auto& tested) { return tested.param.name; });

TEST(BrokenProfile, IsToldWhereItIsNamedAndInItself) {
  const Folder folder;
  const auto profile = folder.write("profiles/own.toml",
                                    "kind = \"relay_board\"\nchannels = 0\n[write]\nfunction = 15\nbase = 0\n"
                                    "[read]\nfunction = 1\nbase = \"0\"\n");
  const auto file =
      folder.write("site.toml", kBus +
                                    "[[relay_board]]\nid = \"r\"\nbus = \"b\"\nprofile = \"own\"\nchanels = 4\n"
                                    "[[amplifier]]\nid = \"a\"\nrtp = \"h:5004\"\npower = \"r:99\"\n");
  std::string said;
  for (const auto& problem : load(file).problems) said += problem.text() + "\n";
  EXPECT_EQ(said, file.string() + ":10:11: [[relay_board]] 'r' profile: 'own' cannot be used; see the problems of " +
                      profile.string() + "\n" + profile.string() +
                      ":2:12: channels: must be between 1 and 64, not 0\n" + profile.string() +
                      ":8:8: [read] base: must be a whole number without quotes, not a string\n" + file.string() +
                      ":11:1: [[relay_board]] 'r' chanels: unknown key, did you mean 'channels'?\n");
}

}  // namespace
}  // namespace wardcast::site

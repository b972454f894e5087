// SPDX-License-Identifier: GPL-3.0-or-later
// Broken [station], [http] and [sweep], and files that are not TOML at all.
#include "tests/unit/config/folder.hpp"

namespace wardcast::site {
namespace {

const std::string kHead{kStation};  // lines 1 to 3

const std::vector<Broken> kBroken{
    {"no_station",
     "[http]\nlisten = \"127.0.0.1:1\"\n",
     {"1:1: [station]: is missing; it needs at least name and data"}},
    {"station_without_its_keys",
     "[station]\n",
     {"1:1: [station] name: is required and missing", "1:1: [station] data: is required and missing"}},
    {"not_toml",
     "[station]\nname = Phường\n",
     {"2:8: Error while parsing value: could not determine value type; a text needs quotes"}},
    {"quotes_not_closed",
     "[station]\nname = \"Phường\ndata = \"d\"\n",
     {"2:15: Error while parsing string: unescaped control characters other than TAB (U+0009) are explicitly "
      "prohibited; "
      "a text must end with its quotes on the same line"}},
    {"key_given_twice",
     kHead + "name = \"Khác\"\n",
     {"4:8: Error while parsing key-value pair: cannot redefine existing string 'name'; remove one of the two"}},
    // The parser names the last character it could read.
    {"not_utf8", "[station]\nname = \"Ph\xFF\"\n", {"2:10: this is not UTF-8 text; save the file as UTF-8"}},
    {"unknown_key", kHead + "timezon = \"UTC\"\n", {"4:1: [station] timezon: unknown key, did you mean 'timezone'?"}},
    {"unknown_key_far_from_any",
     kHead + "colour = \"red\"\n",
     {"4:1: [station] colour: unknown key; known: name, timezone, language, data, allowed_hours"}},
    {"unknown_key_in_vietnamese",
     kHead + "\"tên\" = \"Phường\"\n",
     {"4:1: [station] tên: unknown key; known: name, timezone, language, data, allowed_hours"}},
    {"unknown_table",
     kHead + "[[amplifer]]\nid = \"a\"\n",
     {"4:3: amplifer: unknown table, did you mean 'amplifier'?"}},
    {"unknown_key_at_the_top",
     "lissten = 1\n" + kHead,
     {"1:1: lissten: unknown key; known: station, http, bus, relay_board, "
      "line_meter, amplifier, zone, sweep, alerts, alarm"}},
    {"wrong_types",
     "[station]\nname = 7\ndata = [\"d\"]\nlanguage = true\nallowed_hours = \"05:30-21:30\"\n",
     {"2:8: [station] name: must be a string in quotes, not a whole number",
      "3:8: [station] data: must be a string in quotes, not an array",
      "4:12: [station] language: must be a string in quotes, not true or false",
      "5:17: [station] allowed_hours: must be an array of strings such as [\"…\"], not a string"}},
    {"empty_name", "[station]\nname = \"  \"\ndata = \"d\"\n", {"2:8: [station] name: must not be empty"}},
    {"line_break_in_name",
     "[station]\nname = \"a\\nb\"\ndata = \"d\"\n",
     {"2:8: [station] name: must be one line without control characters"}},
    {"station_twice_as_array",
     "[[station]]\nname = \"a\"\n",
     {"1:1: station: there is only one; write [station] with single brackets, once"}},
    {"time_zone",
     kHead + "timezone = \"Asia/Sai_Gon\"\n",
     {"4:12: [station] timezone: unknown time zone 'Asia/Sai_Gon'; use an IANA name such as Asia/Ho_Chi_Minh"}},
    {"language", kHead + "language = \"vn\"\n", {"4:12: [station] language: 'vn' is unknown, did you mean 'vi'?"}},
    {"hours",
     kHead + "allowed_hours = [\"5:30-21:30\", \"06:00-06:00\", 7]\n",
     {"4:47: [station] allowed_hours: must be an array of strings; this element must be a string in quotes, not a "
      "whole number"}},
    {"hours_of_the_day",
     kHead + "allowed_hours = [\"5:30-21:30\",\n  \"06:00-06:00\", \"21:00-25:00\"]\n",
     {"4:18: [station] allowed_hours: '5:30-21:30' is not a part of the day; write HH:MM-HH:MM, such as 05:30-21:30",
      "5:3: [station] allowed_hours: '06:00-06:00' is empty; write 00:00-24:00 for the whole day",
      "5:18: [station] allowed_hours: '21:00-25:00' is not a part of the day; write HH:MM-HH:MM, such as 05:30-21:30"}},
    {"no_hours",
     kHead + "allowed_hours = []\n",
     {"4:17: [station] allowed_hours: is empty, so nothing could ever air; write at least one window, such as "
      "[\"05:30-21:30\"]"}},
    {"listen_beyond_loopback",
     kHead + "[http]\nlisten = \"0.0.0.0:8080\"\ntls = false\n",
     {"5:10: [http] listen: '0.0.0.0' is reachable from outside and passwords would travel in clear; listen on "
      "127.0.0.1, or leave out tls = false: the station then makes a certificate of its own"}},
    {"names_that_are_none",
     kHead + "[http]\nnames = [\"dai.phuong.lan\", \"đài.lan\", \"a b\", \"*.lan\", \"x,DNS:y\", \"192.168.1.5\", "
             "\"fd00::1\"]\n",
     {"5:28: [http] names: 'đài.lan' is neither a host name nor an IP address; write a name such as dai.phuong.lan, "
      "one with Vietnamese letters in its xn-- form",
      "5:39: [http] names: 'a b' is neither a host name nor an IP address; write a name such as dai.phuong.lan, one "
      "with Vietnamese letters in its xn-- form",
      "5:46: [http] names: '*.lan' is neither a host name nor an IP address; write a name such as dai.phuong.lan, one "
      "with Vietnamese letters in its xn-- form",
      "5:55: [http] names: 'x,DNS:y' is neither a host name nor an IP address; write a name such as dai.phuong.lan, "
      "one with Vietnamese letters in its xn-- form"}},
    {"tls_that_is_a_word",
     kHead + "[http]\ntls = \"yes\"\n",
     {"5:7: [http] tls: must be true or false without quotes, not a string"}},
    {"listen_without_port",
     kHead + "[http]\nlisten = \"localhost\"\n",
     {"5:10: [http] listen: 'localhost' has no port; write HOST:PORT, such as 192.168.1.20:502"}},
    {"listen_port",
     kHead + "[http]\nlisten = \"127.0.0.1:80800\"\n",
     {"5:10: [http] listen: '80800' is not a port; write HOST:PORT with a port from 1 to 65535"}},
    {"half_a_certificate",
     kHead + "[http]\nlisten = \"0.0.0.0:8443\"\ntls_key = \"/does/not/exist.key\"\n",
     {"6:11: [http] tls_key: there is no file '/does/not/exist.key'",
      "6:11: [http] tls_key: needs tls_certificate beside it"}},
    {"a_rule_without_meaning",
     kHead + "[sweep]\nrule = \"FREQ=FORTNIGHTLY\"\n",
     {"5:8: [sweep] rule: FREQ wants DAILY, WEEKLY, MONTHLY or YEARLY, not 'FORTNIGHTLY'"}},
    {"sweep",
     kHead + "[sweep]\nrule = \"daily\"\nwindow = \"23:00-01:00\"\ntolerance = 15\ntone_hz = \"1k\"\n"
             "tone_volts = 0\nconfirm_after = \"10 phút\"\nretry_after = \"500ms\"\nretry = 1\n",
     {"5:8: [sweep] rule: 'daily' is not a recurrence rule (RFC 5545); it begins with FREQ=, such as "
      "FREQ=MONTHLY;BYDAY=1MO,2MO,3MO,4MO",
      "6:10: [sweep] window: '23:00-01:00' goes past midnight; a session begins and ends on one day",
      "7:13: [sweep] tolerance: must be between 0.01 and 0.9, not 15",
      "8:11: [sweep] tone_hz: must be a number without quotes, not a string",
      "9:14: [sweep] tone_volts: must be more than 0 and at most 100, not 0",
      "10:17: [sweep] confirm_after: '10 phút' is not a duration; write a whole number and ms, s, m or h, such as "
      "\"10s\"",
      "11:15: [sweep] retry_after: must be between 1s and 24h, not 500ms",
      "12:1: [sweep] retry: unknown key; known: rule, window, tolerance, tone_hz, tone_volts, confirm_after, "
      "retry_after"}},
};

class BrokenStation : public testing::TestWithParam<Broken> {};
TEST_P(BrokenStation, IsToldExactly) { expect_problems(GetParam()); }
INSTANTIATE_TEST_SUITE_P(Files, BrokenStation, testing::ValuesIn(kBroken),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace wardcast::site

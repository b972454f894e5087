// SPDX-License-Identifier: GPL-3.0-or-later
// Site files that are right, and what is read from them.
#include <map>
#include <set>

#include "tests/support/certificate.hpp"
#include "tests/unit/config/folder.hpp"

namespace wardcast::site {
namespace {

const std::filesystem::path kConfig = std::filesystem::path{WARDCAST_SOURCE_DIR} / "config";

Site good(const std::filesystem::path& file) {
  auto loaded = load(file);
  for (const auto& problem : loaded.problems) ADD_FAILURE() << problem.text();
  return loaded.site.value_or(Site{});
}

Site good_text(std::string_view content) {
  const Folder folder;
  return good(folder.write("site.toml", content));
}

TEST(DemoSite, IsAWardOfSixZonesOnFourAmplifiers) {
  const auto site = good(kConfig / "demo.toml");
  ASSERT_EQ(site.zones.size(), 6U);
  ASSERT_EQ(site.amplifiers.size(), 4U);
  std::map<std::string, int> zones_of;
  for (const auto& zone : site.zones) ++zones_of[site.amplifiers[zone.amplifier].id];
  EXPECT_EQ(zones_of, (std::map<std::string, int>{{"amp-1", 2}, {"amp-2", 2}, {"amp-3", 1}, {"amp-4", 1}}));
  EXPECT_EQ(site.station.allowed_hours, (std::vector<DailyWindow>{{0, 1440}}));
  EXPECT_EQ(site.station.data, std::filesystem::path{WARDCAST_SOURCE_DIR} / "data/demo");
  EXPECT_EQ(site.http.host, "127.0.0.1");
  EXPECT_EQ(site.http.port, 8080);
}

TEST(DemoSite, HasThreeBoardsOfDifferentProfilesOnThreeBuses) {
  const auto site = good(kConfig / "demo.toml");
  ASSERT_EQ(site.boards.size(), 3U);
  std::set<std::string> profiles;
  std::set<std::size_t> buses;
  for (const auto& board : site.boards) {
    profiles.insert(board.profile.name);
    buses.insert(board.bus);
  }
  EXPECT_EQ(profiles, (std::set<std::string>{"waveshare-16ch", "adam-6060", "eletechsup-r4d3b16"}));
  EXPECT_EQ(buses.size(), 3U);
  for (const auto& bus : site.buses) EXPECT_EQ(std::get<TcpBus>(bus.link).host, "127.0.0.1");
}

TEST(DemoSite, HasAMeterChannelForEveryLine) {
  const auto site = good(kConfig / "demo.toml");
  ASSERT_EQ(site.meters.size(), 1U);
  std::set<int> channels;
  std::size_t lines = 0;
  for (const auto& zone : site.zones) {
    for (const auto& line : zone.lines) {
      ++lines;
      ASSERT_TRUE(line.meter) << line.id;
      channels.insert(line.meter->channel);
      EXPECT_TRUE(line.wire_mm2.has_value()) << line.id;
    }
  }
  EXPECT_EQ(channels.size(), lines);
}

TEST(DemoSite, HasFortyLoudspeakersInWireOrder) {
  const auto site = good(kConfig / "demo.toml");
  std::size_t lines = 0;
  std::size_t speakers = 0;
  for (const auto& zone : site.zones) {
    lines += zone.lines.size();
    for (const auto& line : zone.lines) {
      speakers += line.speakers.size();
      EXPECT_TRUE(line.length_m.has_value()) << line.id;
      for (const auto& speaker : line.speakers) {
        EXPECT_GT(speaker.tap_watts, 0) << speaker.id;
        EXPECT_TRUE(speaker.latitude && speaker.longitude) << speaker.id;
      }
    }
  }
  EXPECT_EQ(lines, 8U);
  EXPECT_EQ(speakers, 40U);
}

TEST(DemoSite, MixesMulticastOnTheLoopbackAndUnicast) {
  const auto site = good(kConfig / "demo.toml");
  ASSERT_EQ(site.amplifiers.size(), 4U);
  EXPECT_TRUE(site.amplifiers[0].multicast);
  EXPECT_EQ(site.amplifiers[0].multicast_interface, "lo");
  int powered = 0;
  for (const auto& amplifier : site.amplifiers) {
    EXPECT_EQ(amplifier.port % 2, 0) << amplifier.id;
    if (!amplifier.multicast) {
      EXPECT_EQ(amplifier.host, "127.0.0.1") << amplifier.id;
    }
    if (amplifier.power) ++powered;
  }
  EXPECT_EQ(powered, 2);
}

TEST(ExampleSite, LoadsAndNamesEveryKey) {
  const auto site = good(kConfig / "example.toml");
  ASSERT_EQ(site.buses.size(), 2U);
  const auto& serial = std::get<SerialBus>(site.buses[1].link);
  EXPECT_EQ(serial.baud, 9600);
  EXPECT_EQ(serial.parity, Parity::none);
  EXPECT_EQ(serial.stop_bits, 1);
  EXPECT_EQ(site.amplifiers.at(0).power, (ChannelRef{1, 5}));
  EXPECT_EQ(site.amplifiers.at(0).warm_up, seconds{2});
  EXPECT_EQ(site.zones.at(0).lines.at(0).meter, (ChannelRef{0, 0}));
  EXPECT_EQ(site.zones.at(0).lines.at(0).speakers.at(1).at_m, 400);
  EXPECT_EQ(site.station.allowed_hours.size(), 2U);
}

TEST(Site, DefaultsAreThoseOfTheContract) {
  const auto site =
      good_text(std::string{kStation} + std::string{kDevices} + "[[zone]]\nid = \"z\"\namplifier = \"amp-1\"\n");
  EXPECT_EQ(site.station.timezone, "Asia/Ho_Chi_Minh");
  EXPECT_EQ(site.station.language, "vi");
  EXPECT_EQ(site.station.allowed_hours, (std::vector<DailyWindow>{{330, 1290}}));
  EXPECT_EQ(site.http.host, "127.0.0.1");
  EXPECT_EQ(site.http.port, 8080);
  EXPECT_EQ(site.boards.at(0).unit, 1);
  EXPECT_EQ(site.boards.at(0).profile.channels, 8);
  const auto& amplifier = site.amplifiers.at(0);
  EXPECT_EQ(amplifier.name, "amp-1");
  EXPECT_EQ(amplifier.payload_type, 111);
  EXPECT_EQ(amplifier.latency, milliseconds{200});
  EXPECT_EQ(amplifier.warm_up, milliseconds{0});
  EXPECT_FALSE(amplifier.power.has_value());
  EXPECT_FALSE(amplifier.multicast);
  EXPECT_EQ(site.zones.at(0).name, "z");
  EXPECT_TRUE(site.zones.at(0).groups.empty());
  EXPECT_FALSE(site.zones.at(0).allowed_hours.has_value());
  EXPECT_EQ(site.sweep.rule, "FREQ=MONTHLY;BYDAY=1MO,2MO,3MO,4MO");
  EXPECT_EQ(site.sweep.window, (DailyWindow{480, 600}));
  EXPECT_EQ(site.sweep.tolerance, 0.15);
  EXPECT_EQ(site.sweep.tone_hz, 1000);
  EXPECT_EQ(site.sweep.tone_volts, 10);
  EXPECT_EQ(site.sweep.confirm_after, seconds{600});
  EXPECT_EQ(site.sweep.retry_after, seconds{600});
}

TEST(Site, ARuleMayBeWrittenAsInACalendarFile) {
  const auto site = good_text(std::string{kStation} + "[sweep]\nrule = \"RRULE:FREQ=WEEKLY;BYDAY=MO\"\n");
  EXPECT_EQ(site.sweep.rule, "FREQ=WEEKLY;BYDAY=MO");
}

TEST(Site, TextIsStoredInNfc) {
  // "Phường" with its marks typed apart, as a Mac's file manager would.
  const auto site = good_text("[station]\nname = \"Phu\xCC\x9Bo\xCC\x9B\xCC\x80ng\"\ndata = \"data\"\n");
  EXPECT_EQ(site.station.name, "Phường");
}

TEST(Site, TablesMayStandInAnyOrder) {
  const auto site = good_text(
      "[[zone]]\nid = \"z\"\namplifier = \"a\"\n[[zone.line]]\nid = \"l\"\nrelay = \"r:2\"\n"
      "[[amplifier]]\nid = \"a\"\nrtp = \"amp.local:5004\"\npower = \"r:1\"\n"
      "[[relay_board]]\nid = \"r\"\nbus = \"b\"\nunit = 0\nprofile = \"generic-coils\"\nchannels = 2\n"
      "[[bus]]\nid = \"b\"\ntcp = \"192.168.1.20:502\"\n" +
      std::string{kStation});
  EXPECT_EQ(site.zones.at(0).lines.at(0).relay, (ChannelRef{0, 1}));
  EXPECT_EQ(site.amplifiers.at(0).power, (ChannelRef{0, 0}));
  EXPECT_EQ(site.boards.at(0).profile.channels, 2);
}

TEST(Site, RelativePathsCountFromTheFile) {
  const Folder folder;
  const auto site = good(folder.write("sub/site.toml",
                                      "[station]\nname = \"x\"\ndata = \"../data/x\"\n[[bus]]\nid = \"b\"\nserial = "
                                      "\"tty\"\nparity = \"E\"\nstop_bits = 2\nbaud = 19200\n"));
  EXPECT_EQ(site.station.data, folder.path() / "data/x");
  const auto& serial = std::get<SerialBus>(site.buses.at(0).link);
  EXPECT_EQ(serial.device, folder.path() / "sub/tty");
  EXPECT_EQ(serial.parity, Parity::even);
  EXPECT_EQ(serial.stop_bits, 2);
  EXPECT_EQ(serial.baud, 19200);
}

TEST(Site, ProfilesBesideTheFileComeFirst) {
  const Folder folder;
  folder.write(
      "profiles/waveshare-8ch.toml",
      "kind = \"relay_board\"\nchannels = 3\n[write]\nfunction = 15\nbase = 0\n[read]\nfunction = 1\nbase = 0\n");
  const auto site = good(folder.write("site.toml", std::string{kStation} + std::string{kDevices}));
  EXPECT_EQ(site.boards.at(0).profile.channels, 3);
}

TEST(Site, ListensOutsideWithACertificate) {
  const Folder folder;
  std::filesystem::create_directory(folder.path() / "tls");
  test::make_certificate(folder.path() / "tls/a.crt", folder.path() / "tls/a.key");
  const auto site =
      good(folder.write("site.toml", std::string{kStation} +
                                         "[http]\nlisten = \"0.0.0.0:8443\"\ntls_certificate = \"tls/a.crt\"\ntls_key "
                                         "= \"tls/a.key\"\n"));
  EXPECT_EQ(site.http.host, "0.0.0.0");
  EXPECT_TRUE(site.http.tls);
  EXPECT_EQ(site.http.tls_certificate, folder.path() / "tls/a.crt");
  EXPECT_EQ(site.http.tls_key, folder.path() / "tls/a.key");
}

TEST(Site, TlsIsAlwaysOnBeyondThisMachineAndOnItWhenAskedFor) {
  const auto http = [](const std::string& lines) { return good_text(std::string{kStation} + "[http]\n" + lines).http; };
  EXPECT_FALSE(http("").tls);
  EXPECT_FALSE(http("tls = false\n").tls);
  EXPECT_TRUE(http("tls = true\n").tls);
  const auto outside = http("listen = \"0.0.0.0:8443\"\nnames = [\"dai.phuong.lan\", \"10.0.0.5\"]\n");
  EXPECT_TRUE(outside.tls);
  EXPECT_FALSE(outside.tls_certificate.has_value());
  EXPECT_EQ(outside.names, (std::vector<std::string>{"dai.phuong.lan", "10.0.0.5"}));
}

TEST(Site, ZoneHoursPastMidnight) {
  const auto site =
      good_text("[station]\nname = \"x\"\ndata = \"d\"\nallowed_hours = [\"00:00-24:00\"]\n" +
                std::string{"[[amplifier]]\nid = \"a\"\nrtp = \"127.0.0.1:5004\"\n[[zone]]\nid = \"z\"\namplifier = "
                            "\"a\"\nallowed_hours = [\"22:00-02:00\", \"02:00-03:00\"]\n"});
  EXPECT_EQ(site.zones.at(0).allowed_hours, (std::vector<DailyWindow>{{0, 180}, {1320, 1440}}));
}

TEST(Site, AMissingFileAFolderAndAnEmptyFileAreProblemsNotCrashes) {
  const Folder folder;
  EXPECT_EQ(load(folder.path() / "none.toml").problems.at(0).message, "there is no such file");
  EXPECT_EQ(load(folder.path()).problems.at(0).message, "this is not a file");
  const auto empty = load(folder.write("empty.toml", ""));
  ASSERT_EQ(empty.problems.size(), 1U);
  EXPECT_EQ(empty.problems[0].text(),
            (folder.path() / "empty.toml").string() + ":1:1: [station]: is missing; it needs at least name and data");
}

TEST(Tls, FilesThatCannotServeAreRefusedWhereTheyAreNamed) {
  const Folder folder;
  const auto path = [&](const char* name) { return (folder.path() / name).string(); };
  test::make_certificate(path("a.crt"), path("a.key"));
  test::make_certificate(path("b.crt"), path("b.key"));
  folder.write("text", "no PEM\n");
  const auto told = [&](const std::string& certificate, const std::string& key) {
    const auto file = folder.write("site.toml", std::string{kStation} + "[http]\ntls_certificate = \"" + certificate +
                                                    "\"\ntls_key = \"" + key + "\"\n");
    std::string said;
    for (const auto& problem : load(file).problems) said += problem.text().substr(file.string().size() + 1) + "\n";
    return said;
  };
  EXPECT_EQ(told("a.crt", "a.key"), "");
  const auto neither = told("text", "text");
  EXPECT_NE(neither.find("5:19: [http] tls_certificate: '" + path("text") + "' holds no certificate"),
            std::string::npos)
      << neither;
  EXPECT_NE(neither.find("6:11: [http] tls_key: '" + path("text") + "' holds no private key"), std::string::npos)
      << neither;
  EXPECT_EQ(told("a.crt", "b.key"), "6:11: [http] tls_key: '" + path("b.key") +
                                        "' does not belong to the certificate '" + path("a.crt") +
                                        "'; give the key that the certificate was made with\n");
  EXPECT_NE(told("a.key", "a.key").find("5:19: [http] tls_certificate: "), std::string::npos);
  EXPECT_NE(told("a.crt", "a.crt").find("6:11: [http] tls_key: "), std::string::npos);
}

TEST(Site, SerialLinesRunAtRatesThatDriversHave) {
  const Folder folder;
  const auto at = [&](int baud) {
    return load(folder.write(
        "site.toml",
        std::string{kStation} + "[[bus]]\nid = \"b\"\nserial = \"/dev/ttyS0\"\nbaud = " + std::to_string(baud) + "\n"));
  };
  for (const int baud : {1200, 9600, 19200, 115200, 230400}) EXPECT_TRUE(at(baud).site.has_value()) << baud;
  for (const int baud : {14400, 28800}) EXPECT_FALSE(at(baud).site.has_value()) << baud;
}

}  // namespace
}  // namespace wardcast::site

// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/profile.hpp"

#include "tests/unit/config/folder.hpp"

namespace wardcast::modbus {
namespace {

using site::Folder;

const std::vector<std::filesystem::path> kShipped{std::filesystem::path{WARDCAST_SOURCE_DIR} / "config/profiles"};

RelayProfile relay(std::string_view name) {
  auto profile = load_relay_profile(name, kShipped);
  EXPECT_TRUE(profile.has_value()) << name << ": " << (profile ? "" : profile.error().detail);
  return profile ? *profile : RelayProfile{};
}

TEST(ShippedProfiles, AreFoundFromABuildTree) {
  EXPECT_EQ(std::filesystem::weakly_canonical(shipped_profiles()), std::filesystem::weakly_canonical(kShipped.front()));
}

TEST(ShippedProfiles, AreTheOnesOfTheContract) {
  EXPECT_EQ(profile_names(kShipped),
            (std::vector<std::string>{"adam-6060", "eletechsup-r4d3b16", "generic-coils", "generic-registers",
                                      "generic-vi-float32", "generic-vi-int16", "generic-z-float32", "iologik-e1214",
                                      "waveshare-16ch", "waveshare-32ch", "waveshare-8ch"}));
}

TEST(ShippedProfiles, WaveshareIsCoilsFromZero) {
  for (const auto& [name, channels] : {std::pair{"waveshare-8ch", 8}, {"waveshare-16ch", 16}, {"waveshare-32ch", 32}}) {
    const auto board = relay(name);
    EXPECT_EQ(board.name, name);
    EXPECT_EQ(board.channels, channels);
    EXPECT_EQ(board.write, RelayWrite::coils_fc15);
    EXPECT_EQ(board.read, RelayRead::coils_fc01);
    EXPECT_EQ(board.write_base, 0);
    EXPECT_EQ(board.read_base, 0);
    EXPECT_EQ(board.min_gap, milliseconds{4});
    EXPECT_FALSE(board.keep_alive.has_value());
  }
}

TEST(ShippedProfiles, EletechsupWritesAndReadsDifferentValuesFromRegisterOne) {
  const auto board = relay("eletechsup-r4d3b16");
  EXPECT_EQ(board.channels, 16);
  EXPECT_EQ(board.write, RelayWrite::registers_fc06);
  EXPECT_EQ(board.write_base, 1);
  EXPECT_EQ(board.write_on, 0x0100);
  EXPECT_EQ(board.write_off, 0x0200);
  EXPECT_EQ(board.read, RelayRead::registers_fc03);
  EXPECT_EQ(board.read_base, 1);
  EXPECT_EQ(board.read_on, 1);
}

TEST(ShippedProfiles, AdamRelaysAreAtSixteenAndNeedAPollWithinTwoSeconds) {
  const auto board = relay("adam-6060");
  EXPECT_EQ(board.channels, 6);
  EXPECT_EQ(board.write_base, 16);
  EXPECT_EQ(board.read_base, 16);
  EXPECT_EQ(board.tcp_idle_close, milliseconds{2300});
  ASSERT_TRUE(board.keep_alive.has_value());
  EXPECT_LT(*board.keep_alive, seconds{2});
}

TEST(ShippedProfiles, IologikAndGenericBoards) {
  EXPECT_EQ(relay("iologik-e1214").channels, 6);
  EXPECT_EQ(relay("generic-coils").write, RelayWrite::coils_fc15);
  const auto registers = relay("generic-registers");
  EXPECT_EQ(registers.write, RelayWrite::registers_fc06);
  EXPECT_EQ(registers.write_on, 1);
  EXPECT_EQ(registers.write_off, 0);
  EXPECT_FALSE(registers.invert);
}

TEST(ShippedProfiles, Meters) {
  const auto floats = load_meter_profile("generic-vi-float32", kShipped);
  ASSERT_TRUE(floats.has_value()) << floats.error().detail;
  EXPECT_EQ(floats->function_code, 4);
  EXPECT_EQ(floats->volts->type, MeterValueType::float32_abcd);
  EXPECT_EQ(floats->amps->base, 2);
  EXPECT_EQ(floats->amps->stride, 4);
  EXPECT_FALSE(floats->leakage_amps.has_value());
  const auto whole = load_meter_profile("generic-vi-int16", kShipped);
  ASSERT_TRUE(whole.has_value()) << whole.error().detail;
  EXPECT_EQ(whole->volts->scale, 0.1);
  EXPECT_EQ(whole->amps->scale, 0.001);
  EXPECT_EQ(whole->amps->type, MeterValueType::int16);
  const auto ohms = load_meter_profile("generic-z-float32", kShipped);
  ASSERT_TRUE(ohms.has_value()) << ohms.error().detail;
  EXPECT_EQ(ohms->ohms->stride, 2);
  EXPECT_FALSE(ohms->amps.has_value());
  EXPECT_EQ(ohms->accuracy, 0.02);
}

TEST(Profile, TheFirstFolderWins) {
  const Folder folder;
  folder.write(
      "adam-6060.toml",
      "kind = \"relay_board\"\nchannels = 2\n[write]\nfunction = 15\nbase = 7\n[read]\nfunction = 1\nbase = 8\n");
  const auto profile = load_relay_profile("adam-6060", {folder.path(), kShipped.front()});
  ASSERT_TRUE(profile.has_value()) << profile.error().detail;
  EXPECT_EQ(profile->channels, 2);
  EXPECT_EQ(profile->write_base, 7);
  EXPECT_EQ(profile->read_base, 8);
}

TEST(Profile, AnUnknownNameIsAnsweredWithTheNearest) {
  const auto profile = load_relay_profile("adam6060", kShipped);
  ASSERT_FALSE(profile.has_value());
  EXPECT_EQ(profile.error().code, ErrorCode::not_found);
  EXPECT_EQ(profile.error().detail, "there is no profile 'adam6060', did you mean 'adam-6060'?");
}

TEST(Profile, ANameIsNotAPath) {
  const Folder folder;
  folder.write("outside.toml", "kind = \"relay_board\"\n");
  std::filesystem::create_directories(folder.path() / "profiles");
  EXPECT_FALSE(find_profile("../outside", {folder.path() / "profiles"}).has_value());
  EXPECT_FALSE(find_profile("", {folder.path()}).has_value());
  EXPECT_TRUE(find_profile("outside", {folder.path()}).has_value());
}

TEST(Profile, AMeterIsNotARelayBoard) {
  const auto profile = load_relay_profile("generic-vi-int16", kShipped);
  ASSERT_FALSE(profile.has_value());
  EXPECT_NE(profile.error().detail.find("this profile describes a line_meter, where a relay_board is wanted"),
            std::string::npos);
}

std::string problems_of_relay(const std::string& content) {
  const Folder folder;
  const auto file = folder.write("x.toml", content);
  const auto profile = load_relay_profile("x", {folder.path()});
  if (profile) return "";
  auto detail = profile.error().detail;
  for (auto at = detail.find(file.string()); at != std::string::npos; at = detail.find(file.string())) {
    detail.erase(at, file.string().size() + 1);
  }
  return detail;
}

TEST(Profile, TellsAllProblemsOfTheFileAtOnce) {
  EXPECT_EQ(problems_of_relay("kind = \"relay_bord\"\nchannels = 65\nchanels = 3\n[write]\nfunction = 5\nbase = 65536\n"
                              "[read]\nfunction = 1\non = 1\n"),
            "1:8: kind: 'relay_bord' is unknown, did you mean 'relay_board'?\n"
            "2:12: channels: must be between 1 and 64, not 65\n"
            "3:1: chanels: unknown key, did you mean 'channels'?\n"
            "5:12: [write] function: must be 15 (coils) or 6 (one holding register a channel), not 5\n"
            "6:8: [write] base: must be between 0 and 65535, not 65536\n"
            "7:1: [read] base: is required and missing\n"
            "9:6: [read] on: belongs to function 3 only; remove it");
}

TEST(Profile, AWatchdogIsReadWhole) {
  const std::string body =
      "kind = \"relay_board\"\nchannels = 8\n[write]\nfunction = 15\nbase = 0\n[read]\nfunction = 1\nbase = 0\n";
  const Folder folder;
  folder.write("dog.toml", body +
                               "[watchdog]\nfunction = 6\naddress = 0x1003\nvalue = 0x5555\nsecond_value = 0xAAAA\n"
                               "period = \"30s\"\n");
  const auto board = load_relay_profile("dog", {folder.path()});
  ASSERT_TRUE(board.has_value());
  EXPECT_EQ(board->watchdog, (Watchdog{6, 0x1003, 0x5555, 0xAAAA, seconds{30}}));
  EXPECT_EQ(problems_of_relay(body + "[watchdog]\nfunction = 5\nvalue = 2\n"),
            "9:1: [watchdog] address: is required and missing\n"
            "9:1: [watchdog] period: is required and missing\n"
            "11:9: [watchdog] value: must be between 0 and 1, not 2");
  EXPECT_EQ(problems_of_relay(body + "[watchdog]\nfunction = 16\naddress = 1\nvalue = 2\nperiod = \"1ms\"\n"),
            "10:12: [watchdog] function: must be 5 or 15 (a coil) or 6 (a holding register), not 16\n"
            "12:9: [watchdog] value: must be between 0 and 1, not 2\n"
            "13:10: [watchdog] period: must be between 1s and 24h, not 1ms");
}

TEST(Profile, RefusesWhatNoBoardCanDo) {
  const std::string head = "kind = \"relay_board\"\nchannels = 8\n";
  EXPECT_EQ(problems_of_relay(head + "[write]\nfunction = 15\nbase = 65530\n[read]\nfunction = 1\nbase = 0\n"),
            "5:8: [write] base: with 8 channels the last wire address would be 65537, beyond 65535");
  EXPECT_EQ(
      problems_of_relay(head + "[write]\nfunction = 6\nbase = 0\non = 2\noff = 2\n[read]\nfunction = 3\nbase = 0\n"),
      "7:7: [write] off: is the same value as on; the board could not tell them apart");
  const std::string body = head + "[write]\nfunction = 15\nbase = 0\n[read]\nfunction = 1\nbase = 0\n[timing]\n";
  EXPECT_EQ(problems_of_relay(body + "tcp_idle_close = \"2s\"\nkeep_alive = \"2s\"\n"),
            "11:14: [timing] keep_alive: must be shorter than tcp_idle_close");
  EXPECT_EQ(
      problems_of_relay(body + "tcp_idle_close = \"2s\"\n"),
      "10:18: [timing] keep_alive: is required with tcp_idle_close, and shorter: the connection would be lost between "
      "two programmes");
  EXPECT_EQ(problems_of_relay(body + "min_gap = 4\n"),
            "10:11: [timing] min_gap: must be a duration in quotes such as \"200ms\", \"10s\", \"10m\" or \"1h\", not "
            "a whole "
            "number");
  EXPECT_EQ(problems_of_relay(body), "");
}

TEST(Profile, TellsWhatIsWrongWithAMeter) {
  const Folder folder;
  folder.write(
      "m.toml",
      "kind = \"line_meter\"\nchannels = 4\nfunction = 2\n[volts]\nbase = 0\nstride = 1\ntype = \"float32_abcd\"\n"
      "[amps]\nbase = 65533\ntype = \"float32\"\nscale = 0\n");
  std::vector<Problem> problems;
  EXPECT_FALSE(read_meter_profile(folder.path() / "m.toml", problems).has_value());
  std::string said;
  for (const auto& problem : problems) said += std::to_string(problem.line) + ": " + problem.message + "\n";
  EXPECT_EQ(said,
            "3: function: must be between 3 and 4, not 2\n"
            "6: [volts] stride: must be at least 2, the registers one value takes\n"
            "9: [amps] base: with 4 channels the last wire address would be 65540, beyond 65535\n"
            "10: [amps] type: 'float32' is unknown, did you mean 'float32_abcd'?\n"
            "11: [amps] scale: must be more than 0 and at most 1000000, not 0\n");
}

TEST(Profile, AMeterGivesAmperesOrOhms) {
  const auto problems_of = [](const std::string& more) {
    const Folder folder;
    folder.write("m.toml", "kind = \"line_meter\"\nchannels = 4\nfunction = 4\n" + more);
    std::vector<Problem> problems;
    std::string said;
    if (read_meter_profile(folder.path() / "m.toml", problems)) return said;
    for (const auto& problem : problems) said += std::to_string(problem.line) + ": " + problem.message + "\n";
    return said;
  };
  const std::string ohms = "[ohms]\nbase = 0\ntype = \"float32_abcd\"\n";
  const std::string amps = "[amps]\nbase = 20\ntype = \"float32_abcd\"\n";
  EXPECT_EQ(problems_of(ohms), "");
  EXPECT_EQ(problems_of("accuracy = 0.005\n" + amps), "");
  EXPECT_EQ(problems_of(""), "1: amps: is required and missing\n");
  EXPECT_EQ(problems_of(ohms + amps),
            "4: ohms: is for meters without amps; remove it, volts and amperes give the ohms\n");
  EXPECT_EQ(problems_of("accuracy = 2\n" + amps), "4: accuracy: must be more than 0 and at most 0.2, not 2\n");
}

}  // namespace
}  // namespace wardcast::modbus

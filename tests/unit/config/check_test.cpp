// SPDX-License-Identifier: GPL-3.0-or-later
// `wardcast check` as a person runs it: the program itself, its words and its exit code.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/wardcast_program.hpp"

namespace {

using wardcast::test::wardcast;

TEST(Check, SaysOkOfTheDemo) {
  const auto file = std::string{WARDCAST_SOURCE_DIR} + "/config/demo.toml";
  const auto outcome = wardcast("check " + file);
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.output,
            file +
                ": OK: Đài truyền thanh phường Hoa Sen: 6 zones, 4 amplifiers, 3 relay boards, 8 lines, "
                "40 loudspeakers\n");
}

TEST(Check, PrintsEveryProblemAndExitsWithThree) {
  auto pattern = (std::filesystem::temp_directory_path() / "wardcast-check-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(pattern.data());
  const auto file = folder / "site.toml";
  std::ofstream{file} << "[station]\nnam = \"Phường\"\ndata = \"d\"\n[htp]\n";
  const auto outcome = wardcast("check " + file.string());
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_EQ(outcome.output, file.string() + ":1:1: [station] name: is required and missing\n" + file.string() +
                                ":2:1: [station] nam: unknown key, did you mean 'name'?\n" + file.string() +
                                ":4:2: htp: unknown table, did you mean 'http'?\n");
  std::filesystem::remove_all(folder);
}

TEST(Check, AMissingFileIsAProblemOfConfiguration) {
  const auto outcome = wardcast("check /does/not/exist.toml");
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_EQ(outcome.output, "/does/not/exist.toml:0:0: there is no such file\n");
}

TEST(Usage, AWrongCommandLineExitsWithTwo) {
  EXPECT_EQ(wardcast("").exit_code, 2);
  EXPECT_EQ(wardcast("chek").exit_code, 2);
  EXPECT_EQ(wardcast("check").exit_code, 2);
  EXPECT_EQ(wardcast("check a b").exit_code, 2);
  EXPECT_EQ(wardcast("check --loud a").exit_code, 2);
}

TEST(Usage, HelpIsNoError) {
  EXPECT_EQ(wardcast("--help").exit_code, 0);
  const auto outcome = wardcast("check --help");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_NE(outcome.output.find("FILE"), std::string::npos);
}

}  // namespace

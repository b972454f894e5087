// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "daemon/cli/commands.hpp"
#include "daemon/config/site.hpp"

namespace wardcast::cli {
namespace {

int check(const std::string& file) {
  const auto loaded = site::load(file);
  for (const auto& problem : loaded.problems) std::cout << problem.text() << '\n';
  if (!loaded.site) return kConfiguration;
  std::size_t lines = 0;
  std::size_t speakers = 0;
  for (const auto& zone : loaded.site->zones) {
    lines += zone.lines.size();
    for (const auto& line : zone.lines) speakers += line.speakers.size();
  }
  std::cout << file << ": OK: " << loaded.site->station.name << ": " << loaded.site->zones.size() << " zones, "
            << loaded.site->amplifiers.size() << " amplifiers, " << loaded.site->boards.size() << " relay boards, "
            << lines << " lines, " << speakers << " loudspeakers\n";
  return kOk;
}

}  // namespace

void add_check(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("check", "Validate a site file: every problem with its line and column");
  const auto file = std::make_shared<std::string>();
  command->add_option("FILE", *file, "the site file")->required();
  command->callback([file, &exit_code] { exit_code = check(*file); });
}

}  // namespace wardcast::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/station_data.hpp"
#include "daemon/statistics/log_import.hpp"
#include "drivers/clock/system_clock.hpp"

namespace wardcast::cli {
namespace {

/// Far more than a century of a ward's log.
constexpr std::uintmax_t kMostBytes = 256U << 20U;

std::optional<std::string> content_of(const std::string& file) {
  std::error_code failure;
  const auto size = std::filesystem::file_size(file, failure);
  if (!failure && size > kMostBytes) failure = std::make_error_code(std::errc::file_too_large);
  std::ifstream in;
  if (!failure) {
    in.open(file, std::ios::binary);
    if (!in) failure = {errno, std::generic_category()};
  }
  std::string text;
  if (!failure) {
    text.assign(std::istreambuf_iterator<char>{in}, {});
    if (in.bad()) failure = std::make_error_code(std::errc::io_error);
  }
  if (!failure) return text;
  std::cerr << "wardcast: cannot read " << file << ": " << failure.message() << '\n';
  return std::nullopt;
}

int told(const Problems& problems) {
  for (const auto& problem : problems.in_file_order()) std::cerr << problem.text() << '\n';
  return kConfiguration;
}

int import_file(const std::string& file, const std::string& config) {
  int exit_code = kOk;
  const auto site = load_site(config, exit_code);
  if (!site) return exit_code;
  const auto zone = TimeZone::locate(site->station.timezone).value();  // checked with the site file
  const auto text = content_of(file);
  if (!text) return kResource;
  const auto now = SystemClock{}.now().wall;
  Problems problems{file};
  const auto rows = statistics::read_programme_log(*text, zone, now, problems);
  if (problems.count() > 0) return told(problems);
  const auto store = open_store_of(*site, exit_code);
  if (!store) return exit_code;
  statistics::Imported imported;
  const auto done = store->atomically([&]() -> Result<void> {
    const auto made = statistics::import_log(*store, rows, zone, problems);
    if (!made) return made.error();
    imported = *made;
    if (imported.fresh == 0) return {};
    return store->append(entry_of_person_here("log.import", "log/" + std::filesystem::path{file}.filename().string(),
                                              R"({"rows":)" + std::to_string(imported.fresh) + "}"));
  });
  if (problems.count() > 0) return told(problems);
  if (!done) return failed(done.error());
  std::cout << imported.fresh << " new rows in " << imported.programmes << " programmes; " << imported.known
            << " were there before\n";
  return kOk;
}

}  // namespace

void add_import(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("import", "Take an old programme log into the journal, beside a running daemon too");
  const auto config = add_config(*command);
  const auto file = std::make_shared<std::string>();
  command
      ->add_option("FILE", *file,
                   "CSV in UTF-8 with ';' between columns, one row for each airing of an item:\n"
                   "date;planned_start;started_at;ended_at;programme;position;title;kind;theme;author;unit;origin;"
                   "zones;result;reason")
      ->required();
  command->callback([=, &exit_code] { exit_code = import_file(*file, *config); });
}

}  // namespace wardcast::cli

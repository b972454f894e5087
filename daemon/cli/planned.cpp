// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/cli/planned.hpp"

#include <CLI/CLI.hpp>
#include <utility>

#include "daemon/cli/station_data.hpp"
#include "daemon/editorial/programme_book.hpp"
#include "daemon/playout/site_zones.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast::cli {

PlanOptions add_plan_options(CLI::App& command) {
  PlanOptions options{add_config(command), std::make_shared<std::string>(), {}};
  command.add_option("--data", *options.data, "another data folder than the site file's");
  options.window = add_window(command);
  return options;
}

std::optional<Planned> open_planned(const PlanOptions& options, int& exit_code) {
  auto site = load_site(*options.config, exit_code);
  if (!site) return std::nullopt;
  const auto zone = TimeZone::locate(site->station.timezone);
  if (!zone) return exit_code = failed(zone.error()), std::nullopt;
  const auto window = window_of(*options.window, *zone);
  if (!window) return exit_code = failed(window.error()), std::nullopt;
  auto store = open_plan(*site, *options.data, exit_code);
  if (!store) return std::nullopt;
  const auto data = options.data->empty() ? site->station.data : std::filesystem::path{*options.data};
  return Planned{std::move(*site), *zone, *window, data / "media", std::move(store)};
}

std::vector<scheduler::Edition> timetable_of(const Planned& planned) {
  editorial::ProgrammeBook book{*planned.store};
  return scheduler::timetable(book.programmes(), book.changes(), playout::zones_of(planned.site), planned.zone,
                              planned.window.from, planned.window.to);
}

}  // namespace wardcast::cli

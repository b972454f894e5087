// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time_zone.hpp"
#include "daemon/cli/window.hpp"
#include "daemon/config/site.hpp"
#include "drivers/store/store.hpp"
#include "scheduler/programme.hpp"

namespace CLI {
class App;
}

// What `wardcast plan` and `wardcast rehearse` begin with: a stretch of what a station has planned.
namespace wardcast::cli {

struct PlanOptions {
  std::shared_ptr<std::string> config, data;
  std::shared_ptr<WindowOptions> window;
};
/// Adds --config, --data, --from and --to.
PlanOptions add_plan_options(CLI::App& command);

struct Planned {
  site::Site site;
  TimeZone zone;
  Window window;
  std::filesystem::path media;          ///< folder of recordings
  std::unique_ptr<store::Store> store;  ///< a copy in memory: the station's data is only read
};
/// Empty when it cannot be had: the reasons are on standard error and `exit_code` is set.
std::optional<Planned> open_planned(const PlanOptions& options, int& exit_code);

/// Every edition of the window.
std::vector<scheduler::Edition> timetable_of(const Planned& planned);

}  // namespace wardcast::cli

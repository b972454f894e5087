// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/time_zone.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/config/site.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::cli {

/// Adds `--config F`, which every command that touches the station's data needs.
std::shared_ptr<std::string> add_config(CLI::App& command);

/// Opens the database of the station that the site file describes, beside a running daemon too. Null when it cannot be:
/// the reasons are on standard error and `exit_code` is set.
std::unique_ptr<store::Store> open_station(const std::string& config, int& exit_code);

/// The site file. Empty when it is wrong: the reasons are on standard error and `exit_code` is set.
std::optional<site::Site> load_site(const std::string& config, int& exit_code);

/// Opens the database of that station, beside a running daemon too. Null when it cannot be: likewise.
std::unique_ptr<store::Store> open_store_of(const site::Site& site, int& exit_code);

/// A station as its commands use it.
struct StationData {
  site::Site site;
  TimeZone zone;
  std::unique_ptr<store::Store> store;
};
/// All three, beside a running daemon too. Empty when one cannot be had: likewise.
std::optional<StationData> open_all(const std::string& config, int& exit_code);

/// What is planned, as a copy in memory; the station's folder, or `data` when it is not empty, is only read. Null when
/// it cannot be: the reason is on standard error and `exit_code` is set.
std::unique_ptr<store::Store> open_plan(const site::Site& site, const std::string& data, int& exit_code);

/// Says on standard error what went wrong; the exit code for it: usage when what was asked for is wrong, else resource.
int failed(const Error& error);

/// An audit entry in the name of the person at this terminal.
store::AuditEntry entry_of_person_here(const std::string& action, const std::string& target, const std::string& after);

/// Runs `change` and writes to the audit log that the person at this terminal did it, both or neither. `after` is JSON,
/// or empty.
Result<void> audited(store::Store& store, const std::string& action, const std::string& target,
                     const std::string& after, const std::function<Result<void>()>& change);

/// Writes the text to that file, to standard output when it is empty or "-"; the exit code. What went wrong is on
/// standard error.
int put_out(const std::string& text, const std::string& file);

/// A password: asked for twice, unseen, when standard input is a terminal, else its first line.
Result<std::string> read_password();

}  // namespace wardcast::cli

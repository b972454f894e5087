// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace CLI {
class App;
}

namespace wardcast::cli {

/// What `wardcast` and `wardcastd` return to the shell.
inline constexpr int kOk = 0;
inline constexpr int kWrong = 1;          ///< what was to be checked is not right
inline constexpr int kUsage = 2;          ///< the command line is wrong
inline constexpr int kConfiguration = 3;  ///< the site file, or a file named on the command line, is wrong
inline constexpr int kResource = 4;       ///< something needed cannot be had: data folder, database, disk

/// Each subcommand lives in daemon/cli/NAME.cpp, adds itself to `app` and, when chosen, stores in `exit_code` what main
/// returns. Options and messages are its own; a usage error found only after parsing is CLI::ValidationError.
/// A new command is one line here, one in main.cpp and one in CMakeLists.txt.
void add_check(CLI::App& app, int& exit_code);
void add_plan(CLI::App& app, int& exit_code);
void add_rehearse(CLI::App& app, int& exit_code);
void add_user(CLI::App& app, int& exit_code);
void add_token(CLI::App& app, int& exit_code);
void add_import(CLI::App& app, int& exit_code);
void add_report(CLI::App& app, int& exit_code);
void add_audit(CLI::App& app, int& exit_code);
void add_sweep(CLI::App& app, int& exit_code);
void add_line(CLI::App& app, int& exit_code);

}  // namespace wardcast::cli

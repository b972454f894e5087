// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "daemon/cli/commands.hpp"

int main(int argc, char** argv) {
  using namespace wardcast;
  int exit_code = cli::kOk;
  try {
    spdlog::set_default_logger(spdlog::stderr_logger_mt("wardcast"));  // standard output is for what was asked
    CLI::App app{"Wardcast: runs the loudspeakers of a ward"};
    app.name("wardcast");
    app.require_subcommand(1);
    cli::add_check(app, exit_code);
    cli::add_plan(app, exit_code);
    cli::add_rehearse(app, exit_code);
    cli::add_user(app, exit_code);
    cli::add_token(app, exit_code);
    cli::add_import(app, exit_code);
    cli::add_report(app, exit_code);
    cli::add_audit(app, exit_code);
    cli::add_sweep(app, exit_code);
    cli::add_line(app, exit_code);
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
      // CLI11 has a number of its own for every kind of mistake; to the shell they are all one, and --help is none.
      return app.exit(problem) == 0 ? cli::kOk : cli::kUsage;
    }
  } catch (const std::exception& problem) {
    std::cerr << "wardcast: " << problem.what() << '\n';
    return cli::kResource;
  }
  return exit_code;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <optional>
#include <string>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/station_data.hpp"
#include "daemon/statistics/report_csv.hpp"
#include "daemon/statistics/report_json.hpp"
#include "drivers/clock/system_clock.hpp"

namespace wardcast::cli {
namespace {

struct Asked {
  std::string config, quarter, from, to, format, language, out;
};

/// The period asked for: a quarter, or two dates. Throws CLI::ValidationError.
statistics::Period period_of(const Asked& asked) {
  if (!asked.quarter.empty()) {
    const auto quarter = statistics::parse_quarter(asked.quarter);
    if (!quarter) throw CLI::ValidationError{"--quarter", "'" + asked.quarter + "' is no quarter such as 2018Q1"};
    return statistics::period_of(*quarter);
  }
  if (asked.from.empty() || asked.to.empty())
    throw CLI::ValidationError{"--quarter", "give --quarter 2018Q1, or --from and --to with dates such as 2018-01-31"};
  const auto from = parse_date(asked.from);
  if (!from) throw CLI::ValidationError{"--from", from.error().detail};
  const auto to = parse_date(asked.to);
  if (!to) throw CLI::ValidationError{"--to", to.error().detail};
  if (std::chrono::sys_days{*to} < std::chrono::sys_days{*from})
    throw CLI::ValidationError{"--to", "the last date lies before the first"};
  return {*from, *to};
}

int report(const Asked& asked) {
  const auto period = period_of(asked);
  int exit_code = kOk;
  const auto site = load_site(asked.config, exit_code);
  if (!site) return exit_code;
  const auto store = open_store_of(*site, exit_code);
  if (!store) return exit_code;
  const auto zone = TimeZone::locate(site->station.timezone).value();  // checked with the site file
  const auto language = statistics::language_of(asked.language.empty() ? site->station.language : asked.language);
  const auto made = statistics::report_of(*store, site->station.name, period, SystemClock{}.now().wall);
  if (asked.format == "csv") return put_out(statistics::report_csv(made, language, zone), asked.out);
  return put_out(boost::json::serialize(statistics::report_json(made, language, zone)) + "\n", asked.out);
}

}  // namespace

void add_report(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("report", "The board's report of a period, also beside a running daemon");
  const auto asked = std::make_shared<Asked>();
  command->add_option("--config", asked->config, "the site file")->required();
  auto* quarter = command->add_option("--quarter", asked->quarter, "a calendar quarter such as 2018Q1");
  command->add_option("--from", asked->from, "first local date, such as 2018-01-01")->excludes(quarter);
  command->add_option("--to", asked->to, "last local date")->excludes(quarter);
  command->add_option("--format", asked->format, "json or csv")->required()->check(CLI::IsMember({"json", "csv"}));
  command->add_option("--language", asked->language, "vi or en; the station's when not given")
      ->check(CLI::IsMember({"vi", "en"}));
  command->add_option("-o,--output", asked->out, "a file instead of standard output");
  command->callback([asked, &exit_code] { exit_code = report(*asked); });
}

}  // namespace wardcast::cli

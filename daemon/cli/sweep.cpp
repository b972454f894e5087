// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/station_data.hpp"
#include "daemon/editorial/line_records_json.hpp"
#include "daemon/statistics/minutes_csv.hpp"
#include "daemon/statistics/minutes_json.hpp"
#include "drivers/clock/system_clock.hpp"

namespace wardcast::cli {
namespace {

constexpr std::chrono::days kShown{92};  // when nobody says which

struct Asked {
  std::string config, from, to, id, language, out;
  std::string format = "csv";
  bool json = false;
};

/// A local date of an option, or `absent` when it was not given. Throws CLI::ValidationError.
CivilDate date_of(const char* option, const std::string& text, CivilDate absent) {
  if (text.empty()) return absent;
  const auto date = parse_date(text);
  if (!date) throw CLI::ValidationError{option, date.error().detail};
  return *date;
}

std::string line_of(const store::SweepRecord& record, const TimeZone& zone) {
  const auto& sweep = record.sweep;
  auto text = sweep.id + "  " + zone.rfc3339(sweep.started_at) + "  " + sweep.origin +
              (sweep.who.empty() ? "" : " " + sweep.who) + (sweep.dry ? "  dry" : "") + "  ";
  if (!record.end) return text + "running";
  const auto& end = *record.end;
  text += end.result + "  " + std::to_string(end.in_order) + " in order, " + std::to_string(end.faulty) + " faulty, " +
          std::to_string(end.unjudged) + " unjudged, " + std::to_string(end.not_tested) + " not tested";
  return end.detail.empty() ? text : text + "  " + end.detail;
}

int list(const Asked& asked) {
  int exit_code = kOk;
  const auto station = open_all(asked.config, exit_code);
  if (!station) return exit_code;
  const auto& [site, zone, store] = *station;
  const auto today = std::chrono::sys_days{zone.date_of(SystemClock{}.now().wall)};
  const auto to = date_of("--to", asked.to, CivilDate{today});
  const auto from = date_of("--from", asked.from, CivilDate{std::chrono::sys_days{to} - kShown});
  if (std::chrono::sys_days{to} < std::chrono::sys_days{from})
    throw CLI::ValidationError{"--to", "the last date lies before the first"};
  const auto records = store->sweeps(from, to);
  const auto months = statistics::months_of_sessions(*store, from, to);
  if (asked.json) {
    boost::json::array all;
    for (const auto& record : records) all.push_back(editorial::sweep_json(record, zone));
    std::cout << boost::json::serialize(
                     boost::json::object{{"sweeps", std::move(all)}, {"month", statistics::months_json(months)}})
              << '\n';
    return kOk;
  }
  for (const auto& record : records) std::cout << line_of(record, zone) << '\n';
  for (const auto& month : months) {
    std::cout << month.key << ": " << month.held << " of " << statistics::kSessionsAMonth << " sessions held";
    if (month.by_person > 0) std::cout << ", " << month.by_person << " beside the plan";
    std::cout << '\n';
  }
  return kOk;
}

int minutes(const Asked& asked) {
  int exit_code = kOk;
  const auto station = open_all(asked.config, exit_code);
  if (!station) return exit_code;
  const auto& [site, zone, store] = *station;
  const auto made = statistics::minutes_of(*store, site, asked.id, SystemClock{}.now().wall);
  if (!made) return failed(made.error());
  if (asked.format == "json") {
    return put_out(boost::json::serialize(statistics::minutes_json(*made, zone)) + "\n", asked.out);
  }
  const auto language = statistics::language_of(asked.language.empty() ? site.station.language : asked.language);
  return put_out(statistics::minutes_csv(*made, language, zone), asked.out);
}

}  // namespace

void add_sweep(CLI::App& app, int& exit_code) {
  auto* sweep = app.add_subcommand("sweep", "Sessions of line tests, also beside a running daemon");
  sweep->require_subcommand(1);
  const auto asked = std::make_shared<Asked>();

  auto* sessions = sweep->add_subcommand("list", "The sessions of a period, and how many of each month's were held");
  sessions->add_option("--config", asked->config, "the site file")->required();
  sessions->add_option("--from", asked->from, "first local date; 92 days before the last when not given");
  sessions->add_option("--to", asked->to, "last local date; today when not given");
  sessions->add_flag("--json", asked->json, "as JSON");
  sessions->callback([asked, &exit_code] { exit_code = list(*asked); });

  auto* paper = sweep->add_subcommand("minutes", "The minutes of one session");
  paper->add_option("id", asked->id, "the session, as `sweep list` names it")->required();
  paper->add_option("--config", asked->config, "the site file")->required();
  paper->add_option("--format", asked->format, "json or csv")
      ->check(CLI::IsMember({"json", "csv"}))
      ->capture_default_str();
  paper->add_option("--language", asked->language, "vi or en; the station's when not given")
      ->check(CLI::IsMember({"vi", "en"}));
  paper->add_option("-o,--output", asked->out, "a file instead of standard output");
  paper->callback([asked, &exit_code] { exit_code = minutes(*asked); });
}

}  // namespace wardcast::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/station_data.hpp"
#include "daemon/cli/window.hpp"
#include "daemon/editorial/programme_book.hpp"
#include "daemon/editorial/programmes.hpp"
#include "daemon/playout/site_zones.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast::cli {
namespace {

struct Asked {
  std::string config, data;
  std::shared_ptr<WindowOptions> window;
  bool json = false;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string time_of_day(CivilTime time) { return format_civil(time).substr(11, 5); }

std::string weekday_of(CivilTime time) {
  static constexpr const char* kNames[]{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  return kNames[std::chrono::weekday{std::chrono::floor<std::chrono::days>(time)}.c_encoding()];
}

void print(const scheduler::Edition& edition, const TimeZone& zone) {
  const auto start = zone.to_civil(edition.start);
  const auto items = edition.items.size();
  std::cout << weekday_of(start) << ' ' << format_date(zone.date_of(edition.start)) << "  " << time_of_day(start) << '-'
            << time_of_day(zone.to_civil(edition.end())) << "  " << (edition.cancelled ? "CANCELLED  " : "")
            << edition.title << "  (" << joined(edition.zones) << "; " << items << (items == 1 ? " item" : " items")
            << "; priority " << edition.priority << ")  " << edition.id << '\n';
  constexpr auto kIndent = "                    ";
  for (const auto& clash : edition.clashes) {
    std::cout << kIndent << "clashes with '" << clash.title << "' (" << clash.with << ") in " << joined(clash.zones)
              << (clash.equal_priority ? ", equal priority" : "") << '\n';
  }
  for (const auto& refusal : edition.refusals) std::cout << kIndent << "refused: " << refusal.detail << '\n';
}

void print(const std::vector<scheduler::Edition>& editions, const TimeZone& zone) {
  std::size_t clashes = 0;
  std::size_t refused = 0;
  std::size_t cancelled = 0;
  for (const auto& edition : editions) {
    print(edition, zone);
    clashes += edition.clashes.empty() ? 0U : 1U;
    refused += edition.refusals.empty() ? 0U : 1U;
    cancelled += edition.cancelled ? 1U : 0U;
  }
  std::cout << editions.size() << (editions.size() == 1 ? " edition" : " editions") << ", " << cancelled
            << " cancelled, " << clashes << " with a clash, " << refused << " refused somewhere\n";
}

void print_json(const std::vector<scheduler::Edition>& editions, const TimeZone& zone) {
  boost::json::array list;
  for (const auto& edition : editions) list.push_back(editorial::edition_to_json(edition, zone));
  std::cout << boost::json::serialize(boost::json::object{{"editions", std::move(list)}}) << '\n';
}

int plan(const Asked& asked) {
  int exit_code = kOk;
  const auto site = load_site(asked.config, exit_code);
  if (!site) return exit_code;
  const auto zone = TimeZone::locate(site->station.timezone);
  if (!zone) return failed(zone.error());
  const auto window = window_of(*asked.window, *zone);
  if (!window) return failed(window.error());
  const auto store = open_plan(*site, asked.data, exit_code);
  if (!store) return exit_code;
  editorial::ProgrammeBook book{*store};
  const auto editions = scheduler::timetable(book.programmes(), book.changes(), playout::zones_of(*site), *zone,
                                             window->from, window->to);
  if (asked.json) {
    print_json(editions, *zone);
  } else {
    print(editions, *zone);
  }
  return kOk;
}

}  // namespace

void add_plan(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("plan", "The timetable: what would air, where, clashes, refusals by the hours");
  const auto asked = std::make_shared<Asked>();
  add_plan_data(*command, asked->config, asked->data);
  asked->window = add_window(*command);
  command->add_flag("--json", asked->json, "as GET /api/v1/timetable gives it");
  command->callback([asked, &exit_code] { exit_code = plan(*asked); });
}

}  // namespace wardcast::cli

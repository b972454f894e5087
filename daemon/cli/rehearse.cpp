// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/planned.hpp"
#include "daemon/cli/station_data.hpp"
#include "daemon/editorial/line_records_json.hpp"
#include "daemon/editorial/plan_maker.hpp"
#include "daemon/rehearsal/rehearsal.hpp"
#include "daemon/statistics/figures.hpp"
#include "daemon/statistics/figures_json.hpp"

namespace wardcast::cli {
namespace {

struct Asked {
  PlanOptions plan;
  std::vector<std::pair<std::string, std::int64_t>> drills;
  bool json = false;
};

/// 106 200 s is 29h30'.
std::string hours(microseconds time) {
  const auto minutes = std::chrono::round<std::chrono::minutes>(time).count();
  const auto rest = std::to_string(minutes % 60);
  return std::to_string(minutes / 60) + "h" + (rest.size() == 1 ? "0" : "") + rest + "'";
}

/// One airing at a time: ten years of them are not held as one document.
void print_json(const std::vector<store::AsRun>& journal, const std::vector<store::SweepRecord>& sweeps,
                const statistics::Figures& figures, statistics::Period period, const TimeZone& zone) {
  std::cout << R"({"journal":[)";
  const char* comma = "";
  for (const auto& as_run : journal) {
    std::cout << comma << boost::json::serialize(statistics::airing_json(as_run, zone));
    comma = ",";
  }
  std::cout << R"(],"sweeps":[)";
  comma = "";
  for (const auto& sweep : sweeps) {
    std::cout << comma << boost::json::serialize(editorial::sweep_json(sweep, zone));
    comma = ",";
  }
  std::cout << R"(],"statistics":)" << boost::json::serialize(statistics::figures_json(figures, period)) << "}\n";
}

bool is_edition(const store::AsRun& as_run) { return !as_run.airing.edition_id.empty(); }

void print_summary(const std::vector<store::AsRun>& journal, const std::vector<store::SweepRecord>& sweeps,
                   const statistics::Figures& figures, std::size_t clashes, const TimeZone& zone) {
  for (const auto& as_run : journal) {
    if (!as_run.end || as_run.end->result == "full") continue;
    std::cout << format_civil(zone.to_civil(as_run.airing.planned_start)) << "  " << as_run.airing.title << ": "
              << as_run.end->result << " (" << as_run.end->reason << ")\n";
  }
  for (const auto& [sweep, end] : sweeps) {
    if (end && end->result != "complete")
      std::cout << sweep.local_date << "  line check: " << end->result << " (" << end->detail << ")\n";
  }
  std::cout << "programmes   " << figures.programmes << " (" << figures.programmes_partial << " partial, "
            << figures.programmes_missed << " missed)\n"
            << "on air       " << hours(figures.on_air) << '\n'
            << "items        " << figures.items << " (" << figures.item_airings << " airings)\n"
            << "editions     " << std::ranges::count_if(journal, is_edition) << " rehearsed, " << clashes
            << " with a clash\n";
  if (!sweeps.empty()) std::cout << "line checks  " << figures.sweeps << " held of " << sweeps.size() << " planned\n";
}

std::size_t clashing(const Planned& planned) {
  return static_cast<std::size_t>(
      std::ranges::count_if(timetable_of(planned), [](const auto& edition) { return !edition.clashes.empty(); }));
}

/// The drills asked for, in order of time. Error: invalid.
Result<std::vector<rehearsal::Drill>> drills_of(const Asked& asked, const Planned& planned) {
  const auto& zone = planned.zone;
  const auto& window = planned.window;
  std::vector<rehearsal::Drill> drills;
  for (const auto& [text, id] : asked.drills) {
    const auto at = moment("--drill", text, zone);
    if (!at) return at.error();
    if (*at < window.from || *at >= window.to)
      return invalid("--drill", "--drill: " + text + " lies outside of what is rehearsed.");
    const auto item = planned.store->item(id);
    if (!item) return invalid("--drill", "--drill: there is no item " + std::to_string(id) + ".");
    auto message = editorial::plan_item(*item, zone);
    if (message.refused.empty() && message.expires_at && *at >= *message.expires_at) message.refused = "expired";
    if (!message.refused.empty())
      return invalid("--drill", "--drill: item " + std::to_string(id) + " may not air (" + message.refused + ").");
    drills.push_back({*at, std::move(message)});
  }
  std::ranges::sort(drills, {}, &rehearsal::Drill::at);
  return drills;
}

int rehearse(const Asked& asked) {
  int exit_code = kOk;
  const auto planned = open_planned(asked.plan, exit_code);
  if (!planned) return exit_code;
  const auto& [site, zone, window, media, store] = *planned;
  const auto drills = drills_of(asked, *planned);
  if (!drills) return failed(drills.error());
  rehearsal::Rehearsal{{site, zone, media, window.from, window.to, *drills}, *store}.run();

  const statistics::Period period{zone.date_of(window.from), zone.date_of(window.to - microseconds{1})};
  const auto journal = store->as_run(period.from, period.to);
  const auto sweeps = store->sweeps(period.from, period.to);
  const auto figures = statistics::figures_of(*store, period);
  if (asked.json) {
    print_json(journal, sweeps, figures, period, zone);
  } else {
    print_summary(journal, sweeps, figures, clashing(*planned), zone);
  }
  return kOk;
}

}  // namespace

void add_rehearse(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand(
      "rehearse", "Airs a stretch of the plan on virtual time, without sound; the station's data is only read");
  const auto asked = std::make_shared<Asked>();
  asked->plan = add_plan_options(*command);
  command->add_flag("--json", asked->json, "the journal, as /airings, and the figures, as /statistics");
  command->add_option("--drill", asked->drills, "raises a drill in all zones: when, and the item that is its message")
      ->type_name("TIME ITEM");
  command->callback([asked, &exit_code] { exit_code = rehearse(*asked); });
}

}  // namespace wardcast::cli

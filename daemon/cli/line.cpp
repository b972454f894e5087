// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/station_data.hpp"
#include "daemon/editorial/line_records_json.hpp"

namespace wardcast::cli {
namespace {
using boost::json::array;
using boost::json::object;

constexpr int kShown = 50;
constexpr int kMostShown = 100'000;

struct Asked {
  std::string config, id;
  int limit = kShown;
  bool json = false;
};

std::string in_watts(const std::optional<double>& watts) {
  if (!watts) return "–";
  char text[48];
  (void)std::snprintf(text, sizeof text, "%.1f W", *watts);
  return text;
}

std::string in_percent(const std::optional<double>& share) {
  if (!share) return "–";
  char text[48];
  (void)std::snprintf(text, sizeof text, "%+.1f %%", *share * 100);
  return text;
}

/// "2026-11-23T08:00:04+07:00  sweep  ok  148.9 W of 150.0 W, +0.7 %"
std::string said_of(const store::Measurement& row, const TimeZone& zone) {
  return zone.rfc3339(row.at) + "  " + row.purpose + "  " + row.verdict + "  " + in_watts(row.watts) + " of " +
         in_watts(row.reference_watts) + ", " + in_percent(row.deviation);
}

/// The newest test of a line, if it was ever tested.
std::optional<store::Measurement> newest(store::Store& store, const std::string& line) {
  auto rows = store.measurements(line, 0, 1);
  if (rows.empty()) return std::nullopt;
  return std::optional{std::move(rows.front())};
}

object described(const site::Zone& zone, const site::Line& line) {
  object out{{"id", line.id},
             {"name", line.name},
             {"zone", zone.id},
             {"speakers", line.speakers.size()},
             {"has_meter", line.meter.has_value()},
             {"reference", nullptr},
             {"latest", nullptr}};
  return out;
}

int list(const Asked& asked) {
  int exit_code = kOk;
  const auto station = open_all(asked.config, exit_code);
  if (!station) return exit_code;
  const auto& [site, zone, store] = *station;
  const auto references = store->line_references();
  array all;
  for (const auto& in : site.zones) {
    for (const auto& line : in.lines) {
      const auto latest = newest(*store, line.id);
      if (asked.json) {
        auto out = described(in, line);
        for (const auto& reference : references)
          if (reference.line == line.id) out["reference"] = editorial::reference_json(reference, zone);
        if (latest) out["latest"] = editorial::measurement_json(*latest, zone);
        all.push_back(std::move(out));
        continue;
      }
      std::cout << line.id << "  " << in.id << "  " << (line.name.empty() ? line.id : line.name) << "  "
                << line.speakers.size() << " loudspeakers  ";
      if (!line.meter) std::cout << "no meter  ";
      std::cout << (latest ? said_of(*latest, zone) : "never tested") << '\n';
    }
  }
  if (asked.json) std::cout << boost::json::serialize(object{{"lines", std::move(all)}}) << '\n';
  return kOk;
}

/// Also of a line that has left the site file, if anything is on record.
int history(const Asked& asked) {
  int exit_code = kOk;
  const auto station = open_all(asked.config, exit_code);
  if (!station) return exit_code;
  const auto& [site, zone, store] = *station;
  const auto rows = store->measurements(asked.id, 0, asked.limit);
  const auto references = store->line_references(asked.id);
  bool known = !rows.empty() || !references.empty();
  for (const auto& in : site.zones)
    for (const auto& line : in.lines) known = known || line.id == asked.id;
  if (!known) return failed(not_found("There is no line '" + asked.id + "', nor anything on record of it."));
  if (asked.json) {
    array measured, confirmed;
    for (const auto& row : rows) measured.push_back(editorial::measurement_json(row, zone));
    for (const auto& reference : references) confirmed.push_back(editorial::reference_json(reference, zone));
    std::cout << boost::json::serialize(
                     object{{"measurements", std::move(measured)}, {"references", std::move(confirmed)}})
              << '\n';
    return kOk;
  }
  for (const auto& reference : references) {
    std::cout << zone.rfc3339(reference.at) << "  confirmed by " << reference.who << "  " << in_watts(reference.watts)
              << "  " << reference.why << '\n';
  }
  for (const auto& row : rows) std::cout << said_of(row, zone) << "  " << row.detail << '\n';
  return kOk;
}

}  // namespace

void add_line(CLI::App& app, int& exit_code) {
  auto* line = app.add_subcommand("line", "Loudspeaker lines and what was measured of them, also beside a daemon");
  line->require_subcommand(1);
  const auto asked = std::make_shared<Asked>();

  auto* all = line->add_subcommand("list", "Every line with its newest test");
  all->add_option("--config", asked->config, "the site file")->required();
  all->add_flag("--json", asked->json, "as JSON, with the references");
  all->callback([asked, &exit_code] { exit_code = list(*asked); });

  auto* one = line->add_subcommand("history", "What a person confirmed of a line, and its tests, the newest first");
  one->add_option("id", asked->id, "the line")->required();
  one->add_option("--config", asked->config, "the site file")->required();
  one->add_option("--limit", asked->limit, "at most so many tests")
      ->check(CLI::Range(1, kMostShown))
      ->capture_default_str();
  one->add_flag("--json", asked->json, "as JSON");
  one->callback([asked, &exit_code] { exit_code = history(*asked); });
}

}  // namespace wardcast::cli

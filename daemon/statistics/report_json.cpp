// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/report_json.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "daemon/statistics/figures_json.hpp"

namespace wardcast::statistics {
namespace {
using boost::json::array;
using boost::json::object;

constexpr std::array<std::string_view, 4> kOrigins{"own", "relay", "notice", "emergency"};

object month_json(const MonthFigures& month) {
  const auto& figures = month.figures;
  object hours;
  for (const auto origin : kOrigins) hours[origin] = in_seconds(on_air_of(figures, origin));
  array kinds;
  for (const auto& row : figures.by_kind) {
    kinds.push_back(object{{"key", row.key}, {"items", row.items}, {"item_airings", row.item_airings}});
  }
  return {{"key", month.key},
          {"planned", planned(figures)},
          {"programmes", figures.programmes},
          {"programmes_partial", figures.programmes_partial},
          {"programmes_missed", figures.programmes_missed},
          {"on_air_seconds", in_seconds(figures.on_air)},
          {"on_air_text", hours_text(figures.on_air)},
          {"on_air_by_origin", std::move(hours)},
          {"items", figures.items},
          {"item_airings", figures.item_airings},
          {"by_kind", std::move(kinds)}};
}

array shortfalls_json(const std::vector<Shortfall>& list, const TimeZone& zone) {
  array out;
  for (const auto& one : list) {
    array zones, reasons;
    for (const auto& name : one.zones) zones.emplace_back(name);
    for (const auto& reason : one.reasons) reasons.emplace_back(reason);
    out.push_back(object{{"airing_id", one.airing},
                         {"planned_start", zone.rfc3339(one.planned_start)},
                         {"title", one.title},
                         {"zones", std::move(zones)},
                         {"on_air_seconds", in_seconds(one.on_air)},
                         {"reasons", std::move(reasons)},
                         {"detail", one.detail}});
  }
  return out;
}

boost::json::value compared_json(const Compared& compared) {
  if (!compared.figures) return nullptr;
  return figures_json(*compared.figures, compared.period);
}

}  // namespace

object report_json(const Report& report, Language language, const TimeZone& zone) {
  array months, rules;
  for (const auto& month : report.months) months.push_back(month_json(month));
  for (const auto rule : counting_rules(language)) rules.emplace_back(rule);
  object out{{"station", report.station}, {"quarter", nullptr}, {"as_of", zone.rfc3339(report.as_of)}};
  if (const auto quarter = quarter_of(report.period)) out["quarter"] = quarter_text(*quarter);
  out["planned"] = planned(report.figures);
  for (auto& member : figures_json(report.figures, report.period)) out[member.key()] = std::move(member.value());
  out["on_air_text"] = hours_text(report.figures.on_air);
  out["months"] = std::move(months);
  out["missed"] = shortfalls_json(report.missed, zone);
  out["partial"] = shortfalls_json(report.partial, zone);
  out["previous_period"] = compared_json(report.before);
  out["same_period_last_year"] = compared_json(report.year_before);
  out["counting_rules"] = std::move(rules);
  return out;
}

}  // namespace wardcast::statistics

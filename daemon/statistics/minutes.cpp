// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/minutes.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "daemon/health/fault_place.hpp"
#include "daemon/statistics/minutes_lines.hpp"

namespace wardcast::statistics {
namespace {

/// A session older than that is not "the one before": what was repaired since then is not news any more.
constexpr std::chrono::days kLookBack{92};

bool planned(const store::SweepRecord& record) { return record.sweep.origin == "planned" && !record.sweep.dry; }
bool missed(const store::SweepRecord& record) { return record.end && record.end->result == "missed"; }
bool held(const store::SweepRecord& record) { return record.end && !record.sweep.dry && !missed(record); }

std::string month_of(const std::string& local_date) { return local_date.substr(0, 7); }

struct Bounds {
  CivilDate first, last;
};
Bounds month_bounds(CivilDate date) {
  const auto month = date.year() / date.month();
  return {CivilDate{month / std::chrono::day{1}}, CivilDate{month / std::chrono::last}};
}

/// Where a fault may be so that it concerns the session.
class Concerned {
 public:
  Concerned(const site::Site& site, const std::vector<std::string>& lines)
      : site_(site), lines_(lines.begin(), lines.end()) {
    for (const auto& zone : site.zones) {
      for (const auto& line : zone.lines) {
        if (!lines_.contains(line.id)) continue;
        devices_.insert("amplifier/" + site.amplifiers[zone.amplifier].id);
        devices_.insert("board/" + site.boards[line.relay.device].id);
        if (line.meter) devices_.insert("meter/" + site.meters[line.meter->device].id);
      }
    }
  }
  [[nodiscard]] bool by(std::string_view cause) const {
    // The line's own name first: a line that left the site file is found by it still.
    if (const auto at = cause.rfind(":line/"); at != std::string_view::npos)
      return lines_.contains(cause.substr(at + 6));
    const auto place = health::place_of(site_, cause);
    if (!place.line.empty()) return lines_.contains(place.line);
    return devices_.contains("amplifier/" + place.amplifier) || devices_.contains("board/" + place.board) ||
           devices_.contains("meter/" + place.meter);
  }

 private:
  const site::Site& site_;
  std::set<std::string, std::less<>> lines_;
  std::set<std::string> devices_;
};

/// As the fault stood then.
health::Fault stood(const store::FaultHistory& history, WallTime then) {
  auto fault = health::fault_of(history.opened);
  for (const auto& event : history.events)
    if (event.at <= then) health::apply(fault, event);
  return fault;
}

/// When the session that was held before this one began.
std::optional<WallTime> session_before(store::Store& store, const store::Sweep& sweep) {
  const auto date = parse_date(sweep.local_date);
  if (!date) return std::nullopt;
  std::optional<WallTime> begun;
  for (const auto& other : store.sweeps(CivilDate{std::chrono::sys_days{*date} - kLookBack}, *date)) {
    if (held(other) && other.sweep.id != sweep.id && other.sweep.started_at < sweep.started_at)
      begun = std::max(begun.value_or(other.sweep.started_at), other.sweep.started_at);
  }
  return begun;
}

void take_faults(Minutes& minutes, store::Store& store, const Concerned& concerned, WallTime over) {
  const auto begun = minutes.session.sweep.started_at;
  const auto before = session_before(store, minutes.session.sweep).value_or(begun);
  for (const auto& history : store.faults(std::numeric_limits<int>::max())) {
    if (history.opened.at > over || !concerned.by(history.opened.cause)) continue;
    auto fault = stood(history, over);
    if (fault.since >= begun) {
      minutes.found.push_back(std::move(fault));
    } else if (fault.open() || fault.resolved_at.value_or(before) > before) {
      minutes.old.push_back(std::move(fault));
    }
  }
}

void take_lines(Minutes& minutes, store::Store& store, const site::Site& site) {
  std::map<std::string, store::Measurement> last;
  for (auto& row : store.sweep_measurements(minutes.session.sweep.id)) last[row.line] = std::move(row);
  for (const auto& id : minutes.session.sweep.lines) {
    const auto found = last.find(id);
    auto measured = found == last.end() ? std::nullopt : std::optional{found->second};
    minutes.lines.push_back(minutes_line(site, id, std::move(measured), store.line_references(id), minutes.remarks));
  }
}

void take_month(Minutes& minutes, store::Store& store) {
  const auto& session = minutes.session;
  minutes.month.key = month_of(session.sweep.local_date);
  const auto date = parse_date(session.sweep.local_date);
  if (!date) return;
  const auto month = month_bounds(*date);
  int place = 0;
  for (const auto& other : store.sweeps(month.first, month.last)) {
    minutes.month.held += planned(other) && held(other) ? 1 : 0;
    minutes.month.by_person += !planned(other) && held(other) ? 1 : 0;
    if (!planned(other) || missed(other)) continue;
    ++place;
    if (other.sweep.id == session.sweep.id) minutes.number = place;
  }
}

}  // namespace

std::vector<MonthOfSessions> months_of_sessions(store::Store& store, CivilDate from, CivilDate to) {
  std::vector<MonthOfSessions> months;
  const auto last = month_bounds(to).last;
  auto day = month_bounds(from).first;
  const auto first = day;
  while (day <= last) {
    months.push_back({.key = month_of(format_date(day))});
    day = CivilDate{(day.year() / day.month() + std::chrono::months{1}) / std::chrono::day{1}};
  }
  for (const auto& record : store.sweeps(first, last)) {
    const auto month = std::ranges::find(months, month_of(record.sweep.local_date), &MonthOfSessions::key);
    if (month == months.end()) continue;
    if (planned(record) && missed(record)) ++month->missed;
    if (held(record)) ++(planned(record) ? month->held : month->by_person);
  }
  return months;
}

Result<Minutes> minutes_of(store::Store& store, const site::Site& site, std::string_view sweep, WallTime now) {
  auto record = store.sweep(sweep);
  if (!record) return not_found("There is no session '" + std::string{sweep} + "'.");
  Minutes minutes;
  minutes.station = site.station.name;
  minutes.session = std::move(*record);
  minutes.written = store.sweep_remarks(sweep);
  minutes.remarks = remarks_of(minutes.written);
  take_month(minutes, store);
  take_lines(minutes, store, site);
  const Concerned concerned{site, minutes.session.sweep.lines};
  const auto over = minutes.session.end ? minutes.session.end->at + site.sweep.confirm_after : now;
  take_faults(minutes, store, concerned, over);
  std::vector<health::Fault> open;
  for (const auto* list : {&minutes.found, &minutes.old})
    std::ranges::copy_if(*list, std::back_inserter(open), [](const auto& fault) { return fault.open(); });
  for (auto& line : minutes.lines) {
    const auto has = [&](std::string_view kind) {
      return std::ranges::any_of(open, [&](const health::Fault& fault) {
        return fault.kind == kind && health::place_of(site, fault.cause).line == line.id;
      });
    };
    if (has("short") && !line.measured) note_latched(line);
    if (has("welded")) note_welded(line);
  }
  minutes.amplifiers = minutes_amplifiers(site, minutes.lines, open, minutes.remarks);
  minutes.totals = totals_of(minutes.lines, minutes.amplifiers);
  return minutes;
}

}  // namespace wardcast::statistics

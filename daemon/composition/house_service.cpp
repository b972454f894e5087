// SPDX-License-Identifier: GPL-3.0-or-later
// What the service manager hears of the station.
#include <algorithm>
#include <boost/asio/post.hpp>

#include "daemon/composition/house.hpp"

namespace wardcast {

/// Ends and starts the daemon only where that helps. A hung pacer is such a case: nothing sounds, and a new process
/// joins in within half a second. A hung desk is one only while nothing is on air: what is on air needs no desk, and a
/// desk mostly hangs on its disk, which no restart mends. A journal that cannot be written never is: its facts wait in
/// this process's memory and would be lost with it. A hung io thread sends no beat by itself.
bool House::worth_going_on(Now now) const {
  if (!health_.problem("pacer", now).empty()) return false;
  return health_.problem("desk", now).empty() || journal_->failing() || zones_on_air() > 0;
}

std::size_t House::zones_on_air() const {
  const auto live = station_->live();
  return static_cast<std::size_t>(
      std::ranges::count_if(live.zones, [](const auto& zone) { return zone.source != "none"; }));
}

void House::beat() {
  const auto every = manager_.beat_every();
  if (!every) return;
  if (worth_going_on(clock_.now())) manager_.beat();
  beats_.expires_after(*every);
  beats_.async_wait([this](const boost::system::error_code& error) {
    if (!error) beat();
  });
}

void House::tell_status() {
  if (!manager_.listens()) return;
  const auto now = clock_.now();
  const auto live = station_->live();
  std::string text;
  for (const auto* part : {"pacer", "desk", "journal"})
    if (const auto problem = health_.problem(part, now); !problem.empty()) text += problem + " ";
  if (!live.clock_wrong.empty()) text += "The clock cannot be right: nothing scheduled airs. ";
  const auto on_air = zones_on_air();
  if (on_air > 0)
    text += "On air in " + std::to_string(on_air) + " of " + std::to_string(live.zones.size()) + " zones.";
  else if (live.hold)
    text += "Held silent.";
  else
    text += "Silent.";
  if (!live.next.empty()) text += " Next: '" + live.next.front().title + "', " + zone_.rfc3339(live.next.front().start);
  if (text == told_status_) return;
  told_status_ = text;
  manager_.status(text);
}

void House::wait_for_hangup() {
  hangups_.async_wait([this](const boost::system::error_code& error, int) {
    if (error) return;
    manager_.reloading(clock_.now().steady);
    reload("SIGHUP", [this](const editorial::Reloaded&) { boost::asio::post(io_, [this] { manager_.ready(); }); });
    wait_for_hangup();
  });
}

}  // namespace wardcast

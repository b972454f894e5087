// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/object.hpp>
#include <functional>
#include <map>
#include <string>

#include "base/time_zone.hpp"
#include "daemon/http/events.hpp"
#include "daemon/playout/live.hpp"

namespace wardcast::editorial {

/// What /onair says. A zone's relay state is that of its lines: open | closed | mixed | unknown (one at least), none.
boost::json::object onair_json(const playout::Live& live, const TimeZone& zone);

/// Looks at the station ten times a second while anybody listens to /events and tells what changed: an "onair" event
/// with `at`, `hold` and, of zones, next_up, boards and emergencies, only what differs from the last one (zones one by
/// one). io thread.
class OnairWatch {
 public:
  OnairWatch(boost::asio::io_context& io, const playout::StationControl& station, const TimeZone& zone,
             http::Events& events);
  void start();
  void stop() { timer_.cancel(); }
  /// Looks now: for changes that people wait for. Sends nothing when nothing differs.
  void look();

 private:
  boost::asio::awaitable<void> watch();

  const playout::StationControl& station_;
  const TimeZone zone_;
  http::Events& events_;
  boost::asio::steady_timer timer_;
  boost::json::object last_;
};

/// What `now` says that `before` did not; empty when they differ in `at` alone. Pure.
boost::json::object onair_changes(const boost::json::object& before, const boost::json::object& now);

}  // namespace wardcast::editorial

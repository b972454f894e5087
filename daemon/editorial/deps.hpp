// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/time_zone.hpp"
#include "base/worker.hpp"
#include "daemon/access/gate.hpp"
#include "daemon/access/setup.hpp"
#include "daemon/config/site.hpp"
#include "daemon/editorial/audio_intake.hpp"
#include "daemon/editorial/before_air.hpp"
#include "daemon/editorial/programme_book.hpp"
#include "daemon/health/fault_register.hpp"
#include "daemon/health/line_control.hpp"
#include "daemon/playout/live.hpp"
#include "drivers/media/media_library.hpp"
#include "drivers/store/store.hpp"
#include "scheduler/programme.hpp"

namespace wardcast::editorial {

/// The site file as it was when the station started with it.
struct RunningSite {
  std::optional<std::string> text;  ///< nothing: it could not be read
  WallTime loaded_at{};
};

/// What the API's handlers work with. Made once by main; outlives the server and every worker. Handlers hold it by
/// reference.
struct Deps {
  const site::Site& site;
  const scheduler::Zones& zones;
  TimeZone zone;
  const Clock& clock;
  // desk thread only
  store::Store& store;
  access::Gate& gate;
  ProgrammeBook& programmes;
  AudioIntake& intake;
  /// Desk thread. What airs may have changed: a new Plan is due.
  std::function<void()> plan_changed;
  // io thread only
  playout::StationControl& station;
  // any thread
  Worker& desk;
  Worker& passwords;  ///< one Argon2 at a time
  Worker& listening;  ///< reads recordings for people who listen to them
  media::MediaLibrary& media;
  /// Tells listeners of /events: "items", "programmes", …
  std::function<void(std::string type, boost::json::object what)> announce;
  /// Any thread. A session or token has ended, by its http::Visitor::key: its listeners are closed, nobody is let in
  /// with it because it was known a while ago.
  std::function<void(std::string key)> session_ended;
  /// SDP of an amplifier, by its index in the site's list.
  std::function<std::string(std::size_t amplifier)> sdp;
  BeforeAir& before_air;          ///< desk thread only
  health::FaultRegister& faults;  ///< io thread only
  /// Any thread: runs it on the io thread, where the station may be asked.
  std::function<void(std::function<void()>)> on_station;
  access::Setup& setup;        ///< desk thread only
  const RunningSite& running;  ///< never changes
  health::LineControl& lines;  ///< io thread only
  /// Any thread. Written a moment later, in order; tried again while the disk refuses.
  std::function<void(store::AuditEntry)> keep_audit;
};

}  // namespace wardcast::editorial

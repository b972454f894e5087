// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/composition/house.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <fstream>
#include <iostream>
#include <set>
#include <stdexcept>
#include <utility>

#include "daemon/composition/ballast.hpp"
#include "daemon/composition/devices.hpp"
#include "daemon/config/address.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/editorial/shipped_calendars.hpp"
#include "daemon/health/board_faults.hpp"
#include "daemon/health/meter_faults.hpp"
#include "daemon/playout/airing_row.hpp"
#include "daemon/playout/site_zones.hpp"
#include "drivers/media/attention_tone.hpp"
#include "drivers/store/sqlite_store.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto kHold = "hold";
/// An absence longer than that is told in the journal from here on only: nobody reads a list of a year's missed
/// programmes.
constexpr std::chrono::days kLongestAbsence{35};
constexpr int kHeartbeatSeconds = 30;
constexpr int kPlanSeconds = 600;
constexpr int kLookSeconds = 10;
constexpr int kCertificateSeconds = 2;
constexpr int kStatusSeconds = 5;
constexpr int kWarnSeconds = 10;  // browsers have this long to come back after a restart

template <class T>
T or_throw(Result<T> result) {
  if (!result.has_value()) throw std::runtime_error(result.error().detail);
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

std::unique_ptr<Worker> worker(const char* name, std::size_t capacity) {
  return std::make_unique<Worker>(name, capacity,
                                  [](const std::string& what) { spdlog::error("a job failed: {}", what); });
}

std::string read_text(const std::filesystem::path& path) {
  std::ifstream file{path};
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::int64_t micros(WallTime at) { return at.time_since_epoch().count(); }

}  // namespace

/// What the journal and the settings say at start.
struct House::Recovered {
  std::int64_t run = 0;
  bool hold = false;
  std::vector<store::AsRun> journal;
  playout::ClockFloor floor;
  std::optional<WallTime> accounted_until;  ///< with a clock that cannot be right: when the daemon was last alive
  std::vector<store::AsRun> missed;         ///< while the daemon was away
  std::vector<playout::KnownEmergency> emergencies;  ///< oldest first
  std::vector<store::RtpBase> sessions;
};

House::House(site::Site site, std::filesystem::path web_ui)
    : site_(std::move(site)),
      web_ui_(std::move(web_ui)),
      zone_(or_throw(TimeZone::locate(site_.station.timezone))),
      zones_(playout::zones_of(site_)),
      boot_id_(boot_id()),
      data_(site_.station.data),
      store_(or_throw(store::open_store(site_.station.data))),
      media_(site_.station.data / "media"),
      faults_(make_faults()),
      desk_(worker("desk", 256)),
      loader_thread_(worker("loader", 256)),
      prepare_(worker("prepare", 64)),
      passwords_(worker("gate", 16)),
      listening_(worker("listening", 16)),
      gate_(*store_),
      setup_(*store_, site_.station.data / "setup-code"),
      running_(editorial::running_site(site_, clock_.now().wall)),
      book_(*store_),
      before_air_(make_before_air()),
      plans_(*store_, book_, zones_, zone_, &before_air_) {
  prepare_tls();
  open_line_book();
  start_station(recover());
  start_lines();
  start_http();
}

House::~House() = default;

House::Recovered House::recover() {
  const auto now = clock_.now();
  Recovered found;
  found.run = or_throw(store_->begin_run(now.wall));
  or_throw(editorial::AudioIntake::recover(*store_, now.wall));
  editorial::give_calendars(*store_, editorial::shipped_calendars());
  found.hold = store_->setting(kHold) == "1";
  found.sessions = store_->rtp_bases();

  found.floor = clock_floor();
  const bool right = playout::possible(now.wall, found.floor);
  const auto last_alive = store_->setting(kLastAlive);
  if (!right) {
    clock_wrong_ = true;
    if (last_alive) found.accounted_until = WallTime{microseconds{std::stoll(*last_alive)}};
  } else if (last_alive) {
    const auto since = std::max(WallTime{microseconds{std::stoll(*last_alive)}}, now.wall - kLongestAbsence);
    const auto absent = scheduler::timetable(book_.programmes(), book_.changes(), zones_, zone_, since, now.wall);
    std::set<std::string> known;
    for (const auto& as_run : store_->as_run(zone_.date_of(since - 24h), zone_.date_of(now.wall)))
      known.insert(as_run.airing.id);
    found.missed = playout::missed_while_away(absent, known, zone_, since, now.wall);
    for (const auto& missed : found.missed) {
      or_throw(store_->append(missed.airing));
      or_throw(store_->append(*missed.end));
    }
    for (const auto& as_run : store_->unfinished()) {
      const auto edition = std::ranges::find(absent, as_run.airing.edition_id, &scheduler::Edition::id);
      if (edition == absent.end() || edition->end() > now.wall) continue;
      for (auto& skip : playout::never_begun(*edition, as_run)) {
        if (const auto item = store_->item(*skip.item)) skip.title = item->title;
        or_throw(store_->append(skip));
      }
    }
  }
  if (right) or_throw(store_->put_setting(kLastAlive, std::to_string(micros(now.wall))));
  // Around the time it is, or was when the last entry was written.
  const auto around = right ? now.wall : std::max(now.wall, found.floor.journal.value_or(now.wall));
  found.journal = store_->as_run(zone_.date_of(around - 48h), zone_.date_of(around + 24h));
  const auto emergencies = store_->emergencies(editorial::PlanMaker::kEmergencies);
  for (auto record = emergencies.rbegin(); record != emergencies.rend(); ++record) {
    playout::PlanItem message;
    message.id = record->emergency.item;
    message.refused = "unknown_item";
    if (const auto item = store_->item(message.id)) message = editorial::plan_item(*item, zone_);
    found.emergencies.push_back({*record, std::move(message)});
  }
  return found;
}

void House::start_station(Recovered recovered) {
  start_alerts();
  pacer_ = std::make_unique<rtp::Pacer>(amplifiers_of(site_, recovered.sessions), clock_,
                                        rtp::BootMoment{boottime_ns(), boot_id_});
  rtcp_ = std::make_unique<rtp::RtcpService>(io_.get_executor(), clock_, *pacer_, "wardcast");
  start_buses();
  journal_ = std::make_unique<playout::JournalWriter>(*desk_, *store_, clock_, [this] {
    return kept_sessions(site_, pacer_->bases(clock_.now(), {boottime_ns(), boot_id_}));
  });
  journal_->hold();  // the store is this thread's until run()
  watched_journal_ = std::make_unique<health::WatchedJournal>(*journal_, faults_, clock_, zone_);
  for (const auto& missed : recovered.missed)
    health::record_missed(missed.airing, *missed.end, zone_, faults_, clock_.now());
  loader_ = std::make_unique<playout::MediaLoader>(
      *loader_thread_, media_, [this](std::string id, playout::MediaLoader::Loaded loaded) {
        asio::post(io_, [this, id = std::move(id), loaded = std::move(loaded)] { station_->media_loaded(id, loaded); });
      });
  playout::Engine::Doors doors{*pacer_, *buses_, *watched_journal_, *loader_, [this] {
                                 if (watch_) watch_->look();
                                 look_at_air();
                               }};
  doors.clock = [this](const playout::ClockNews& news) { heed_clock(news); };
  doors.attention_tone = media::attention_tone();
  doors.test_lost = [this](playout::TestId test, const std::string& why) {
    asio::post(io_, [this, test, why] { sweep_service_->test_lost(test, why); });
  };
  engine_ = std::make_unique<playout::Engine>(site_, zones_, zone_, std::move(doors), recovered.run, recovered.hold);
  engine_->trust_clock(recovered.floor, recovered.accounted_until);
  engine_->recover(std::move(recovered.journal));
  engine_->recover_emergencies(std::move(recovered.emergencies));
  accounted_us_ = micros(recovered.accounted_until.value_or(clock_.now().wall));
  reckoning_us_ = micros(std::max(recovered.floor.build, recovered.floor.journal.value_or(WallTime::min()))) -
                  std::chrono::duration_cast<microseconds>(clock_.now().steady.time_since_epoch()).count();
  playout::Station::Pacer pacer{pacer_->report_fd(), [this](const auto& take) { pacer_->drain(take); },
                                [this](std::size_t index) { return rtcp_->status(index); }};
  // With the journal, and so tried again until the disk takes it: a station told to be silent stays so.
  station_ = std::make_unique<playout::Station>(io_, clock_, *engine_, std::move(pacer),
                                                [this](bool hold) { journal_->setting(kHold, hold ? "1" : "0"); });
}

void House::start_buses() {
  modbus::Buses::Listeners listeners;
  listeners.boards = [this](modbus::BoardReport report) {
    asio::post(io_, [this, report = std::move(report)] {
      health::judge_board(site_, report, faults_, clock_.now());
      station_->relay_report(report);
      sweep_service_->look();
    });
  };
  listeners.meters.report = [this](modbus::MeterReport report) {
    asio::post(io_, [this, report = std::move(report)] { health::judge_meter(site_, report, faults_, clock_.now()); });
  };
  listeners.meters.reading = [this](modbus::MeterReading reading) {
    asio::post(io_, [this, reading = std::move(reading)] {
      if (on_reading_) on_reading_(reading);
    });
  };
  buses_ = std::make_unique<modbus::Buses>(buses_of(site_), boards_of(site_), meters_of(site_), clock_, listeners);
}

void House::start_http() {
  intake_ = std::make_unique<editorial::AudioIntake>(*store_, media_, *desk_, *prepare_, clock_,
                                                     [this](const store::Item&) { plan_changed(); });
  deps_ = std::make_unique<editorial::Deps>(editorial::Deps{
      site_,
      zones_,
      zone_,
      clock_,
      *store_,
      gate_,
      book_,
      *intake_,
      [this] { plan_changed(); },
      *station_,
      *desk_,
      *passwords_,
      *listening_,
      media_,
      [this](std::string type, boost::json::object what) { server_->events().post(std::move(type), std::move(what)); },
      [this](std::string key) { asio::post(io_, [this, key = std::move(key)] { server_->forget(key); }); },
      [this](std::size_t amplifier) { return sdp_of(site_, amplifier, pacer_->ssrc(amplifier)); },
      before_air_,
      faults_,
      [this](std::function<void()> job) { asio::post(io_, std::move(job)); },
      setup_,
      running_,
      *sweep_service_,
      [this](store::AuditEntry entry) { journal_->audit(std::move(entry)); }});

  http::Router router;
  editorial::add_all_routes(router, *deps_, read_text(web_ui_ / "openapi.json"));
  add_health_checks();
  add_metrics();
  add_line_metrics();
  http::add_health_routes(router, health_, metrics_);
  http::add_authority_routes(router, authority_);
  editorial::add_reload_route(router, [this](const std::string& who, const auto& done) { reload(who, done); });

  http::ServerSettings settings;
  settings.host = site_.http.host;
  settings.port = site_.http.port;
  if (certificate_) settings.tls = certificate_->current();
  settings.strict_transport = certificate_ && !authority_ && !site::is_loopback(site_.http.host);
  settings.uploads = site_.station.data / "uploads";
  settings.web_ui = web_ui_;
  http::ServerDoors doors{*desk_, clock_,
                          [this](const http::Credentials& credentials, WallTime now) {
                            return editorial::recognise(gate_, credentials, now);
                          },
                          [this] { return editorial::onair_json(station_->live(), zone_); }};
  server_ = std::make_unique<http::Server>(io_, std::move(settings), std::move(router), std::move(doors));
  watch_ = std::make_unique<editorial::OnairWatch>(io_, *station_, zone_, server_->events());
}

void House::plan_changed() {
  if (std::exchange(plan_due_, true)) return;
  // A moment later, so that a burst of changes makes one plan.
  if (!desk_->post([this] { publish_plan(); })) publish_plan();
}

void House::publish_plan() {
  plan_due_ = false;
  const auto now = reckoned();
  plan_ = plans_.make(now, std::max(WallTime{microseconds{accounted_us_}}, now - kLongestAbsence));
  asio::post(io_, [this, plan = plan_]() mutable { station_->publish(std::move(plan)); });
}

void House::run() {
  begin_setup();   // before any thread but this one touches the store
  publish_plan();  // likewise
  journal_->release();
  server_->start();
  watch_->start();
  sweep_service_->start();
  desk_pulse_->start();
  look_for_amplifiers();
  tick();
  signals_.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) leave();
  });
  std::cout << "wardcastd ready http=" << (site_.http.tls ? "https" : "http") << "://" << site_.http.host << ':'
            << server_->port() << std::endl;
  manager_.ready();
  tell_status();
  beat();
  wait_for_hangup();
  io_.run();

  const auto unsettled = buses_->settle(2s);
  for (const auto board : unsettled)
    spdlog::error("board '{}' could not be read in the safe state", site_.boards[board].id);
  // No more jobs come from the io thread. Those that remain end in this order: nobody waits for a thread already gone.
  // They may still post to each other, and are told no.
  media_.stop();
  prepare_->stop();
  passwords_->stop();
  listening_->stop();
  notifier_->stop();
  if (certificates_) certificates_->stop();
  if (names_) names_->stop();  // begun when an amplifier has to be looked for
  loader_thread_->stop();
  if (!desk_->post([this] {
        (void)journal_->flush();
        (void)store_->checkpoint({}, kept_sessions(site_, pacer_->bases(clock_.now(), {boottime_ns(), boot_id_})));
        keep_alive_mark();
      })) {
    spdlog::error("the desk is too busy to write its last entries");
  }
  desk_->stop();
  if (unsettled.empty()) {
    spdlog::info("wardcastd: left in the safe state");
  } else {
    spdlog::warn("wardcastd: left; whether every contact is open is not known");
  }
}

void House::leave() {
  spdlog::info("wardcastd: leaving");
  manager_.stopping();
  hangups_.cancel();
  beats_.cancel();
  server_->stop();
  watch_->stop();
  sweep_service_->stop();
  desk_pulse_->stop();
  ticks_.cancel();
  station_->shut_down();
  // The last packets are counted and the contacts open meanwhile; a dead board is not waited for.
  leaving_.expires_after(1500ms);
  leaving_.async_wait([this](const boost::system::error_code&) { io_.stop(); });
}

void House::tick() {
  ticks_.expires_after(1s);
  ticks_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    journal_->retry();
    watch_ward();
    look_at_air();  // a start told a moment before its instant is no change any more when it comes
    keep_reckoning();
    ++seconds_;
    if (seconds_ % kLookSeconds == 0) look_for_amplifiers();
    if (seconds_ % kStatusSeconds == 0) tell_status();
    if (seconds_ % kCertificateSeconds == 0) look_at_certificate(false);
    const bool beat = seconds_ % kHeartbeatSeconds == 0;
    const bool plan = seconds_ % kPlanSeconds == 0;
    const bool warn = seconds_ % kWarnSeconds == 0;
    auto listening = beat ? server_->listening() : std::vector<std::string>{};
    auto remembered = beat ? server_->remembered() : std::vector<std::string>{};
    if ((beat || plan || warn) &&
        !desk_->post([this, beat, plan, warn, listening = std::move(listening), remembered = std::move(remembered)] {
          if (beat) keep_alive_mark();
          if (beat) look_after_people(listening, remembered);
          if (beat) Ballast{site_.station.data}.take_on();
          if (plan) publish_plan();
          if (warn) warn_before_air();
          if (warn) intake_->collect();
        })) {
      spdlog::warn("the desk is too busy for its heartbeat");
    }
    tick();
  });
}

}  // namespace wardcast

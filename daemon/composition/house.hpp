// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/worker.hpp"
#include "daemon/access/gate.hpp"
#include "daemon/access/setup.hpp"
#include "daemon/composition/data_folder.hpp"
#include "daemon/config/site.hpp"
#include "daemon/editorial/audio_intake.hpp"
#include "daemon/editorial/before_air.hpp"
#include "daemon/editorial/deps.hpp"
#include "daemon/editorial/onair.hpp"
#include "daemon/editorial/plan_maker.hpp"
#include "daemon/editorial/programme_book.hpp"
#include "daemon/editorial/reload_api.hpp"
#include "daemon/health/air_log.hpp"
#include "daemon/health/alerter.hpp"
#include "daemon/health/fault_register.hpp"
#include "daemon/health/line_book.hpp"
#include "daemon/health/stream_faults.hpp"
#include "daemon/health/sweep_service.hpp"
#include "daemon/health/sweeper.hpp"
#include "daemon/health/watched_journal.hpp"
#include "daemon/http/authority_routes.hpp"
#include "daemon/http/health.hpp"
#include "daemon/http/server.hpp"
#include "daemon/playout/engine.hpp"
#include "daemon/playout/journal_writer.hpp"
#include "daemon/playout/media_loader.hpp"
#include "daemon/playout/station.hpp"
#include "daemon/tls/own_authority.hpp"
#include "daemon/tls/source.hpp"
#include "drivers/clock/system_clock.hpp"
#include "drivers/media/media_folder.hpp"
#include "drivers/modbus/buses.hpp"
#include "drivers/notify/curl_notifier.hpp"
#include "drivers/rtp/pacer.hpp"
#include "drivers/rtp/rtcp_service.hpp"
#include "drivers/service/service_manager.hpp"
#include "drivers/store/store.hpp"

namespace wardcast {

/// The whole daemon: every concrete part, who knows whom, and the order in which they start and end. docs/threading.md.
class House {
 public:
  /// Everything that can fail at start fails here, by exception. `web_ui`: the folder with the page.
  House(site::Site site, std::filesystem::path web_ui);
  ~House();
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  /// Serves until SIGTERM or SIGINT, then leaves the ward in the safe state.
  void run();

 private:
  static constexpr auto kLastAlive = "last_alive";  ///< a setting: when the daemon last knew the time
  struct Recovered;
  Recovered recover();
  void start_station(Recovered recovered);
  void start_buses();
  void start_http();
  void add_health_checks();
  void add_metrics();
  // house_watch.cpp
  health::FaultRegister make_faults();
  editorial::BeforeAir make_before_air();
  void watch_ward();
  void warn_before_air();
  void look_at_air();
  // house_alerts.cpp
  void start_alerts();
  void deliver(std::size_t recipient, const health::Letter& letter, std::function<void(std::string)> done);
  void alert_of_fault(const health::Fault& fault, std::string_view what);
  void alert_not_ready(const scheduler::Edition& edition, std::string_view stage);
  // house_lines.cpp
  void open_line_book();
  void account_sweeps_since(WallTime now);
  void start_lines();
  void add_line_metrics();
  std::shared_ptr<const media::Recording> tone_for(double rated_volts);
  void latch(std::string_view cause);
  [[nodiscard]] const health::LineState* line_to_retest(const health::Fault& fault) const;
  void retest(const health::Fault& fault, Now now, std::function<void(health::Retested)> told);
  // house_people.cpp
  void begin_setup();
  void look_after_people(const std::vector<std::string>& listening, const std::vector<std::string>& remembered);
  // house_amplifiers.cpp
  void look_for_amplifiers();
  void amplifier_found(std::size_t index, const rtp::Destination& where);
  void amplifier_lost(std::size_t index, const std::string& why);
  // house_tls.cpp
  void prepare_tls();
  void look_at_certificate(bool at_once);
  bool look_now(bool at_once);
  void note_certificate_end();
  // house_reload.cpp
  void reload(const std::string& who, const std::function<void(const editorial::Reloaded&)>& done);
  void apply_names(std::vector<std::string> names, editorial::Reloaded& result);
  void tell_left_out(editorial::Reloaded& result) const;
  void reloaded(const std::string& who, const editorial::Reloaded& result);
  // house_service.cpp
  [[nodiscard]] bool worth_going_on(Now now) const;
  [[nodiscard]] std::size_t zones_on_air() const;
  void beat();
  void tell_status();
  void wait_for_hangup();
  // house_clock.cpp
  playout::ClockFloor clock_floor();
  void heed_clock(const playout::ClockNews& news);
  void keep_reckoning();
  [[nodiscard]] WallTime reckoned() const;
  void keep_alive_mark();
  void publish_plan();
  void plan_changed();
  void tick();
  void leave();

  const site::Site site_;
  const std::filesystem::path web_ui_;
  const TimeZone zone_;
  const scheduler::Zones zones_;
  const std::string boot_id_;
  SystemClock clock_;
  DataFolder data_;
  std::unique_ptr<store::Store> store_;
  media::MediaFolder media_;
  std::map<std::string, std::uint64_t> faults_raised_;  // io thread only: by class, since the start
  health::FaultRegister faults_;                        // io thread only
  health::StreamFaults stream_faults_{site_};
  health::AirLog air_log_;  // io thread only
  bool air_due_ = false;    // likewise: a look at what is on air is on its way
  std::atomic<bool> media_full_ = false;
  boost::asio::io_context io_{1};
  boost::asio::signal_set signals_{io_, SIGTERM, SIGINT};
  boost::asio::signal_set hangups_{io_, SIGHUP};
  boost::asio::steady_timer ticks_{io_};
  boost::asio::steady_timer beats_{io_};
  boost::asio::steady_timer leaving_{io_};

  const service::ServiceManager manager_;
  std::string told_status_;  // io thread only

  // Threads. They end explicitly, in leave(), before anything their jobs touch.
  std::unique_ptr<Worker> desk_, loader_thread_, prepare_, passwords_, listening_, names_, certificates_;

  // Playout
  std::unique_ptr<rtp::Pacer> pacer_;
  std::unique_ptr<rtp::RtcpService> rtcp_;
  std::unique_ptr<modbus::Buses> buses_;                  // relay boards and line meters
  std::function<void(modbus::MeterReading)> on_reading_;  // io thread only: who asked for it, if anybody
  std::unique_ptr<playout::JournalWriter> journal_;
  std::unique_ptr<health::WatchedJournal> watched_journal_;
  std::unique_ptr<playout::MediaLoader> loader_;
  std::unique_ptr<playout::Engine> engine_;
  std::unique_ptr<playout::Station> station_;

  // Alerts; the notifier's thread posts to the io thread
  std::unique_ptr<health::Alerter> alerter_;  // io thread only
  std::unique_ptr<notify::CurlNotifier> notifier_;
  // Tests of lines; io thread only
  std::unique_ptr<health::LineBook> line_book_;
  std::set<std::string> known_sweeps_;
  std::vector<std::pair<store::Sweep, std::map<std::string, health::Verdict>>> unfinished_sweeps_;  // at the start
  std::map<std::string, std::string> sweeps_not_held_;  // at the start: id and what the fault says
  WallTime sweeps_since_{};
  std::map<double, std::shared_ptr<const media::Recording>> tones_;  // by rated volts
  std::map<std::string, std::uint64_t> lines_tested_;                // by verdict
  std::unique_ptr<health::Sweeper> sweeper_;
  std::unique_ptr<health::SweepService> sweep_service_;

  // Editorial and HTTP
  std::unique_ptr<tls::Source> certificate_;        // null: plain HTTP; since the start the certificates' thread's
  std::vector<std::string> certificate_names_;      // likewise: the site file's
  tls::OwnAuthority* own_authority_ = nullptr;      // likewise: it, when it is the station's own
  std::optional<http::AuthorityNotice> authority_;  // of the station's own
  access::Gate gate_;
  access::Setup setup_;
  const editorial::RunningSite running_;
  editorial::ProgrammeBook book_;
  editorial::BeforeAir before_air_;  // desk thread only
  editorial::PlanMaker plans_;
  std::shared_ptr<const playout::Plan> plan_;  // desk thread only: the last one made
  std::unique_ptr<editorial::AudioIntake> intake_;
  std::unique_ptr<editorial::Deps> deps_;
  http::Health health_;
  http::Metrics metrics_;
  std::unique_ptr<http::WorkerPulse> desk_pulse_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<editorial::OnairWatch> watch_;

  // Written by the io thread, read by the desk too: see house_clock.cpp.
  std::atomic<bool> clock_wrong_ = false;
  std::atomic<std::int64_t> reckoning_us_ = 0, accounted_us_ = 0;
  std::uint64_t clock_steps_ = 0;  // io thread only
  std::atomic<std::uint64_t> alerts_ = 0;
  std::atomic<std::int64_t> certificate_end_ = 0;  // Unix seconds

  bool plan_due_ = false;  // desk thread only
  bool looking_ = false;   // io thread only: for amplifiers without an address
  int seconds_ = 0;        // io thread: since the start, for what is done every so often
};

}  // namespace wardcast

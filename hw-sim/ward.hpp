// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "daemon/config/site.hpp"
#include "hw-sim/journal.hpp"
#include "hw-sim/modbus/bus_model.hpp"
#include "hw-sim/modbus/meter_slave.hpp"
#include "hw-sim/model/ladder.hpp"
#include "hw-sim/model/relay_bank.hpp"
#include "hw-sim/model/render.hpp"
#include "hw-sim/rtp/amplifier.hpp"

namespace wardcast::sim {

struct WardOptions {
  seconds keep{60};                  ///< how far back a recording reaches
  std::vector<std::string> without;  ///< ids of amplifiers that somebody else plays
  double meter_noise = 0.005;        ///< relative sigma of what line meters read
};

/// Every device of a site and what hangs on it, without sockets: relays move contacts, contacts carry an amplifier's
/// output to a line or power to an amplifier, and the journal tells. One owner thread.
class Ward {
 public:
  struct Bus {
    std::string id;
    std::variant<site::TcpBus, site::SerialBus> link;
    std::unique_ptr<BusModel> model;
    std::optional<milliseconds> idle_timeout;
  };
  struct PlacedAmplifier {
    const site::Amplifier* description = nullptr;
    std::unique_ptr<Amplifier> model;
    bool elsewhere = false;  ///< --without-amplifier
    std::string fault;       ///< "off", "no_rtcp" or empty
  };
  struct Line {
    const site::Zone* zone = nullptr;
    const site::Line* description = nullptr;
    LadderLine ladder;
    std::optional<LineFault> fault;
  };
  struct Meter {
    const site::LineMeter* description = nullptr;
    MeterSlave* slave = nullptr;
  };

  /// `site` and `clock` must outlive the ward. Throws std::runtime_error with a sentence for what cannot be simulated.
  Ward(const site::Site& site, const WardOptions& options, const Clock& clock);
  Ward(const Ward&) = delete;
  Ward& operator=(const Ward&) = delete;

  [[nodiscard]] const site::Site& site() const { return site_; }
  [[nodiscard]] Axis axis() const { return axis_; }
  [[nodiscard]] seconds keep() const { return keep_; }
  std::vector<Bus>& buses() { return buses_; }
  [[nodiscard]] const std::vector<Bus>& buses() const { return buses_; }
  std::vector<PlacedAmplifier>& amplifiers() { return amplifiers_; }
  [[nodiscard]] const std::vector<PlacedAmplifier>& amplifiers() const { return amplifiers_; }
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  [[nodiscard]] const std::vector<Meter>& meters() const { return meters_; }
  Journal& journal() { return journal_; }
  [[nodiscard]] const Timeline& contact(site::ChannelRef relay) const;
  [[nodiscard]] bool output(site::ChannelRef relay) const { return banks_[relay.device]->output(relay.channel); }
  [[nodiscard]] std::string relay_id(site::ChannelRef relay) const;
  /// Role of a relay: {"role":"line"|"power"|"unused", "line"/"amplifier": id}.
  [[nodiscard]] boost::json::object role_of(site::ChannelRef relay) const;

  Line* find_line(std::string_view id);
  PlacedAmplifier* find_amplifier(std::string_view id);
  Bus* find_bus(std::string_view id);

  /// Errors as BusModel; the journal tells.
  Result<void> set_unit_fault(Bus& bus, int unit, const UnitFault& fault);
  Result<void> clear_unit_fault(Bus& bus, int unit);
  /// "off", "no_rtcp", or empty for none. Error: anything else.
  Result<void> set_amplifier_fault(PlacedAmplifier& amplifier, std::string_view kind);

  /// Breaks or (none) repairs a line, from now on; the journal tells. A reading of its meter that is on display stays
  /// until the next refresh. Errors: a loudspeaker the line does not have; no loudspeakers named for speakers_open.
  Result<void> set_line_fault(Line& line, const std::optional<LineFault>& fault);

  /// Told by the sockets.
  void on_wire(std::string_view bus, std::string_view kind, SteadyTime at, boost::json::value value);
  void on_edge(const PlacedAmplifier& amplifier, const RunEdge& edge);
  /// Lets go of what no recording can reach any more. Call it every second or so.
  void forget();

  /// Powered, warm and running: what leaves the amplifier's terminals.
  [[nodiscard]] std::vector<Interval> sounding(const PlacedAmplifier& amplifier, SteadyTime from, SteadyTime to) const;
  /// The amplifier's output in samples [from, to) of the axis.
  [[nodiscard]] RenderJob amplifier_job(const PlacedAmplifier& amplifier, std::int64_t from, std::int64_t to) const;
  /// The same as heard on the line.
  [[nodiscard]] RenderJob line_job(const Line& line, std::int64_t from, std::int64_t to) const;
  /// What the amplifier gives to all its lines together before its voltage collapses.
  [[nodiscard]] double limit_watts_of(std::size_t amplifier) const;

 private:
  void attach_board(std::size_t index);
  void on_contact(site::ChannelRef relay, bool closed, SteadyTime at);
  void on_read_back(std::size_t board, int first, const std::vector<bool>& closed, SteadyTime at);
  void note(SteadyTime at, std::string_view kind, std::string_view id, boost::json::value value,
            boost::json::object more = {});

  const site::Site& site_;
  const Clock& clock_;
  const Axis axis_;
  const seconds keep_;
  Journal journal_;
  std::vector<std::unique_ptr<RelayBank>> banks_;  ///< by index in Site::boards
  std::vector<Bus> buses_;
  std::vector<PlacedAmplifier> amplifiers_;  ///< by index in Site::amplifiers
  std::vector<Line> lines_;
  std::vector<Meter> meters_;  ///< by index in Site::meters
};

}  // namespace wardcast::sim

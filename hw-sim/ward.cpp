// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/ward.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/string.hpp>
#include <stdexcept>
#include <utility>

#include "hw-sim/line_fault.hpp"
#include "hw-sim/line_ladder.hpp"
#include "hw-sim/model/shared_load.hpp"
#include "hw-sim/sim_clock.hpp"

namespace wardcast::sim {

Ward::Ward(const site::Site& site, const WardOptions& options, const Clock& clock)
    : site_(site), clock_(clock), axis_{clock.now().steady}, keep_(options.keep) {
  for (const site::Bus& bus : site.buses)
    buses_.push_back({bus.id, bus.link, std::make_unique<BusModel>(), std::nullopt});
  for (std::size_t i = 0; i < site.boards.size(); ++i) attach_board(i);
  for (const site::LineMeter& meter : site.meters) {
    auto slave = std::make_unique<MeterSlave>(meter.profile);
    meters_.push_back({&meter, slave.get()});
    buses_[meter.bus].model->add(meter.unit, std::move(slave), nullptr, meter.profile.reply_timeout);
  }
  for (const site::Amplifier& amplifier : site.amplifiers) {
    const bool elsewhere = std::ranges::find(options.without, amplifier.id) != options.without.end();
    auto model = std::make_unique<Amplifier>(axis_, amplifier.latency, amplifier.payload_type);
    amplifiers_.push_back({&amplifier, std::move(model), elsewhere, ""});
  }
  for (const std::string& id : options.without) {
    if (find_amplifier(id) == nullptr)
      throw std::runtime_error("--without-amplifier: the site has no amplifier \"" + id + "\"");
  }
  for (const site::Zone& zone : site.zones) {
    for (const site::Line& line : zone.lines) lines_.push_back({&zone, &line, ladder_of(line), std::nullopt});
  }
}

void Ward::attach_board(std::size_t index) {
  const site::RelayBoard& board = site_.boards[index];
  banks_.push_back(std::make_unique<RelayBank>(board.profile.channels, board.profile.invert,
                                               [this, index](int channel, bool closed, SteadyTime at) {
                                                 on_contact({index, channel}, closed, at);
                                               }));
  auto slave = std::make_unique<RelaySlave>(board.profile, *banks_.back(),
                                            [this, index](int first, const std::vector<bool>& closed, SteadyTime at) {
                                              on_read_back(index, first, closed, at);
                                            });
  Bus& bus = buses_[board.bus];
  bus.model->add(board.unit, std::move(slave), banks_.back().get(), board.profile.reply_timeout);
  if (const auto& close = board.profile.tcp_idle_close; close && (!bus.idle_timeout || *close < *bus.idle_timeout))
    bus.idle_timeout = close;
}

const Timeline& Ward::contact(site::ChannelRef relay) const { return banks_[relay.device]->contact(relay.channel); }

std::string Ward::relay_id(site::ChannelRef relay) const {
  return site_.boards[relay.device].id + ":" + std::to_string(relay.channel + 1);
}

boost::json::object Ward::role_of(site::ChannelRef relay) const {
  for (const Line& line : lines_) {
    if (line.description->relay == relay) return {{"role", "line"}, {"line", line.description->id}};
  }
  for (const PlacedAmplifier& amplifier : amplifiers_) {
    if (amplifier.description->power == relay) return {{"role", "power"}, {"amplifier", amplifier.description->id}};
  }
  return {{"role", "unused"}};
}

Ward::Line* Ward::find_line(std::string_view id) {
  const auto found = std::ranges::find_if(lines_, [id](const Line& line) { return line.description->id == id; });
  return found == lines_.end() ? nullptr : &*found;
}

Ward::PlacedAmplifier* Ward::find_amplifier(std::string_view id) {
  const auto found =
      std::ranges::find_if(amplifiers_, [id](const PlacedAmplifier& one) { return one.description->id == id; });
  return found == amplifiers_.end() ? nullptr : &*found;
}

Ward::Bus* Ward::find_bus(std::string_view id) {
  const auto found = std::ranges::find(buses_, id, &Bus::id);
  return found == buses_.end() ? nullptr : &*found;
}

void Ward::note(SteadyTime at, std::string_view kind, std::string_view id, boost::json::value value,
                boost::json::object more) {
  boost::json::object entry{{"kind", kind}, {"id", id}, {"value", std::move(value)}};
  for (auto& [key, extra] : more) entry[key] = std::move(extra);
  journal_.add(wall_of(at, clock_.now()), std::move(entry));
}

void Ward::on_contact(site::ChannelRef relay, bool closed, SteadyTime at) {
  boost::json::object role = role_of(relay);
  const auto* powered = role.if_contains("amplifier");
  const std::string amplifier = powered != nullptr ? std::string{powered->get_string()} : "";
  note(at, "relay", relay_id(relay), closed ? "closed" : "open", std::move(role));
  if (!amplifier.empty()) note(at, "power", amplifier, closed ? "on" : "off");
}

void Ward::on_read_back(std::size_t board, int first, const std::vector<bool>& closed, SteadyTime at) {
  boost::json::array values;
  for (const bool one : closed) values.emplace_back(one ? "closed" : "open");
  note(at, "read_back", site_.boards[board].id, std::move(values), {{"first_channel", first + 1}});
}

void Ward::on_wire(std::string_view bus, std::string_view kind, SteadyTime at, boost::json::value value) {
  note(at, kind, bus, std::move(value));
}

void Ward::on_edge(const PlacedAmplifier& amplifier, const RunEdge& edge) {
  const RtpHeader& header = edge.header;
  note(edge.at, edge.first ? "first_packet" : "last_packet", amplifier.description->id, header.sequence,
       {{"sequence", header.sequence},
        {"timestamp", header.timestamp},
        {"ssrc", header.ssrc},
        {"marker", header.marker},
        {"packets", amplifier.model->reception().packets()}});
}

Result<void> Ward::set_unit_fault(Bus& bus, int unit, const UnitFault& fault) {
  const SteadyTime now = clock_.now().steady;
  auto set = bus.model->set_fault(unit, fault, now);
  if (set.has_value())
    note(now, "fault", bus.id + "/" + std::to_string(unit), boost::json::string(name_of(fault.kind)));
  return set;
}

Result<void> Ward::clear_unit_fault(Bus& bus, int unit) {
  const SteadyTime now = clock_.now().steady;
  auto cleared = bus.model->clear_fault(unit, now);
  if (cleared.has_value()) note(now, "fault", bus.id + "/" + std::to_string(unit), nullptr);
  return cleared;
}

Result<void> Ward::set_amplifier_fault(PlacedAmplifier& amplifier, std::string_view kind) {
  if (!kind.empty() && kind != "off" && kind != "no_rtcp")
    return invalid("kind", "An amplifier's fault is \"off\" or \"no_rtcp\".");
  const SteadyTime now = clock_.now().steady;
  amplifier.fault = kind;
  amplifier.model->set_off(kind == "off", now);
  amplifier.model->set_rtcp(kind != "no_rtcp");
  note(now, "fault", amplifier.description->id,
       kind.empty() ? boost::json::value{} : boost::json::value(boost::json::string(kind)));
  return {};
}

Result<void> Ward::set_line_fault(Line& line, const std::optional<LineFault>& fault) {
  if (fault) {
    if (auto fits = check_fault(line.ladder, *fault); !fits.has_value()) return fits;
  }
  line.fault = fault;
  boost::json::object more;
  if (fault) more = line_fault_view(*fault);
  more.erase("kind");
  note(clock_.now().steady, "fault", line.description->id,
       fault ? boost::json::value(boost::json::string(name_of(fault->kind))) : boost::json::value{}, std::move(more));
  return {};
}

double Ward::limit_watts_of(std::size_t amplifier) const {
  double speakers = 0;
  for (const Line& line : lines_) {
    if (line.zone->amplifier != amplifier) continue;
    for (const auto& speaker : line.ladder.speakers) speakers += speaker.tap_watts;
  }
  return limit_watts(site_.amplifiers[amplifier].rating_watts, speakers);
}

void Ward::forget() {
  constexpr seconds kSlack{5};      // pre-roll of decoders, and packets that wait in a jitter buffer
  milliseconds longest_refresh{0};  // a meter's window may reach further back than a recording
  for (const site::LineMeter& meter : site_.meters) longest_refresh = std::max(longest_refresh, meter.profile.refresh);
  const SteadyTime horizon = clock_.now().steady - std::max<nanoseconds>(keep_, 2 * longest_refresh) - kSlack;
  for (PlacedAmplifier& amplifier : amplifiers_) amplifier.model->forget_before(horizon, axis_.sample(horizon));
  milliseconds longest_warm_up{0};
  for (const site::Amplifier& amplifier : site_.amplifiers)
    longest_warm_up = std::max(longest_warm_up, amplifier.warm_up);
  for (const auto& bank : banks_) bank->forget_before(horizon - longest_warm_up);
}

std::vector<Interval> Ward::sounding(const PlacedAmplifier& amplifier, SteadyTime from, SteadyTime to) const {
  const auto running = amplifier.model->running().true_during(from, to);
  if (!amplifier.description->power) return running;
  return intersect(running,
                   warm_during(contact(*amplifier.description->power), amplifier.description->warm_up, from, to));
}

RenderJob Ward::amplifier_job(const PlacedAmplifier& amplifier, std::int64_t from, std::int64_t to) const {
  return {axis_, from, to, sounding(amplifier, axis_.time(from), axis_.time(to)),
          amplifier.model->packets(from - kPreRoll)};
}

RenderJob Ward::line_job(const Line& line, std::int64_t from, std::int64_t to) const {
  RenderJob job = amplifier_job(amplifiers_[line.zone->amplifier], from, to);
  job.audible = intersect(job.audible, contact(line.description->relay).true_during(axis_.time(from), axis_.time(to)));
  return job;
}

}  // namespace wardcast::sim

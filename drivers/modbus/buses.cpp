// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/buses.hpp"

#include <algorithm>
#include <utility>

namespace wardcast::modbus {

namespace {

std::unique_ptr<Link> make_link(const TcpBus& bus, const BusTiming& timing, const Clock& clock) {
  return make_tcp_link(bus.host, bus.port, timing.connect_deadline, clock);
}

std::unique_ptr<Link> make_link(const SerialBus& bus, const BusTiming& /*timing*/, const Clock& clock) {
  return make_rtu_link(bus.line, clock);
}

}  // namespace

Buses::Buses(const std::vector<Bus>& buses, std::vector<RelayBoardOnBus> boards, std::vector<LineMeterOnBus> meters,
             const Clock& clock, const Listeners& listeners, BusTiming timing)
    : clock_(clock), workers_(buses.size()) {
  std::vector<std::vector<BusWorker::Board>> boards_by_bus(buses.size());
  for (std::size_t b = 0; b < boards.size(); ++b) {
    RelayBoardOnBus& board = boards[b];
    std::vector<BusWorker::Board>& there = boards_by_bus.at(board.bus);
    boards_.push_back({board.bus, there.size()});
    there.push_back({std::move(board.id), b, board.unit, std::move(board.profile)});
  }
  std::vector<std::vector<BusWorker::Meter>> meters_by_bus(buses.size());
  for (std::size_t m = 0; m < meters.size(); ++m) {
    LineMeterOnBus& meter = meters[m];
    std::vector<BusWorker::Meter>& there = meters_by_bus.at(meter.bus);
    meters_.push_back({meter.bus, there.size()});
    there.push_back({std::move(meter.id), m, meter.unit, std::move(meter.profile)});
  }
  for (std::size_t b = 0; b < buses.size(); ++b) {
    if (boards_by_bus[b].empty() && meters_by_bus[b].empty()) continue;
    const auto start = [&](const auto& bus) {
      workers_[b] = std::make_unique<BusWorker>(bus.id, make_link(bus, timing, clock), std::move(boards_by_bus[b]),
                                                std::move(meters_by_bus[b]), timing, clock, listeners);
    };
    std::visit(start, buses[b]);
  }
}

Buses::Buses(const std::vector<Bus>& buses, std::vector<RelayBoardOnBus> boards, const Clock& clock,
             const RelayBoards::Listener& listener, BusTiming timing)
    : Buses(buses, std::move(boards), {}, clock, Listeners{listener, {}}, timing) {}

Buses::~Buses() = default;

void Buses::want(std::size_t board, WantedRelays wanted) {
  const Place place = boards_.at(board);
  workers_[place.bus]->want(place.device, wanted);
}

void Buses::read(std::size_t meter, int channel, std::uint64_t ticket) {
  const Place place = meters_.at(meter);
  workers_[place.bus]->read(place.device, channel, ticket);
}

std::vector<std::size_t> Buses::settle(milliseconds at_most) {
  const SteadyTime until = clock_.now().steady + at_most;
  std::vector<std::size_t> missing;
  for (const auto& worker : workers_)
    if (worker) worker->verify();
  for (const auto& worker : workers_) {
    if (!worker) continue;
    const std::vector<std::size_t> there = worker->settle(until);
    missing.insert(missing.end(), there.begin(), there.end());
  }
  std::sort(missing.begin(), missing.end());
  return missing;
}

std::vector<BusFigures> Buses::figures() const {
  std::vector<BusFigures> figures;
  for (const auto& worker : workers_) figures.push_back(worker ? worker->figures() : BusFigures{});
  return figures;
}

}  // namespace wardcast::modbus

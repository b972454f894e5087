// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/bus_relays.hpp"

#include <algorithm>
#include <utility>

namespace wardcast::modbus {

BusRelays::BusRelays(const std::vector<TcpBus>& buses, std::vector<RelayBoardOnBus> boards, const Clock& clock,
                     const Listener& listener, BusTiming timing)
    : clock_(clock), workers_(buses.size()) {
  std::vector<std::vector<BusWorker::Board>> by_bus(buses.size());
  for (std::size_t b = 0; b < boards.size(); ++b) {
    RelayBoardOnBus& board = boards[b];
    std::vector<BusWorker::Board>& there = by_bus.at(board.bus);
    places_.push_back({board.bus, there.size()});
    there.push_back({std::move(board.id), b, board.unit, std::move(board.profile)});
  }
  for (std::size_t bus = 0; bus < buses.size(); ++bus) {
    if (by_bus[bus].empty()) continue;
    workers_[bus] = std::make_unique<BusWorker>(
        buses[bus].id, make_tcp_link(buses[bus].host, buses[bus].port, timing.connect_deadline, clock),
        std::move(by_bus[bus]), timing, clock, listener);
  }
}

BusRelays::~BusRelays() = default;

void BusRelays::want(std::size_t board, WantedRelays wanted) {
  const Place place = places_.at(board);
  workers_[place.bus]->want(place.board, wanted);
}

std::vector<std::size_t> BusRelays::settle(milliseconds at_most) {
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

std::vector<BusFigures> BusRelays::figures() const {
  std::vector<BusFigures> figures;
  for (const auto& worker : workers_) figures.push_back(worker ? worker->figures() : BusFigures{});
  return figures;
}

}  // namespace wardcast::modbus

// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/bus_worker.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "base/log_value.hpp"

namespace wardcast::modbus {
namespace {

BusLogic make_logic(const std::vector<BusWorker::Board>& boards, const std::vector<BusWorker::Meter>& meters,
                    const BusTiming& timing) {
  std::vector<BoardLogic> board_logic;
  board_logic.reserve(boards.size());
  for (const auto& board : boards) board_logic.emplace_back(board.index, board.unit, board.profile, timing);
  std::vector<MeterLogic> meter_logic;
  meter_logic.reserve(meters.size());
  for (const auto& meter : meters) meter_logic.emplace_back(meter.index, meter.unit, meter.profile, timing);
  return BusLogic{std::move(board_logic), timing, std::move(meter_logic)};
}

void count(std::atomic<std::uint64_t>& counter) { counter.fetch_add(1, std::memory_order_relaxed); }

}  // namespace

BusWorker::BusWorker(const std::string& name, std::unique_ptr<Link> link, std::vector<Board> boards,
                     std::vector<Meter> meters, const BusTiming& timing, const Clock& clock, Listeners listeners)
    : name_(name),
      boards_(std::move(boards)),
      meters_(std::move(meters)),
      timing_(timing),
      clock_(clock),
      listeners_(std::move(listeners)),
      link_(std::move(link)),
      logic_(make_logic(boards_, meters_, timing_)),
      logged_(boards_.size()),
      mail_(boards_.size()),
      thread_([this] { run(); }) {}

BusWorker::~BusWorker() {
  stopping_ = true;
  link_->stop();
  thread_.join();
}

void BusWorker::want(std::size_t board, WantedRelays wanted) {
  bool wake = false;
  {
    const std::lock_guard lock{mutex_};
    Mail& mail = mail_.at(board);
    mail.wanted = wanted;
    mail.has_picture = true;
    mail.asked = ++ticket_;
    wake = mail.reachable;
  }
  if (wake) link_->wake();
}

void BusWorker::read(std::size_t meter, int channel, std::uint64_t ticket) {
  {
    const std::lock_guard lock{mutex_};
    asked_.push_back({meter, channel, ticket});
  }
  link_->wake();
}

void BusWorker::verify() {
  bool wake = false;
  {
    const std::lock_guard lock{mutex_};
    for (Mail& mail : mail_) {
      if (!mail.has_picture) continue;
      mail.verify = true;
      mail.asked = ++ticket_;
      wake = wake || mail.reachable;
    }
  }
  if (wake) link_->wake();
}

std::vector<std::size_t> BusWorker::settle(SteadyTime until) {
  std::unique_lock lock{mutex_};
  const auto settled = [](const Mail& mail) { return !mail.has_picture || mail.confirmed >= mail.asked; };
  const auto all_settled = [&] { return std::all_of(mail_.begin(), mail_.end(), settled); };
  while (!all_settled()) {
    const nanoseconds left = until - clock_.now().steady;
    if (left <= nanoseconds{0}) break;
    confirmed_.wait_for(lock, left);
  }
  std::vector<std::size_t> missing;
  for (std::size_t b = 0; b < mail_.size(); ++b)
    if (!settled(mail_[b])) missing.push_back(boards_[b].index);
  return missing;
}

BusFigures BusWorker::figures() const {
  return {counters_.transactions, counters_.writes,   counters_.timeouts,        counters_.garbled,
          counters_.exceptions,   counters_.connects, counters_.connect_failures};
}

void BusWorker::run() {
  (void)pthread_setname_np(pthread_self(), ("bus-" + name_).substr(0, 15).c_str());
  while (!stopping_) {
    try {
      serve();
    } catch (const std::exception& error) {
      // Not a fault of the bus but of ours or of the machine (no memory, no descriptors): say so, count nothing as
      // known, and begin again after the back-off.
      spdlog::error("event=bus_failed bus={} detail={}", log_value(name_), log_value(error.what()));
      link_->close();
      logic_.connect_failed(clock_.now().steady, LinkFault{LinkFault::Kind::closed, 0, error.what()});
    }
  }
}

void BusWorker::serve() {
  while (!stopping_) {
    take_mail();
    const BusLogic::Action action = logic_.step(clock_.now().steady);
    if (std::holds_alternative<BusLogic::Connect>(action)) {
      const std::optional<LinkFault> fault = link_->connect();
      if (stopping_) return;  // interrupted: says nothing about the boards
      count(fault ? counters_.connect_failures : counters_.connects);
      const bool was_lost = std::exchange(lost_, fault.has_value());
      if (fault) {
        if (!was_lost) spdlog::warn("event=bus_lost bus={} detail={}", log_value(name_), log_value(fault->detail));
        logic_.connect_failed(clock_.now().steady, *fault);
      } else {
        if (was_lost) spdlog::info("event=bus_back bus={}", log_value(name_));
        logic_.connected(clock_.now().steady);
      }
    } else if (const auto* const transact_action = std::get_if<BusLogic::Transact>(&action)) {
      transact(*transact_action);
    } else if (link_->wait(std::get<BusLogic::Wait>(action).until) == Link::Idle::closed) {
      logic_.closed_while_idle(clock_.now().steady);
    }
    if (!stopping_) tell();
  }
}

void BusWorker::take_mail() {
  const SteadyTime now = clock_.now().steady;
  const std::lock_guard lock{mutex_};
  for (const Asked& asked : asked_) logic_.meter(asked.meter).ask(asked.channel, asked.ticket, now);
  asked_.clear();
  for (std::size_t b = 0; b < mail_.size(); ++b) {
    Mail& mail = mail_[b];
    BoardLogic& board = logic_.board(b);
    mail.reachable = board.reachable();
    if (mail.wanted) board.want(*std::exchange(mail.wanted, std::nullopt), mail.asked);
    if (std::exchange(mail.verify, false)) board.verify(mail.asked);
  }
}

void BusWorker::transact(const BusLogic::Transact& action) {
  const Answer answer = link_->transact(action.request);
  const auto* const fault = std::get_if<LinkFault>(&answer);
  if (fault == nullptr || fault->kind != LinkFault::Kind::unsent) {
    count(counters_.transactions);
    const Function function = action.request.function;
    if (function == Function::write_coils || function == Function::write_register || function == Function::write_coil)
      count(counters_.writes);
  }
  if (fault != nullptr) {
    if (fault->kind == LinkFault::Kind::timeout) count(counters_.timeouts);
    if (fault->kind == LinkFault::Kind::garbled) count(counters_.garbled);
    if (fault->kind == LinkFault::Kind::exception) count(counters_.exceptions);
  }
  logic_.transacted(clock_.now().steady, answer, {link_->connected(), link_->rest_until(action.request.unit)});
}

void BusWorker::tell() {
  std::vector<BoardReport> reports = logic_.take_reports();
  for (BoardReport& report : reports) {
    log(report);
    if (listeners_.boards) listeners_.boards(std::move(report));
  }
  tell_meters();
  bool news = false;
  {
    const std::lock_guard lock{mutex_};
    for (std::size_t b = 0; b < mail_.size(); ++b) {
      news = news || mail_[b].confirmed != logic_.board(b).confirmed();
      mail_[b].confirmed = logic_.board(b).confirmed();
    }
  }
  if (news) confirmed_.notify_all();
}

void BusWorker::tell_meters() {
  std::vector<MeterReport> reports = logic_.take_meter_reports();
  for (MeterReport& report : reports) {
    log(report);
    if (listeners_.meters.report) listeners_.meters.report(std::move(report));
  }
  std::vector<MeterReading> readings = logic_.take_readings();
  for (MeterReading& reading : readings)
    if (listeners_.meters.reading) listeners_.meters.reading(std::move(reading));
}

void BusWorker::log(const MeterReport& report) {
  const auto at = std::find_if(meters_.begin(), meters_.end(), [&](const Meter& m) { return m.index == report.meter; });
  if (report.reachable) {
    spdlog::info("event=line_meter_back meter={} bus={}", log_value(at->id), log_value(name_));
  } else {
    spdlog::warn("event=line_meter_lost meter={} bus={} detail={}", log_value(at->id), log_value(name_),
                 log_value(report.problem));
  }
}

void BusWorker::log(const BoardReport& report) {
  const auto at = std::find_if(boards_.begin(), boards_.end(), [&](const Board& b) { return b.index == report.board; });
  BoardReport& before = logged_[static_cast<std::size_t>(at - boards_.begin())];
  const bool first = before.channels.empty();
  if (!first && before.reachable == report.reachable && before.problem == report.problem) return;
  if (!report.problem.empty()) {
    spdlog::warn("event={} board={} bus={} detail={}", report.reachable ? "relay_board_problem" : "relay_board_lost",
                 log_value(at->id), log_value(name_), log_value(report.problem));
  } else {
    spdlog::info("event={} board={} bus={}", first || !before.reachable ? "relay_board_back" : "relay_board_in_order",
                 log_value(at->id), log_value(name_));
  }
  before = report;
}

}  // namespace wardcast::modbus

// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/meter_logic.hpp"

#include <span>
#include <stdexcept>
#include <utility>

namespace wardcast::modbus {
namespace {

constexpr int kIllegalAddress = 0x02;

}  // namespace

MeterLogic::MeterLogic(std::size_t meter, int unit, MeterProfile profile, const BusTiming& timing)
    : meter_(meter), unit_(unit), profile_(std::move(profile)), timing_(timing) {
  if (unit < 0 || unit > 255) throw std::invalid_argument("a Modbus unit is 0 to 255");
  if (profile_.channels < 1) throw std::invalid_argument("a line meter has at least one channel");
  if (blocks(0).empty()) throw std::invalid_argument("a line meter measures at least one quantity");
}

std::vector<RegisterBlock> MeterLogic::blocks(int channel) const { return blocks_of(profile_, channel, never_gaps_); }

void MeterLogic::ask(int channel, std::uint64_t ticket, SteadyTime now) {
  MeterReading reading;
  reading.ticket = ticket;
  reading.meter = meter_;
  reading.channel = channel;
  reading.at = now;
  if (channel < 0 || channel >= profile_.channels) {
    reading.problem = "the meter has no channel " + std::to_string(channel + 1);
  } else if (reachable_ == false) {
    reading.problem = problem_;  // a probe finds out when it is back; nobody waits for that
  }
  if (!reading.problem.empty()) {
    done_.push_back(std::move(reading));
    return;
  }
  waiting_.push_back(std::move(reading));
  if (waiting_.size() > LineMeters::kMostWaiting)
    give_up(now, "more than " + std::to_string(LineMeters::kMostWaiting) + " readings wait for this meter");
}

UnitLogic::Due MeterLogic::due(SteadyTime now) const {
  (void)now;
  const auto from = [this](SteadyTime at) { return std::max(at, free_at_); };
  if (reachable_ == false) return {from(retry_at_), Urgency::probe};
  if (failures_ > 0) return {from(retry_at_), measures() ? Urgency::measure : Urgency::confirm};
  if (measures()) return {from(retry_at_), Urgency::measure};
  if (!reachable_) return {free_at_, Urgency::poll};
  return {from(poll_at_), Urgency::poll};
}

Request MeterLogic::begin(SteadyTime now) {
  (void)now;
  measuring_ = measures();
  const RegisterBlock block = measuring_ ? blocks(waiting_.front().channel).at(block_) : blocks(0).front();
  Request request;
  request.unit = static_cast<std::uint8_t>(unit_);
  request.function = profile_.function_code == 3 ? Function::read_holding_registers : Function::read_input_registers;
  request.address = block.address;
  request.count = block.count;
  request.reply_timeout = profile_.reply_timeout;
  request.yields = reachable_ == false;
  return request;
}

void MeterLogic::heard(SteadyTime now) {
  free_at_ = now + profile_.min_gap;
  poll_at_ = now + timing_.supervision;
  retry_at_ = now;
  reachable_ = true;
  lost_with_bus_ = false;
  failures_ = 0;
  problem_.clear();
}

void MeterLogic::answered(SteadyTime now, const Reply& reply) {
  heard(now);
  if (!std::exchange(measuring_, false)) return;
  MeterReading& reading = waiting_.front();
  const RegisterBlock block = blocks(reading.channel).at(block_);
  const std::span<const std::uint16_t> registers{reply.registers.data(), block.count};
  if (auto problem = take_values(profile_, block, registers, reading)) {
    give_up(now, std::move(*problem));
    return;
  }
  next_block(now);
}

void MeterLogic::next_block(SteadyTime now) {
  tries_ = 0;
  MeterReading& reading = waiting_.front();
  if (++block_ < blocks(reading.channel).size()) return;
  block_ = 0;
  reading.at = now;
  done_.push_back(std::move(reading));
  waiting_.pop_front();
}

void MeterLogic::give_up(SteadyTime now, std::string why) {
  MeterReading& reading = waiting_.front();
  // Half a reading would be taken for a meter without the other half.
  reading.volts = reading.amps = reading.leakage_amps = reading.ohms = std::nullopt;
  reading.at = now;
  reading.problem = std::move(why);
  done_.push_back(std::move(reading));
  waiting_.pop_front();
  block_ = 0;
  tries_ = 0;
  measuring_ = false;
}

void MeterLogic::give_up_all(SteadyTime now, const std::string& why) {
  while (measures()) give_up(now, why);
}

void MeterLogic::failed(SteadyTime now, const LinkFault& fault) {
  if (is_refusal(fault)) {
    refused(now, fault);
    return;
  }
  free_at_ = now + profile_.min_gap;
  retry_at_ = now;
  ++failures_;
  const std::string why = "unit " + std::to_string(unit_) + ": " + fault.detail;
  if (std::exchange(measuring_, false) && ++tries_ >= kTriesOfReading) give_up(now, why);
  if (failures_ >= kTries || reachable_ == false) lose(now, why);
}

/// The meter speaks, so it is reachable; what it refuses is a problem of the reading.
void MeterLogic::refused(SteadyTime now, const LinkFault& fault) {
  heard(now);
  if (!std::exchange(measuring_, false)) return;
  const RegisterBlock block = blocks(waiting_.front().channel).at(block_);
  if (block.has_gap && fault.exception_code == kIllegalAddress) {
    never_gaps_ = true;
    block_ = 0;
    tries_ = 0;
    return;
  }
  if (is_passing(fault) && ++tries_ < kTriesOfReading) {
    retry_at_ = now + timing_.busy;
    return;
  }
  give_up(now, "unit " + std::to_string(unit_) + " refuses to be read: " + fault.detail);
}

void MeterLogic::yielded(SteadyTime now) {
  free_at_ = now + profile_.min_gap;
  retry_at_ = now + timing_.retry_first;
}

void MeterLogic::lose(SteadyTime now, const std::string& why) {
  retry_at_ = now + timing_.retry_after(std::max(failures_ - kTries + 1, 1));
  give_up_all(now, why);
  if (reachable_ == false) return;  // told already; the first reason stands
  reachable_ = false;
  problem_ = why;
}

void MeterLogic::bus_lost(SteadyTime now, const std::string& why) {
  failures_ = std::max(failures_, kTries);
  lost_with_bus_ = true;
  lose(now, why);
}

void MeterLogic::bus_back(SteadyTime now) {
  if (std::exchange(lost_with_bus_, false)) {
    failures_ = 0;
    retry_at_ = now;
  }
  poll_at_ = now;
}

void MeterLogic::hurry(SteadyTime now) {
  if (reachable_ == false) retry_at_ = std::min(retry_at_, now);
}

void MeterLogic::take_readings(std::vector<MeterReading>& readings) {
  for (MeterReading& reading : done_) readings.push_back(std::move(reading));
  done_.clear();
}

std::optional<MeterReport> MeterLogic::take_report() {
  if (!reachable_) return std::nullopt;
  if (reported_ && reported_->reachable == *reachable_) return std::nullopt;
  reported_ = MeterReport{meter_, *reachable_, problem_};
  return reported_;
}

}  // namespace wardcast::modbus

// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/modbus/bus_model.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "hw-sim/modbus/rtu_wire.hpp"

namespace wardcast::sim {
namespace {

constexpr std::array<std::pair<std::string_view, FaultKind>, 10> kNames{
    {{"offline", FaultKind::offline},
     {"stuck", FaultKind::stuck},
     {"welded", FaultKind::welded},
     {"late", FaultKind::late},
     {"garble", FaultKind::garble},
     {"exception", FaultKind::exception},
     {"wrong_unit", FaultKind::wrong_unit},
     {"wrong_transaction", FaultKind::wrong_transaction},
     {"half_open", FaultKind::half_open},
     {"vanish", FaultKind::vanish}}};

std::uint16_t read16(std::uint8_t high, std::uint8_t low) {
  return static_cast<std::uint16_t>(static_cast<unsigned>(high) << 8U | low);
}

std::vector<std::uint8_t> frame(const Mbap& request, const Pdu& pdu) {
  const std::size_t length = pdu.size() + 1;
  std::vector<std::uint8_t> adu{static_cast<std::uint8_t>(request.transaction >> 8U),
                                static_cast<std::uint8_t>(request.transaction & 0xFFU),
                                0,
                                0,
                                static_cast<std::uint8_t>(length >> 8U),
                                static_cast<std::uint8_t>(length & 0xFFU),
                                request.unit};
  adu.insert(adu.end(), pdu.begin(), pdu.end());
  return adu;
}

/// stuck and welded live in the relays, not on the wire.
void apply(const UnitFault& fault, RelayBank& bank, bool present, SteadyTime at) {
  for (int channel = 0; channel < bank.channels(); ++channel) {
    if (fault.channel && *fault.channel != channel) continue;
    if (fault.kind == FaultKind::stuck) bank.set_stuck(channel, present);
    if (fault.kind == FaultKind::welded) bank.set_welded(channel, present, at);
  }
}

}  // namespace

std::optional<FaultKind> fault_kind(std::string_view name) {
  for (const auto& [known, kind] : kNames) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

std::string_view name_of(FaultKind kind) {
  for (const auto& [name, known] : kNames) {
    if (known == kind) return name;
  }
  return "unknown";
}

Mbap parse_mbap(const std::array<std::uint8_t, kMbapSize>& bytes) {
  return {read16(bytes[0], bytes[1]), read16(bytes[2], bytes[3]), read16(bytes[4], bytes[5]), bytes[6]};
}

void BusModel::add(int unit, std::unique_ptr<Slave> slave, RelayBank* bank, milliseconds reply_timeout) {
  Unit& added = units_[unit];
  added.slave = std::move(slave);
  added.bank = bank;
  added.reply_timeout = reply_timeout;
}

const BusModel::Unit* BusModel::find(int unit) const {
  const auto found = units_.find(unit);
  return found == units_.end() ? nullptr : &found->second;
}

std::optional<Reply> BusModel::respond(Bytes adu, SteadyTime at) {
  if (adu.size() < kMbapSize + 1) return std::nullopt;
  std::array<std::uint8_t, kMbapSize> head{};
  std::copy_n(adu.begin(), kMbapSize, head.begin());
  Mbap header = parse_mbap(head);
  if (header.protocol != 0 || !header.sane() || adu.size() != kMbapSize - 1 + header.length) return std::nullopt;
  const auto answered = answer(header.unit, adu.subspan(kMbapSize), at);
  if (!answered) return std::nullopt;
  header.unit = answered->unit;
  if (answered->fault != nullptr && answered->fault->kind == FaultKind::wrong_transaction) ++header.transaction;
  return finish(frame(header, answered->pdu), *answered);
}

std::optional<Reply> BusModel::respond_on_wire(Bytes frame, SteadyTime at) {
  if (!whole_frame(frame)) return std::nullopt;
  const Bytes pdu = frame.subspan(1, frame.size() - 3);
  if (frame[0] == 0) {
    broadcast(pdu, at);
    return std::nullopt;
  }
  const auto answered = answer(frame[0], pdu, at);
  if (!answered) return std::nullopt;
  std::vector<std::uint8_t> adu{answered->unit};
  adu.insert(adu.end(), answered->pdu.begin(), answered->pdu.end());
  return finish(with_crc(std::move(adu)), *answered);
}

void BusModel::broadcast(Bytes pdu, SteadyTime at) {
  const bool writes = pdu[0] == 5 || pdu[0] == 6 || pdu[0] == 15 || pdu[0] == 16;
  if (!writes) return;
  for (const auto& [unit, described] : units_) (void)answer(static_cast<std::uint8_t>(unit), pdu, at);
}

std::optional<BusModel::Answer> BusModel::answer(std::uint8_t number, Bytes pdu, SteadyTime at) {
  const auto found = units_.find(number);
  if (found == units_.end() || half_open() || vanished()) return std::nullopt;
  Unit& unit = found->second;
  ++unit.requests[pdu[0]];
  if (!unit.fault) return Answer{number, unit.slave->respond(pdu, at)};

  const UnitFault& fault = *unit.fault;
  if (fault.kind == FaultKind::offline) return std::nullopt;
  if (fault.kind == FaultKind::exception)
    return Answer{number, exception_reply(pdu[0], static_cast<ModbusException>(fault.code))};
  Answer spoilt{number, unit.slave->respond(pdu, at), &fault};
  if (fault.kind == FaultKind::wrong_unit) ++spoilt.unit;
  if (fault.kind == FaultKind::late) spoilt.after = fault.ms.value_or(unit.reply_timeout * 3 / 2);
  return spoilt;
}

Reply BusModel::finish(std::vector<std::uint8_t> adu, const Answer& answer) {
  Reply reply{std::move(adu), answer.after};
  if (answer.fault != nullptr && answer.fault->kind == FaultKind::garble)
    std::ranges::generate(reply.adu, [this] { return static_cast<std::uint8_t>(noise_() >> 8U & 0xFFU); });
  return reply;
}

Result<void> BusModel::set_fault(int unit, const UnitFault& fault, SteadyTime at) {
  const auto found = units_.find(unit);
  if (found == units_.end()) return not_found("No device has unit " + std::to_string(unit) + " on this bus.");
  RelayBank* bank = found->second.bank;
  if (fault.kind == FaultKind::stuck || fault.kind == FaultKind::welded) {
    if (bank == nullptr && fault.kind == FaultKind::welded)
      return invalid("kind", "Unit " + std::to_string(unit) + " is a meter and has no relays.");
    if (bank == nullptr && fault.channel)
      return invalid("channel", "A meter's readings are stuck all at once; leave channel out.");
    if (bank != nullptr && fault.channel && (*fault.channel < 0 || *fault.channel >= bank->channels()))
      return invalid("channel", "The board has channels 1 to " + std::to_string(bank->channels()) + ".");
  }
  (void)clear_fault(unit, at);
  found->second.fault = fault;
  if (bank != nullptr) apply(fault, *bank, true, at);
  return {};
}

Result<void> BusModel::clear_fault(int unit, SteadyTime at) {
  const auto found = units_.find(unit);
  if (found == units_.end()) return not_found("No device has unit " + std::to_string(unit) + " on this bus.");
  auto& fault = found->second.fault;
  if (fault && found->second.bank != nullptr) apply(*fault, *found->second.bank, false, at);
  fault.reset();
  return {};
}

bool BusModel::any(FaultKind kind) const {
  return std::ranges::any_of(
      units_, [kind](const auto& entry) { return entry.second.fault && entry.second.fault->kind == kind; });
}

}  // namespace wardcast::sim

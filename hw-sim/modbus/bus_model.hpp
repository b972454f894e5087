// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string_view>

#include "base/result.hpp"
#include "hw-sim/modbus/slave.hpp"

namespace wardcast::sim {

/// What can be wrong with a unit. offline, half_open: no answer; vanish: its listener is gone; stuck: outputs ignore
/// writes, a meter keeps its readings; welded: contacts stay closed whatever the output; late, garble, exception,
/// wrong_unit, wrong_transaction:
/// bad answers.
enum class FaultKind : std::uint8_t {
  offline,
  stuck,
  welded,
  late,
  garble,
  exception,
  wrong_unit,
  wrong_transaction,
  half_open,
  vanish
};
std::optional<FaultKind> fault_kind(std::string_view name);
std::string_view name_of(FaultKind kind);

struct UnitFault {
  FaultKind kind = FaultKind::offline;
  std::optional<int> channel = {};      ///< stuck, welded: 0-based; none means every channel
  std::optional<milliseconds> ms = {};  ///< late: delay; none means 1.5 × the profile's reply timeout
  std::uint8_t code = 4;                ///< exception: which
};

/// A frame to send, and how long to wait before.
struct Reply {
  std::vector<std::uint8_t> adu;
  milliseconds after{0};
};

/// MBAP header: transaction, protocol, length (of what follows it), unit. Modbus Messaging on TCP/IP V1.0b, §3.1.3.
inline constexpr std::size_t kMbapSize = 7;
inline constexpr std::size_t kLargestPdu = 253;
struct Mbap {
  std::uint16_t transaction = 0;
  std::uint16_t protocol = 0;
  std::uint16_t length = 0;  ///< unit and PDU
  std::uint8_t unit = 0;

  [[nodiscard]] bool sane() const { return length >= 2 && length <= 1 + kLargestPdu; }
};
Mbap parse_mbap(const std::array<std::uint8_t, kMbapSize>& bytes);

/// One bus and its units, without sockets. One owner thread.
class BusModel {
 public:
  struct Unit {
    std::unique_ptr<Slave> slave;
    RelayBank* bank = nullptr;  ///< null for a meter
    milliseconds reply_timeout{500};
    std::optional<UnitFault> fault;
    std::map<int, std::uint64_t> requests;  ///< by function code
  };

  void add(int unit, std::unique_ptr<Slave> slave, RelayBank* bank, milliseconds reply_timeout);
  [[nodiscard]] const Unit* find(int unit) const;

  /// What the bus says to one Modbus TCP frame. Nothing: no such unit (no answer, as on a wire; no gateway exception),
  /// another protocol, a length that does not fit, or a fault that keeps it silent.
  std::optional<Reply> respond(Bytes adu, SteadyTime at);
  /// What the bus says to one whole Modbus RTU frame, whose checksum is right. Unit 0 is the broadcast: every unit
  /// takes a write and nobody answers.
  std::optional<Reply> respond_on_wire(Bytes frame, SteadyTime at);

  /// Replaces the unit's fault. Errors: no such unit; a channel the board does not have; welded, or a channel of
  /// stuck, on a meter.
  Result<void> set_fault(int unit, const UnitFault& fault, SteadyTime at);
  /// Error when there is no such unit.
  Result<void> clear_fault(int unit, SteadyTime at);

  /// A unit has vanished: nobody listens at the address.
  [[nodiscard]] bool vanished() const { return any(FaultKind::vanish); }
  /// Connections are accepted and everything is swallowed.
  [[nodiscard]] bool half_open() const { return any(FaultKind::half_open); }

 private:
  struct Answer {
    std::uint8_t unit = 0;
    Pdu pdu;
    const UnitFault* fault = nullptr;  ///< that spoils it, or null
    milliseconds after{0};
  };
  std::optional<Answer> answer(std::uint8_t unit, Bytes pdu, SteadyTime at);
  void broadcast(Bytes pdu, SteadyTime at);
  Reply finish(std::vector<std::uint8_t> adu, const Answer& answer);
  [[nodiscard]] bool any(FaultKind kind) const;
  std::map<int, Unit> units_;
  std::minstd_rand noise_{1};
};

}  // namespace wardcast::sim

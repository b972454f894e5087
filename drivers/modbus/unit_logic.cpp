// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/unit_logic.hpp"

namespace wardcast::modbus {
namespace {

constexpr int kAcknowledged = 0x05;
constexpr int kBusy = 0x06;
constexpr int kGatewayPath = 0x0A;
constexpr int kGatewayTarget = 0x0B;

}  // namespace

bool is_refusal(const LinkFault& fault) {
  return fault.kind == LinkFault::Kind::exception && fault.exception_code != kGatewayPath &&
         fault.exception_code != kGatewayTarget;
}

bool is_passing(const LinkFault& fault) {
  return fault.exception_code == kAcknowledged || fault.exception_code == kBusy;
}

}  // namespace wardcast::modbus

// SPDX-License-Identifier: GPL-3.0-or-later
// What a serial line may say instead of a reply, or around it, in pieces.
// Input: which request, which unit may be late, then for each piece its length, whether its check sum is put right,
// bytes.
#include <algorithm>
#include <span>
#include <vector>

#include "drivers/modbus/rtu_reply.hpp"
#include "tests/fuzz/must.hpp"

namespace {

using namespace wardcast::modbus;

Request request_of(std::uint8_t how) {
  Request request;
  request.unit = 1;
  switch (how % 5) {
    case 0:
      request.count = static_cast<std::uint16_t>(1 + how / 5 % 64);
      break;
    case 1:
      request.function = Function::read_holding_registers;
      request.count = static_cast<std::uint16_t>(1 + how % kMostRegisters);
      break;
    case 2:
      request.function = Function::read_input_registers;
      request.count = 4;
      break;
    case 3:
      request.function = Function::write_register;
      request.value = how;
      break;
    default:
      request.function = Function::write_coils;
      request.count = 8;
      break;
  }
  return request;
}

bool same(const Reply& a, const Reply& b) { return a.coils == b.coils && a.registers == b.registers; }

/// What is believed was said, whole and in one piece.
bool was_said(const Request& request, const Reply& reply, std::span<const std::uint8_t> all) {
  const std::size_t size = rtu_reply_size(request);
  for (std::size_t at = 0; at + size <= all.size(); ++at) {
    const Answer answer = decode_rtu(request, all.subspan(at, size));
    if (std::holds_alternative<Reply>(answer) && same(std::get<Reply>(answer), reply)) return true;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using wardcast::fuzz::must;
  std::span<const std::uint8_t> input{data, size};
  if (input.size() < 2) return 0;
  const Request request = request_of(input[0]);
  const std::uint8_t late_unit = input[1];
  input = input.subspan(2);
  std::vector<std::uint8_t> said, all;
  while (input.size() >= 2) {
    const std::size_t length = std::min<std::size_t>(input[0], input.size() - 2);
    std::vector<std::uint8_t> piece(input.begin() + 2, input.begin() + 2 + static_cast<std::ptrdiff_t>(length));
    if ((input[1] & 1U) != 0 && piece.size() > 2) {
      const unsigned sum = crc16(std::span{piece}.first(piece.size() - 2));
      piece[piece.size() - 2] = static_cast<std::uint8_t>(sum & 0xFFU);
      piece[piece.size() - 1] = static_cast<std::uint8_t>(sum >> 8U);
    }
    input = input.subspan(2 + length);
    said.insert(said.end(), piece.begin(), piece.end());
    all.insert(all.end(), piece.begin(), piece.end());
    const auto answer = find_reply(request, said, [&](std::uint8_t unit) { return unit == late_unit; });
    if (!answer) {
      must(said.size() < 256, "no more is waited for than a frame holds");
      continue;
    }
    if (const auto* const fault = std::get_if<LinkFault>(&*answer)) {
      must(!fault->detail.empty(), "a fault says what it is");
    } else {
      must(was_said(request, std::get<Reply>(*answer), all), "nothing is believed but what was said");
    }
    return 0;
  }
  return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/rtu_reply.hpp"

#include <span>

namespace wardcast::modbus {

std::optional<Answer> find_reply(const Request& request, std::vector<std::uint8_t>& said,
                                 const std::function<bool(std::uint8_t)>& may_be_late) {
  for (;;) {
    const RtuLength length = rtu_reply_length(said);
    if (!length.possible) return LinkFault{LinkFault::Kind::garbled, 0, "bytes that begin no reply"};
    if (length.whole == 0 || said.size() < length.whole) return std::nullopt;
    const auto frame = std::span{said}.first(length.whole);
    const bool late = frame[0] != request.unit && rtu_intact(frame) && may_be_late(frame[0]);
    if (!late) return decode_rtu(request, frame);
    said.erase(said.begin(), said.begin() + static_cast<std::ptrdiff_t>(length.whole));
  }
}

}  // namespace wardcast::modbus

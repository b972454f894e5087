// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "drivers/modbus/link.hpp"

namespace wardcast::modbus {

/// An open serial line, raw and non-blocking, that no other process of ours shares. One thread.
class SerialPort {
 public:
  /// Throws std::bad_alloc or std::invalid_argument (baud, parity or stop bits that cannot be).
  explicit SerialPort(SerialSettings settings);
  ~SerialPort();
  SerialPort(const SerialPort&) = delete;
  SerialPort& operator=(const SerialPort&) = delete;

  /// Closes a former opening first. What the line has said until now is forgotten.
  std::optional<LinkFault> open();
  void close();
  [[nodiscard]] bool is_open() const;
  [[nodiscard]] int fd() const;

  /// Appends what has arrived. False when the device is gone (`gone()` says how).
  bool read(std::vector<std::uint8_t>& bytes);
  /// All or nothing; false when the device is gone or takes no more.
  bool write(std::span<const std::uint8_t> bytes);
  [[nodiscard]] const std::string& gone() const { return gone_; }

  /// How long so many characters take on the wire.
  [[nodiscard]] nanoseconds wire_time(std::size_t characters) const;
  /// The silence between frames, t3.5: 3.5 characters, above 19200 baud 1.75 ms.
  [[nodiscard]] nanoseconds silence() const;

 private:
  [[nodiscard]] std::optional<LinkFault> claim() const;

  const SerialSettings settings_;
  struct Context;
  std::unique_ptr<Context> context_;
  std::string gone_;
};

}  // namespace wardcast::modbus

// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/serial_port.hpp"

#include <linux/serial.h>
#include <modbus.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace wardcast::modbus {
namespace {

constexpr int kStrictBaud = 19200;  ///< up to here silence is counted in characters
constexpr microseconds kSilenceAbove{1750};

char letter_of(Parity parity) {
  switch (parity) {
    case Parity::even:
      return 'E';
    case Parity::odd:
      return 'O';
    case Parity::none:
      break;
  }
  return 'N';
}

std::string error_text(int error) { return std::generic_category().message(error); }

bool is_pty(int fd) {
  struct stat status {};
  constexpr unsigned kFirst = 136;  // UNIX98_PTY_SLAVE_MAJOR and the seven after it
  return ::fstat(fd, &status) == 0 && major(status.st_rdev) >= kFirst && major(status.st_rdev) < kFirst + 8;
}

/// USB adapters of FTDI keep what they received for 16 ms otherwise. Those that cannot are as fast as they are.
void ask_for_low_latency(int fd) {
  serial_struct line{};
  if (::ioctl(fd, TIOCGSERIAL, &line) != 0) return;
  constexpr int kLowLatency = 1 << 13;  // ASYNC_LOW_LATENCY, which the kernel defines without a sign
  line.flags |= kLowLatency;
  (void)::ioctl(fd, TIOCSSERIAL, &line);
}

}  // namespace

/// libmodbus opens the line and sets it up (raw, baud, parity); frames are ours, see frame.hpp and rtu_link.cpp.
struct SerialPort::Context {
  explicit Context(const SerialSettings& settings)
      : rtu(modbus_new_rtu(settings.device.c_str(), settings.baud, letter_of(settings.parity), 8, settings.stop_bits)) {
    if (rtu == nullptr) throw std::invalid_argument("a serial line that cannot be: " + error_text(errno));
  }
  ~Context() { modbus_free(rtu); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  modbus_t* rtu;
  bool open = false;
};

SerialPort::SerialPort(SerialSettings settings)
    : settings_(std::move(settings)), context_(std::make_unique<Context>(settings_)) {}

SerialPort::~SerialPort() { close(); }

bool SerialPort::is_open() const { return context_->open; }

int SerialPort::fd() const { return context_->open ? modbus_get_socket(context_->rtu) : -1; }

std::optional<LinkFault> SerialPort::open() {
  close();
  if (modbus_connect(context_->rtu) != 0)
    return LinkFault{LinkFault::Kind::closed, 0, settings_.device + ": " + error_text(errno)};
  context_->open = true;
  if (auto fault = claim()) {
    close();
    return fault;
  }
  ask_for_low_latency(fd());
  (void)::tcflush(fd(), TCIOFLUSH);
  return std::nullopt;
}

std::optional<LinkFault> SerialPort::claim() const {
  // The lock holds among those who ask, root too; exclusive mode against all others but root. A pseudo terminal would
  // stay exclusive after our death, until its other end closes it too.
  if (::flock(fd(), LOCK_EX | LOCK_NB) != 0)
    return LinkFault{LinkFault::Kind::closed, 0, settings_.device + " is in use by another program"};
  if (!is_pty(fd())) (void)::ioctl(fd(), TIOCEXCL);
  return std::nullopt;
}

void SerialPort::close() {
  if (!std::exchange(context_->open, false)) return;
  const int fd = modbus_get_socket(context_->rtu);
  (void)::tcflush(fd, TCIOFLUSH);  // else closing could wait for a line that takes nothing
  (void)::ioctl(fd, TIOCNXCL);
  modbus_close(context_->rtu);
}

bool SerialPort::read(std::vector<std::uint8_t>& bytes) {
  std::array<std::uint8_t, 512> buffer{};
  const auto size = ::read(fd(), buffer.data(), buffer.size());
  if (size > 0) {
    bytes.insert(bytes.end(), buffer.begin(), buffer.begin() + size);
    return true;
  }
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return true;
  gone_ = settings_.device + (size == 0 ? " has hung up" : ": " + error_text(errno));
  return false;
}

bool SerialPort::write(std::span<const std::uint8_t> bytes) {
  const auto size = ::write(fd(), bytes.data(), bytes.size());
  if (size == static_cast<ssize_t>(bytes.size())) return true;
  gone_ = settings_.device + ": " + (size < 0 ? error_text(errno) : "takes no more");
  return false;
}

nanoseconds SerialPort::wire_time(std::size_t characters) const {
  const int bits = 1 + 8 + (settings_.parity == Parity::none ? 0 : 1) + settings_.stop_bits;
  return nanoseconds{static_cast<std::int64_t>(characters) * bits * 1'000'000'000 / settings_.baud};
}

nanoseconds SerialPort::silence() const {
  if (settings_.baud > kStrictBaud) return kSilenceAbove;
  return wire_time(7) / 2;
}

}  // namespace wardcast::modbus

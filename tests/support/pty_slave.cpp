// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/pty_slave.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace wardcast::test {
namespace {

/// Of Modbus over Serial Line V1.02, bit by bit: not our driver's.
unsigned check_sum(const std::vector<std::uint8_t>& bytes, std::size_t count) {
  unsigned sum = 0xFFFF;
  for (std::size_t i = 0; i < count; ++i) {
    sum ^= bytes[i];
    for (int bit = 0; bit < 8; ++bit) {
      const bool carry = (sum & 1U) != 0;
      sum >>= 1U;
      if (carry) sum ^= 0xA001U;
    }
  }
  return sum;
}

/// Characters of the request that begins so, 0 while that is not known.
std::size_t request_length(const std::vector<std::uint8_t>& bytes) {
  if (bytes.size() < 8) return 0;
  return bytes[1] == 15 || bytes[1] == 16 ? 9U + bytes[6] : 8U;
}

}  // namespace

PtySlave::PtySlave(const std::map<int, modbus::RelayProfile>& units, const Clock& clock, int baud)
    : SlaveUnits(units, clock), baud_(baud), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  std::string name = (std::filesystem::temp_directory_path() / "wardcast-pty-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = name;
  open_pty();
  thread_ = std::thread([this] { run(); });
}

PtySlave::~PtySlave() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  poke();
  thread_.join();
  if (master_ >= 0) ::close(master_);
  ::close(wake_);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void PtySlave::open_pty() {
  master_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  std::array<char, 128> name{};
  if (master_ < 0 || ::grantpt(master_) != 0 || ::unlockpt(master_) != 0 ||
      ::ptsname_r(master_, name.data(), name.size()) != 0)
    throw std::runtime_error("no pseudo terminal");
  termios settings{};
  if (::tcgetattr(master_, &settings) == 0) {
    ::cfmakeraw(&settings);  // nothing is echoed before the other side has set itself up
    (void)::tcsetattr(master_, TCSANOW, &settings);
  }
  std::filesystem::create_symlink(name.data(), folder_ / "tty");
  ++opened_;
}

void PtySlave::poke() const {
  const std::uint64_t one = 1;
  (void)!::write(wake_, &one, sizeof one);
}

void PtySlave::vanish() {
  std::unique_lock lock{mutex_};
  vanishing_ = true;
  poke();
  changed_.wait(lock, [this] { return !vanishing_; });
}

void PtySlave::appear() {
  const std::lock_guard lock{mutex_};
  open_pty();
  poke();
}

void PtySlave::say(const std::vector<std::uint8_t>& bytes) {
  const std::lock_guard lock{mutex_};
  for (const std::uint8_t byte : bytes) out_.push_back({clock_.now().steady, byte});
  poke();
}

void PtySlave::release() {
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [this] { return !held_.empty(); });
  for (const std::uint8_t byte : std::exchange(held_, {})) out_.push_back({clock_.now().steady, byte});
  poke();
  changed_.wait(lock, [this] { return out_.empty(); });
}

nanoseconds PtySlave::shortest_silence() const {
  const std::lock_guard lock{mutex_};
  return shortest_silence_;
}

nanoseconds PtySlave::wire_time(std::size_t characters) const {
  return nanoseconds{static_cast<std::int64_t>(characters) * 10 * 1'000'000'000 / baud_};
}

nanoseconds PtySlave::t3_5() const { return baud_ > 19200 ? nanoseconds{1'750'000} : wire_time(7) / 2; }

void PtySlave::run() {
  std::unique_lock lock{mutex_};
  while (!stopping_) {
    if (vanishing_) {
      std::filesystem::remove(folder_ / "tty");
      ::close(master_);
      master_ = -1;
      in_.clear();
      out_.clear();
      vanishing_ = false;
      changed_.notify_all();
    }
    const SteadyTime now = clock_.now().steady;
    if (master_ >= 0) send_due(now);
    const nanoseconds patience = out_.empty() ? seconds{60} : std::max(out_.front().due - now, nanoseconds{0});
    const timespec limit{.tv_sec = patience.count() / 1'000'000'000, .tv_nsec = patience.count() % 1'000'000'000};
    std::array<pollfd, 2> polled{pollfd{wake_, POLLIN, 0}, pollfd{master_, POLLIN, 0}};
    lock.unlock();
    (void)::ppoll(polled.data(), polled.size(), &limit, nullptr);
    std::uint64_t pokes = 0;
    (void)!::read(wake_, &pokes, sizeof pokes);
    const bool nobody_there = (polled[1].revents & POLLHUP) != 0 && (polled[1].revents & POLLIN) == 0;
    if (nobody_there) {  // until the other side opens it, poll() would not wait at all
      pollfd only{wake_, POLLIN, 0};
      (void)::poll(&only, 1, 1);
    }
    lock.lock();
    if (master_ >= 0 && (polled[1].revents & POLLIN) != 0) take(clock_.now().steady);
  }
}

void PtySlave::send_due(SteadyTime now) {
  // At once what is due at once: between two calls this thread may sleep for longer than a frame's silence.
  std::vector<std::uint8_t> due;
  while (!out_.empty() && out_.front().due <= now) {
    due.push_back(out_.front().byte);
    out_.pop_front();
  }
  if (due.empty()) return;
  (void)!::write(master_, due.data(), due.size());
  spoke_at_ = now;
  if (out_.empty()) changed_.notify_all();
}

void PtySlave::take(SteadyTime now) {
  std::array<std::uint8_t, 512> buffer{};
  const auto size = ::read(master_, buffer.data(), buffer.size());
  if (size <= 0) return;
  if (in_.empty() && out_.empty() && spoke_at_ != SteadyTime{})
    shortest_silence_ = std::min(shortest_silence_, nanoseconds{now - spoke_at_});
  in_.insert(in_.end(), buffer.begin(), buffer.begin() + size);
  SteadyTime heard = now;
  for (;;) {
    const std::size_t whole = request_length(in_);
    if (whole == 0 || in_.size() < whole) return;
    std::vector<std::uint8_t> adu(in_.begin(), in_.begin() + static_cast<std::ptrdiff_t>(whole));
    in_.erase(in_.begin(), in_.begin() + static_cast<std::ptrdiff_t>(whole));
    heard += wire_time(whole);
    serve(heard, std::move(adu));
  }
}

void PtySlave::serve(SteadyTime heard, std::vector<std::uint8_t> adu) {
  const std::size_t body = adu.size() - 2;
  if (check_sum(adu, body) != (adu[body] | (static_cast<unsigned>(adu[body + 1]) << 8U))) return;
  const int unit = adu[0];
  const auto served = serve_units(opened_, unit, {adu.begin() + 1, adu.begin() + static_cast<std::ptrdiff_t>(body)});
  if (!served || served->pdu.empty()) return;  // nobody has this number
  const std::optional<Fault>& fault = served->fault;
  std::vector<std::uint8_t> out{adu[0]};
  for (const std::uint8_t byte : served->pdu) out.push_back(byte);
  if (fault && fault->trouble == Trouble::wrong_unit) ++out[0];
  const unsigned sum = check_sum(out, out.size());
  out.push_back(static_cast<std::uint8_t>(sum & 0xFFU));
  out.push_back(static_cast<std::uint8_t>(sum >> 8U));
  if (fault && fault->trouble == Trouble::garbled) spoil(out);
  SteadyTime due = heard + t3_5();
  if (fault && fault->trouble == Trouble::late) due += fault->delay;
  if (fault && fault->trouble == Trouble::held) {
    held_ = std::move(out);
    changed_.notify_all();
    return;
  }
  if (fault && fault->trouble == Trouble::twice) out.insert(out.end(), out.begin(), out.end());
  // What is no whole reply to the request comes in one piece: a gap in it would be its end, and the rest the next
  // answer.
  const bool in_pieces = !fault || fault->trouble == Trouble::late || fault->trouble == Trouble::exception;
  if (!in_pieces) due += wire_time(out.size());
  for (const std::uint8_t byte : out) {
    if (in_pieces) due += wire_time(1);
    out_.push_back({due, byte});
  }
  // A late reply may be overtaken by another unit's.
  std::stable_sort(out_.begin(), out_.end(), [](const Character& a, const Character& b) { return a.due < b.due; });
}

}  // namespace wardcast::test

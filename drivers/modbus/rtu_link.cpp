// SPDX-License-Identifier: GPL-3.0-or-later
#include <poll.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "drivers/modbus/link.hpp"
#include "drivers/modbus/rtu_reply.hpp"
#include "drivers/modbus/serial_port.hpp"
#include "drivers/modbus/waker.hpp"

namespace wardcast::modbus {
namespace {

/// A reply that has begun and pauses so long is broken off. USB adapters hand over what they receive in pieces up to 16
/// ms apart, so t1.5 cannot be told from here.
constexpr milliseconds kBrokenOff{50};

/// What keeps an RTU line in step, where no reply says which request it answers (docs/decisions/0016):
/// - t3.5 of silence before every request; whatever is heard meanwhile is nobody's answer.
/// - A unit that did not answer in time is left alone until as much time again has passed: a late answer finds nobody
///   who waits for it, or another unit's turn, where it is known by its unit number and let go by.
/// - Whatever does not fit the request is a fault of that request; the line stays open. Only a vanished device closes
/// it.
class RtuLink final : public Link {
 public:
  RtuLink(const SerialSettings& settings, const Clock& clock) : port_(settings), clock_(clock) {}

  std::optional<LinkFault> connect() override {
    auto fault = port_.open();
    heard_at_ = now();
    return fault;
  }
  void close() override { port_.close(); }
  [[nodiscard]] bool connected() const override { return port_.is_open(); }
  [[nodiscard]] SteadyTime rest_until(std::uint8_t unit) const override { return rest_until_.at(unit); }

  Answer transact(const Request& request) override {
    Answer answer = attempt(request);
    const auto* const fault = std::get_if<LinkFault>(&answer);
    if (fault != nullptr && (fault->kind == Kind::closed || fault->kind == Kind::unsent)) close();
    return answer;
  }

  Idle wait(SteadyTime until) override {
    for (;;) {
      switch (waker_.wait(port_.fd(), POLLIN, until, clock_)) {
        case Waker::Woken::time_up:
          return Idle::time_up;
        case Waker::Woken::woken:
          return Idle::woken;
        case Waker::Woken::ready:
          break;
      }
      std::vector<std::uint8_t> unasked;  // noise, or somebody who answers far too late
      if (!hear(unasked)) {
        close();
        return Idle::closed;
      }
    }
  }

  void wake() override { waker_.wake(); }
  void stop() override { waker_.stop(); }

 private:
  using Kind = LinkFault::Kind;

  [[nodiscard]] SteadyTime now() const { return clock_.now().steady; }

  bool hear(std::vector<std::uint8_t>& bytes) {
    const std::size_t before = bytes.size();
    if (!port_.read(bytes)) return false;
    if (bytes.size() > before) heard_at_ = now();
    return true;
  }

  Answer attempt(const Request& request) {
    if (waker_.stopping()) return LinkFault{Kind::interrupted, 0, "stopping"};
    if (!port_.is_open()) return LinkFault{Kind::unsent, 0, "not connected"};
    if (auto fault = await_silence(request)) return std::move(*fault);
    const std::vector<std::uint8_t> adu = encode_rtu(request);
    if (!port_.write(adu)) return LinkFault{Kind::closed, 0, port_.gone()};
    const nanoseconds reply_time = request.reply_timeout + port_.wire_time(rtu_reply_size(request));
    const SteadyTime deadline = now() + port_.wire_time(adu.size()) + reply_time;
    heard_at_ = now() + port_.wire_time(adu.size());  // the line is ours so long
    Answer answer = receive(request, deadline);
    if (const auto* const fault = std::get_if<LinkFault>(&answer)) {
      if (fault->kind == Kind::timeout || fault->kind == Kind::interrupted)
        rest_until_.at(request.unit) = deadline + reply_time;
      if (fault->kind == Kind::garbled) {
        rest_until_.at(request.unit) = deadline;  // the true answer may still come
        if (!swallow(kBrokenOff)) return LinkFault{Kind::closed, 0, port_.gone()};
      }
    }
    return answer;
  }

  /// Waits until the unit has rested and nothing has been heard for t3.5.
  std::optional<LinkFault> await_silence(const Request& request) {
    const SteadyTime rested = std::max(now(), rest_until_.at(request.unit));
    const SteadyTime patience = rested + request.reply_timeout;
    std::vector<std::uint8_t> nobodys;
    for (;;) {
      const SteadyTime at = std::max(rested, heard_at_ + port_.silence());
      if (at > patience) return LinkFault{Kind::garbled, 0, "the line is never silent"};
      switch (waker_.wait(port_.fd(), POLLIN, at, clock_)) {
        case Waker::Woken::time_up:
          return std::nullopt;
        case Waker::Woken::woken:
          if (waker_.stopping() || request.yields) return LinkFault{Kind::interrupted, 0, "other work came first"};
          break;
        case Waker::Woken::ready:
          if (!hear(nobodys)) return LinkFault{Kind::unsent, 0, port_.gone()};
          nobodys.clear();
          break;
      }
    }
  }

  Answer receive(const Request& request, SteadyTime deadline) {
    const auto may_be_late = [this](std::uint8_t unit) { return now() < rest_until_.at(unit); };
    std::vector<std::uint8_t> in;
    for (;;) {
      const SteadyTime until = in.empty() ? deadline : std::min(deadline, heard_at_ + kBrokenOff);
      switch (waker_.wait(port_.fd(), POLLIN, until, clock_)) {
        case Waker::Woken::time_up:
          if (in.empty()) return timed_out(request);
          return LinkFault{Kind::garbled, 0, "a reply that breaks off"};
        case Waker::Woken::woken:
          if (waker_.stopping() || (request.yields && in.empty()))
            return LinkFault{Kind::interrupted, 0, "other work came first"};
          break;
        case Waker::Woken::ready:
          if (!hear(in)) return LinkFault{Kind::closed, 0, port_.gone()};
          if (auto answer = find_reply(request, in, may_be_late)) return std::move(*answer);
          break;
      }
    }
  }

  /// Lets pass by what is still being said, until t3.5 of silence. False when the device is gone.
  bool swallow(milliseconds at_most) {
    const SteadyTime end = now() + at_most;
    std::vector<std::uint8_t> nobodys;
    while (!waker_.stopping()) {
      const SteadyTime until = std::min(end, heard_at_ + port_.silence());
      const Waker::Woken woken = waker_.wait(port_.fd(), POLLIN, until, clock_);
      if (woken == Waker::Woken::time_up) return true;
      if (woken == Waker::Woken::ready && !hear(nobodys)) return false;
      nobodys.clear();
      if (now() >= end) return true;
    }
    return true;
  }

  static LinkFault timed_out(const Request& request) {
    return LinkFault{Kind::timeout, 0, "no reply within " + std::to_string(request.reply_timeout.count()) + " ms"};
  }

  Waker waker_;
  SerialPort port_;
  const Clock& clock_;
  SteadyTime heard_at_{};  ///< when the line was last in use
  std::array<SteadyTime, 256> rest_until_{};
};

}  // namespace

std::unique_ptr<Link> make_rtu_link(const SerialSettings& settings, const Clock& clock) {
  return std::make_unique<RtuLink>(settings, clock);
}

}  // namespace wardcast::modbus

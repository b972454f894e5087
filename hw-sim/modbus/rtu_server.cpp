// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/modbus/rtu_server.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <stdexcept>
#include <utility>

#include "hw-sim/spawn.hpp"

namespace wardcast::sim {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

int bits_a_character(const site::SerialBus& serial) {
  return 1 + 8 + (serial.parity == site::Parity::none ? 0 : 1) + serial.stop_bits;
}

double in_ms(nanoseconds time) { return static_cast<double>(time.count()) * 1e-6; }

}  // namespace

RtuServer::RtuServer(const asio::any_io_executor& executor, std::string bus, site::SerialBus serial, BusModel& model,
                     const Clock& clock, PrepareUnit prepare, OnEvent on_event)
    : bus_(std::move(bus)),
      serial_(std::move(serial)),
      model_(model),
      clock_(clock),
      prepare_(std::move(prepare)),
      on_event_(std::move(on_event)),
      wire_(WireSpeed{serial_.baud, bits_a_character(serial_)}),
      master_(executor),
      frame_over_(executor) {}

RtuServer::~RtuServer() {
  if (!pty_.empty()) unlink_serial(serial_.device, pty_);
}

void RtuServer::open() {
  try {
    if (claim_.get() < 0) claim_ = claim(serial_.device);
    if (serial_.parity != site::Parity::none)
      spdlog::warn(
          "bus {}: a pseudo-terminal has no parity and a master that sets it may be refused; use stop_bits = 2", bus_);
    plug_in();
  } catch (const std::exception& error) {
    throw std::runtime_error("bus " + bus_ + " cannot be had at " + serial_.device.string() + ": " + error.what());
  }
}

void RtuServer::close() {
  unplug();
  claim_ = Descriptor{};
}

void RtuServer::plug_in() {
  Pty pty = open_pty();
  link_serial(serial_.device, pty.name);
  pty_ = pty.name;
  far_end_ = std::move(pty.far_end);
  master_.assign(pty.near_end.release());
  wire_ = RtuWire{wire_.speed()};
  spawn(master_.get_executor(), listen(++plugged_), "serial bus " + bus_);
}

void RtuServer::unplug() {
  if (pty_.empty()) return;
  unlink_serial(serial_.device, pty_);
  pty_.clear();
  ++plugged_;
  error_code ignored;
  master_.close(ignored);
  far_end_ = Descriptor{};
  frame_over_.cancel();
  for (auto* timer : waiting_) timer->cancel();
}

Result<void> RtuServer::follow_faults() {
  if (model_.vanished()) {
    unplug();
    return {};
  }
  if (!pty_.empty()) return {};
  try {
    open();
  } catch (const std::runtime_error& error) {
    return Error{ErrorCode::unavailable, error.what()};
  }
  return {};
}

boost::json::object RtuServer::view() const {
  return {{"serial", serial_.device.string()},
          {"pty", pty_.empty() ? boost::json::value(nullptr) : boost::json::value(boost::json::string(pty_))},
          {"baud", serial_.baud},
          {"frames", frames_},
          {"bad_frames", bad_frames_},
          {"unheard_frames", unheard_}};
}

asio::awaitable<void> RtuServer::listen(unsigned plugged) {
  while (plugged == plugged_) {
    const auto buffer = asio::buffer(received_);
    const auto [error, size] = co_await master_.async_read_some(buffer, kUseResult);
    if (plugged != plugged_) co_return;
    if (error) {
      spdlog::error("serial bus {} is lost: {}", bus_, error.message());
      co_return;
    }
    on_bytes(Bytes{received_}.first(size));
  }
}

void RtuServer::on_bytes(Bytes bytes) {
  const SteadyTime now = clock_.now().steady;
  if (const auto unheard = wire_.on_bytes(bytes, now)) {
    ++unheard_;
    on_event_(unheard->during_reply ? "collision" : "t35_violation", now, in_ms(unheard->gap));
  }
  frame_over_.expires_after(*wire_.frame_over_at() - now);
  frame_over_.async_wait([this](const error_code& error) {
    if (!error) on_frame();
  });
}

void RtuServer::on_frame() {
  const auto over = wire_.frame_over_at();
  // More may have come since the timer fired: then it is set again.
  if (!over || clock_.now().steady < *over) return;
  auto frame = wire_.take_frame();
  if (frame.empty()) return;
  if (!whole_frame(frame)) {
    ++bad_frames_;
    on_event_("bad_frame", clock_.now().steady, frame.size());
    return;
  }
  ++frames_;
  spawn(master_.get_executor(), answer(std::move(frame), *over, plugged_), "unit of serial bus " + bus_);
}

asio::awaitable<void> RtuServer::answer(std::vector<std::uint8_t> frame, SteadyTime over, unsigned plugged) {
  SteadyTime from = over;
  const int unit = frame[0];
  if (prepare_ && unit != 0) {
    auto ready = prepare_(unit);
    co_await std::move(ready);
    if (plugged != plugged_) co_return;
    // Decoding sound for a meter is that meter's own time to think; any other unit begins where the silence ended.
    const SteadyTime now = clock_.now().steady;
    if (now - over > milliseconds{1}) from = now;
  }
  const auto reply = model_.respond_on_wire(frame, clock_.now().steady);
  if (!reply) co_return;
  from += reply->after;
  const bool still_there = co_await wait_until(from, plugged);
  if (!still_there) co_return;
  if (wire_.busy_until()) from = std::max(from, *wire_.busy_until());  // the late answer of another unit
  const SteadyTime until = from + wire_.speed().characters(reply->adu.size());
  wire_.replying(until);
  const bool in_place = co_await wait_until(until, plugged);
  if (!in_place) co_return;
  wire_.replied(clock_.now().steady);
  const auto buffer = asio::buffer(reply->adu);
  const auto [error, size] = co_await asio::async_write(master_, buffer, kUseResult);
  if (error && plugged == plugged_) spdlog::warn("serial bus {}: a reply was lost: {}", bus_, error.message());
}

asio::awaitable<bool> RtuServer::wait_until(SteadyTime at, unsigned plugged) {
  const nanoseconds left = at - clock_.now().steady;
  if (left <= nanoseconds::zero()) co_return plugged == plugged_;
  asio::steady_timer timer{master_.get_executor()};
  timer.expires_after(left);
  waiting_.insert(&timer);
  const auto [interrupted] = co_await timer.async_wait(kUseResult);
  waiting_.erase(&timer);
  co_return !interrupted && plugged == plugged_;
}

}  // namespace wardcast::sim

// SPDX-License-Identifier: GPL-3.0-or-later
// Units of a serial bus behind a real pseudo-terminal, at the speed of a slow wire.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "hw-sim/modbus/rtu_server.hpp"
#include "hw-sim/sim_clock.hpp"
#include "tests/unit/sim/hex.hpp"

namespace wardcast::sim {
namespace {

namespace fs = std::filesystem;
namespace asio = boost::asio;

fs::path fresh_folder() {
  std::string name = (fs::temp_directory_path() / "wardcast-serial-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return name;
}

class SerialTest : public testing::Test {
 protected:
  template <class Work>
  auto on_io(Work work) -> decltype(work()) {
    std::packaged_task<decltype(work())()> task{std::move(work)};
    auto done = task.get_future();
    asio::post(io_, [&task] { task(); });
    return done.get();
  }
  SerialTest() {
    modbus::RelayProfile profile;
    profile.channels = 8;
    model_.add(1, std::make_unique<RelaySlave>(profile, bank_, RelaySlave::ReadBack{}), &bank_, milliseconds{300});
    runner_ = std::thread{[this] { io_.run(); }};
  }
  ~SerialTest() override {
    on_io([this] {
      if (server_) server_->close();
    });
    work_.reset();
    runner_.join();
    fs::remove_all(folder_);
  }

  void serve(int baud) {
    on_io([this, baud] {
      server_ = std::make_unique<RtuServer>(
          io_.get_executor(), "bus-a", site::SerialBus{path_, baud}, model_, clock_, PrepareUnit{},
          [this](std::string_view kind, SteadyTime, auto) { events_.emplace_back(kind); });
      server_->open();
    });
  }
  std::vector<std::string> events() {
    return on_io([this] { return events_; });
  }
  std::string pty() {
    return on_io([this] { return std::string{server_->view().at("pty").as_string()}; });
  }
  Result<void> fault(std::optional<FaultKind> kind) {
    return on_io([this, kind] {
      const SteadyTime now = clock_.now().steady;
      const auto set = kind ? model_.set_fault(1, {*kind}, now) : model_.clear_fault(1, now);
      return set.has_value() ? server_->follow_faults() : set;
    });
  }

  Descriptor plug() { return Descriptor{::open(path_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC)}; }
  static void send(const Descriptor& tty, std::string_view frame) {
    const auto bytes = with_crc(from_hex(frame));
    ASSERT_EQ(::write(tty.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  /// That many bytes, or what came within the time.
  static std::string receive(const Descriptor& tty, std::size_t size, milliseconds within = seconds{10}) {
    std::vector<std::uint8_t> reply;
    pollfd wait{tty.get(), POLLIN, 0};
    while (reply.size() < size && ::poll(&wait, 1, static_cast<int>(within.count())) == 1) {
      std::array<std::uint8_t, 64> part{};
      const ssize_t got = ::read(tty.get(), part.data(), std::min(part.size(), size - reply.size()));
      if (got <= 0) break;
      reply.insert(reply.end(), part.begin(), part.begin() + got);
    }
    if (reply.empty()) return "silence";
    EXPECT_TRUE(whole_frame(reply));
    return to_hex(Bytes{reply}.first(reply.size() - 2));
  }

  /// Whether nothing is received until that holds on the I/O thread; it has ten seconds.
  template <class Condition>
  bool silent_until(const Descriptor& tty, Condition holds) {
    for (int look = 0; look < 100; ++look) {
      if (receive(tty, 1, milliseconds{100}) != "silence") return false;
      if (on_io(holds)) return true;
    }
    return false;
  }

  fs::path folder_ = fresh_folder();
  fs::path path_ = folder_ / "ttyS0";
  SimClock clock_;
  RelayBank bank_{8, false, {}};
  BusModel model_;
  std::vector<std::string> events_;
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  std::unique_ptr<RtuServer> server_;
  std::thread runner_;
};

TEST_F(SerialTest, AnswersAtTheSpeedOfTheWire) {
  serve(1200);
  const Descriptor tty = plug();
  const SteadyTime begun = clock_.now().steady;
  send(tty, "01 05 0003 ff00");
  EXPECT_EQ(receive(tty, 8), "01 05 00 03 ff 00");
  const WireSpeed speed{1200, 10};
  EXPECT_GE(clock_.now().steady - begun, speed.characters(16) + speed.silence());
}

TEST_F(SerialTest, ATooHastyRequestIsNotHeard) {
  serve(150);  // a silence of 233 ms
  const Descriptor tty = plug();
  send(tty, "01 01 0000 0008");
  EXPECT_EQ(receive(tty, 6), "01 01 01 00");
  send(tty, "01 05 0003 ff00");
  EXPECT_EQ(receive(tty, 1, milliseconds{1800}), "silence");  // it would have come after 1300 ms
  EXPECT_EQ(events(), (std::vector<std::string>{"t35_violation"}));
  EXPECT_FALSE(on_io([this] { return bank_.output(3); }));
  send(tty, "01 05 0003 ff00");
  EXPECT_EQ(receive(tty, 8), "01 05 00 03 ff 00");
}

TEST_F(SerialTest, WhatIsNotAFrameIsToldAndNotAnswered) {
  serve(115'200);
  const Descriptor tty = plug();
  ASSERT_EQ(::write(tty.get(), "noise", 5), 5);
  EXPECT_TRUE(silent_until(tty, [this] { return !events_.empty(); }));
  EXPECT_EQ(events(), (std::vector<std::string>{"bad_frame"}));
  send(tty, "00 05 0003 ff00");  // for all of them: taken, not answered
  EXPECT_TRUE(silent_until(tty, [this] { return bank_.output(3); }));
  EXPECT_EQ(receive(tty, 1, milliseconds{100}), "silence");
}

TEST_F(SerialTest, APulledAdapterIsGoneUntilItIsPluggedInAgain) {
  serve(115'200);
  const Descriptor tty = plug();
  EXPECT_TRUE(fault(FaultKind::vanish).has_value());
  pollfd hung_up{tty.get(), POLLIN, 0};
  EXPECT_EQ(::poll(&hung_up, 1, 10'000), 1);
  EXPECT_NE(hung_up.revents & POLLHUP, 0);
  EXPECT_FALSE(fs::exists(fs::symlink_status(path_)));
  EXPECT_TRUE(fault(std::nullopt).has_value());
  const Descriptor again = plug();
  send(again, "01 01 0000 0008");
  EXPECT_EQ(receive(again, 6), "01 01 01 00");
}

TEST_F(SerialTest, AMasterMayComeAndGo) {
  serve(115'200);
  for (int i = 0; i < 3; ++i) {
    const Descriptor tty = plug();
    send(tty, "01 01 0000 0008");
    EXPECT_EQ(receive(tty, 6), "01 01 01 00");
    EXPECT_EQ(receive(tty, 1, milliseconds{10}), "silence");  // which the next request needs
  }
}

TEST_F(SerialTest, ReplacesALinkLeftBehindAndRemovesItsOwn) {
  fs::create_symlink("/dev/pts/99999", path_);
  serve(9600);
  EXPECT_EQ(fs::read_symlink(path_), fs::path{pty()});
  on_io([this] { server_->close(); });
  EXPECT_FALSE(fs::exists(fs::symlink_status(path_)));
}

TEST_F(SerialTest, RefusesWhatIsNotASimulatorsLink) {
  std::ofstream{path_} << "a real device, let us say";
  EXPECT_THROW(serve(9600), std::runtime_error);
  EXPECT_TRUE(fs::is_regular_file(path_));
  fs::remove(path_);
  fs::create_symlink("/dev/null", path_);
  EXPECT_THROW(serve(9600), std::runtime_error);
  EXPECT_EQ(fs::read_symlink(path_), "/dev/null");
}

TEST_F(SerialTest, OneSimulatorPlaysADevice) {
  serve(9600);
  const auto before = fs::read_symlink(path_);
  EXPECT_THROW((void)claim(path_), std::runtime_error);
  EXPECT_EQ(fs::read_symlink(path_), before);
  on_io([this] { server_->close(); });
  EXPECT_NO_THROW((void)claim(path_));
}

}  // namespace
}  // namespace wardcast::sim

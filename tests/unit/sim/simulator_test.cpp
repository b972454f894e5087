// SPDX-License-Identifier: GPL-3.0-or-later
// The simulator on real sockets of the loopback, in virtual time where time matters to what is heard.
#include "hw-sim/simulator.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <bit>
#include <boost/asio/connect.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <thread>

#include "tests/unit/sim/hex.hpp"
#include "tests/unit/sim/opus_tone.hpp"
#include "tests/unit/sim/small_ward.hpp"
#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;
using Udp = asio::ip::udp;
using Loopback = asio::ip::address_v4;

/// A test must fail, not hang.
bool readable_in_time(int socket) {
  pollfd wait{socket, POLLIN, 0};
  return ::poll(&wait, 1, 10'000) == 1;
}

/// Exactly that many bytes, or the error that came before.
boost::system::error_code read_in_time(Tcp::socket& socket, std::span<std::uint8_t> into) {
  boost::system::error_code error;
  while (!into.empty() && !error) {
    if (!readable_in_time(socket.native_handle())) return asio::error::timed_out;
    into = into.subspan(socket.read_some(asio::buffer(into.data(), into.size()), error));
  }
  return error;
}

site::Site ward_with_an_impatient_board() {
  site::Site site = metered_ward();
  site.boards[1].profile.tcp_idle_close = milliseconds{1000};
  return site;
}

WardOptions without_noise() {
  WardOptions options;
  options.meter_noise = 0;
  return options;
}

float float_at(const std::string& hex, std::size_t byte) {
  const auto bytes = from_hex(hex);
  std::uint32_t bits = 0;
  for (std::size_t i = byte; i < byte + 4; ++i) bits = bits << 8U | bytes.at(i);
  return std::bit_cast<float>(bits);
}

class SimulatorTest : public testing::Test {
 protected:
  SimulatorTest() {
    simulator_.start("127.0.0.1:0");
    runner_ = std::thread{[this] { io_.run(); }};
  }
  ~SimulatorTest() override {
    asio::post(io_, [this] { simulator_.stop(); });
    runner_.join();
  }

  HttpResponse ask(http::verb method, const std::string& target, const std::string& body = "") {
    const std::string address = simulator_.control_address();
    Tcp::socket socket{client_};
    socket.connect(
        {Loopback::loopback(), static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)))});
    HttpRequest request{method, target, 11};
    request.set(http::field::host, address);
    request.body() = body;
    request.prepare_payload();
    http::write(socket, request);
    EXPECT_TRUE(readable_in_time(socket.native_handle())) << target;
    boost::beast::flat_buffer buffer;
    HttpResponse response;
    http::read(socket, buffer, response);
    return response;
  }
  boost::json::value json(const std::string& target) { return boost::json::parse(ask(http::verb::get, target).body()); }

  Tcp::socket connect(std::size_t bus) {
    Tcp::socket socket{client_};
    socket.connect({Loopback::loopback(), simulator_.bus_port(bus)});
    return socket;
  }
  static std::string exchange(Tcp::socket& socket, std::string_view request, std::size_t answer) {
    asio::write(socket, asio::buffer(from_hex(request)));
    std::vector<std::uint8_t> reply(answer);
    const auto error = read_in_time(socket, reply);
    return error ? error.message() : to_hex(reply);
  }

  site::Site site_ = ward_with_an_impatient_board();
  ManualClock clock_;
  asio::io_context io_{1};
  asio::io_context client_;
  Simulator simulator_{io_, site_, without_noise(), clock_};
  std::thread runner_;
};

TEST_F(SimulatorTest, ALineIsRecordedFromModbusAndRtp) {
  auto bus = connect(0);
  EXPECT_EQ(exchange(bus, "0001 0000 0006 01 05 0001 ff00", 12), "00 01 00 00 00 06 01 05 00 01 ff 00");
  clock_.advance(seconds{1});
  const auto tone = opus_tone(50, 0.5);
  Udp::socket sender{client_, Udp::v4()};
  const Udp::endpoint to{Loopback::loopback(), simulator_.amplifier_port(1)};
  for (int k = 0; k < 50; ++k)
    sender.send_to(asio::buffer(rtp_datagram(nth_header(k), tone[static_cast<std::size_t>(k)])), to);
  const auto told = json("/journal?kind=first_packet").at("entries").as_array();  // by now all have been taken in
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].at("t").as_string(), "2018-01-01T00:00:01.000000Z");
  clock_.advance(seconds{2});

  const HttpResponse recording = ask(http::verb::get, "/lines/line-2/recording.wav");
  EXPECT_EQ(recording["X-Start-Time"], "2018-01-01T00:00:00.000000Z");
  ASSERT_EQ(recording.body().size(), 44U + 3 * 96000);
  std::vector<std::int16_t> pcm(3 * 48000);
  std::memcpy(pcm.data(), recording.body().data() + 44, pcm.size() * 2);
  const auto level = [&pcm](std::size_t ms, std::size_t length) {
    return level_dbfs(std::span{pcm}.subspan(ms * 48, length * 48));
  };
  EXPECT_EQ(level(0, 1200), -120);
  for (std::size_t ms = 1220; ms < 2180; ms += 20) EXPECT_NEAR(level(ms, 20), -9.03, 0.3) << ms;
  EXPECT_EQ(level(2200, 800), -120);

  const auto amplifier = json("/amplifiers/amp-2");
  EXPECT_EQ(amplifier.at("packets").to_number<int>(), 50);
  EXPECT_EQ(amplifier.at("lost").to_number<int>(), 0);
  EXPECT_EQ(json("/journal?kind=last_packet").at("entries").as_array().size(), 1U);
}

TEST_F(SimulatorTest, SeveralMastersAndPiecemealRequestsAreServed) {
  auto one = connect(0);
  auto two = connect(0);
  asio::write(one, asio::buffer(from_hex("0001 0000 0006 01")));
  EXPECT_EQ(exchange(two, "0009 0000 0006 01 05 0000 ff00", 12), "00 09 00 00 00 06 01 05 00 00 ff 00");
  EXPECT_EQ(exchange(one, "01 0000 0004", 10), "00 01 00 00 00 04 01 01 01 01");
  // two requests in one segment
  EXPECT_EQ(exchange(one, "0002 0000 0006 01 01 0000 0001 0003 0000 0006 01 01 0000 0001", 20),
            "00 02 00 00 00 04 01 01 01 01 00 03 00 00 00 04 01 01 01 01");
}

TEST_F(SimulatorTest, ABoardDropsAnIdleConnection) {
  auto bus = connect(1);
  EXPECT_EQ(exchange(bus, "0001 0000 0006 02 01 0000 0004", 10), "00 01 00 00 00 04 02 01 01 00");
  std::array<std::uint8_t, 1> byte{};
  EXPECT_EQ(read_in_time(bus, byte), asio::error::eof);
}

TEST_F(SimulatorTest, AVanishedBoardResetsAndComesBackWithItsRelays) {
  auto bus = connect(0);
  EXPECT_EQ(exchange(bus, "0001 0000 0006 01 05 0002 ff00", 12), "00 01 00 00 00 06 01 05 00 02 ff 00");
  EXPECT_EQ(ask(http::verb::put, "/units/bus-a/1/fault", R"({"kind":"vanish"})").result(), http::status::ok);
  std::array<std::uint8_t, 1> byte{};
  EXPECT_EQ(read_in_time(bus, byte), asio::error::connection_reset);
  boost::system::error_code error;
  Tcp::socket refused{client_};
  refused.connect({Loopback::loopback(), simulator_.bus_port(0)}, error);
  EXPECT_EQ(error, asio::error::connection_refused);
  EXPECT_EQ(ask(http::verb::delete_, "/units/bus-a/1/fault").result(), http::status::ok);
  auto again = connect(0);
  EXPECT_EQ(exchange(again, "0001 0000 0006 01 01 0000 0004", 10), "00 01 00 00 00 04 01 01 01 04");
}

TEST_F(SimulatorTest, ALateAnswerComesLate) {
  EXPECT_EQ(ask(http::verb::put, "/units/bus-a/1/fault", R"({"kind":"late","ms":400})").result(), http::status::ok);
  auto bus = connect(0);
  asio::write(bus, asio::buffer(from_hex("0001 0000 0006 01 01 0000 0004")));
  pollfd early{bus.native_handle(), POLLIN, 0};
  EXPECT_EQ(::poll(&early, 1, 100), 0);
  EXPECT_EQ(exchange(bus, "", 10), "00 01 00 00 00 04 01 01 01 00");
}

TEST_F(SimulatorTest, AReceiverReportAnswersASenderReport) {
  const auto tone = opus_tone(1, 0.5);
  Udp::socket rtp{client_, Udp::v4()};
  Udp::socket rtcp{client_, Udp::endpoint{Loopback::loopback(), 0}};
  rtp.send_to(asio::buffer(rtp_datagram(nth_header(0), tone[0])), {Loopback::loopback(), simulator_.amplifier_port(1)});
  const auto report = from_hex("80 c8 0006 0000cafe 01020304 05060708 000003e8 00000001 00000050");
  rtcp.send_to(asio::buffer(report),
               {Loopback::loopback(), static_cast<std::uint16_t>(simulator_.amplifier_port(1) + 1)});
  int tries = 0;
  while (json("/amplifiers/amp-2").at("sender_reports").to_number<int>() == 0) ASSERT_LT(++tries, 10'000);
  clock_.advance(milliseconds{1500});
  std::array<std::uint8_t, 200> answer{};
  Udp::endpoint from;
  ASSERT_TRUE(readable_in_time(rtcp.native_handle()));
  const std::size_t size = rtcp.receive_from(asio::buffer(answer), from);
  ASSERT_GT(size, 32U);
  EXPECT_EQ(to_hex(Bytes{answer}.first(4)), "81 c9 00 07");
  EXPECT_EQ(to_hex(Bytes{answer}.subspan(8, 24)),
            "00 00 ca fe 00 00 00 00 00 00 fd e8 00 00 00 00 03 04 05 06 00 01 80 00");
  EXPECT_EQ(from.port(), simulator_.amplifier_port(1) + 1);
}

TEST_F(SimulatorTest, AMeterOnTheWireReadsWhatTheLineTakes) {
  auto bus = connect(0);
  EXPECT_EQ(exchange(bus, "0001 0000 0006 01 05 0001 ff00", 12), "00 01 00 00 00 06 01 05 00 01 ff 00");
  const auto tone = opus_tone(40, 0.5);
  Udp::socket rtp{client_, Udp::v4()};
  for (int k = 0; k < 40; ++k)
    rtp.send_to(asio::buffer(rtp_datagram(nth_header(k), tone[static_cast<std::size_t>(k)])),
                {Loopback::loopback(), simulator_.amplifier_port(1)});
  int tries = 0;
  while (json("/amplifiers/amp-2").at("packets").to_number<int>() < 40) ASSERT_LT(++tries, 10'000);
  clock_.advance(milliseconds{650});  // the window from 400 to 600 ms is full of tone
  const std::string healthy = exchange(bus, "0002 0000 0006 09 04 0006 0004", 17);
  const double volts = float_at(healthy, 9);
  const double ohms = volts / float_at(healthy, 13);
  EXPECT_NEAR(volts, 50, 2.5);
  EXPECT_NEAR(ohms, 10'000 / 60.0 + 1.29, 0.05);  // the loudspeakers and some of the wire

  const auto answer =
      boost::json::parse(ask(http::verb::put, "/lines/line-2/fault", R"({"kind":"open","at_speaker":3})").body());
  EXPECT_EQ(answer.at("fault").at("at_speaker").to_number<int>(), 3);
  EXPECT_NEAR(answer.at("reading").at("volts").to_number<double>(), volts, 0.001);  // the old one, until it refreshes
  clock_.advance(milliseconds{200});
  const std::string broken = exchange(bus, "0003 0000 0006 09 04 0006 0004", 17);
  EXPECT_NEAR(float_at(broken, 9) / float_at(broken, 13) / ohms, 2, 0.05);
  EXPECT_NEAR(json("/state").at("lines").at(1).at("reading").at("amps").to_number<double>(), float_at(broken, 13),
              1e-6);
  EXPECT_EQ(ask(http::verb::delete_, "/lines/line-2/fault").result(), http::status::ok);
  EXPECT_TRUE(json("/state").at("lines").at(1).at("fault").is_null());
  EXPECT_EQ(json("/state").at("meters").at(0).at("requests").to_number<int>(), 2);
}

TEST_F(SimulatorTest, StateShowsRelaysLinesAndAmplifiers) {
  const auto state = json("/state");
  EXPECT_EQ(state.at("relays").as_array().size(), 8U);
  EXPECT_EQ(state.at("relays").at(0).at("line").as_string(), "line-1");
  EXPECT_EQ(state.at("relays").at(4).at("amplifier").as_string(), "amp-1");
  EXPECT_EQ(state.at("lines").at(1).at("value").as_string(), "open");
  EXPECT_EQ(state.at("amplifiers").at(0).at("powered").as_bool(), false);
  EXPECT_EQ(state.at("amplifiers").at(1).at("level_dbfs").to_number<double>(), -120);
}

TEST_F(SimulatorTest, ErrorsAreProblemsThatNameTheCause) {
  const auto expect_problem = [this](http::verb method, const char* target, const char* body, unsigned status) {
    const HttpResponse response = ask(method, target, body);
    EXPECT_EQ(response.result_int(), status) << target;
    EXPECT_EQ(response[http::field::content_type], "application/problem+json") << target;
    EXPECT_EQ(boost::json::parse(response.body()).at("status").to_number<unsigned>(), status) << target;
  };
  const auto get = http::verb::get;
  const auto put = http::verb::put;
  expect_problem(get, "/", "", 404);
  expect_problem(get, "/nothing", "", 404);
  expect_problem(get, "/lines/line-9/recording.wav", "", 404);
  expect_problem(get, "/lines/line-1/recording.wav?seconds=x", "", 422);
  expect_problem(get, "/amplifiers/amp-9", "", 404);
  expect_problem(get, "/journal?since=soon", "", 422);
  expect_problem(http::verb::post, "/state", "", 405);
  expect_problem(get, "/units/bus-a/1/fault", "", 405);
  expect_problem(put, "/units/bus-z/1/fault", R"({"kind":"offline"})", 404);
  expect_problem(put, "/units/bus-a/x/fault", R"({"kind":"offline"})", 404);
  expect_problem(put, "/units/bus-a/7/fault", R"({"kind":"offline"})", 404);
  expect_problem(put, "/units/bus-a/1/fault", "not json", 422);
  expect_problem(put, "/amplifiers/amp-1/fault", R"({"kind":"loud"})", 422);
  expect_problem(put, "/lines/line-1/fault", R"({"kind":"short","at_speaker":5})", 422);
  expect_problem(put, "/lines/line-1/fault", R"({"kind":"speakers_open"})", 422);
  expect_problem(put, "/lines/line-9/fault", R"({"kind":"short"})", 404);
  expect_problem(put, "/units/bus-a/1/fault", std::string(70'000, ' ').c_str(), 413);
}

}  // namespace
}  // namespace wardcast::sim

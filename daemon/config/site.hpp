// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/problem.hpp"
#include "base/time.hpp"
#include "drivers/modbus/profile.hpp"

namespace wardcast::site {

/// Four Mondays a month: the ward checks its wires and loudspeakers in four sessions.
inline constexpr std::string_view kDefaultSweepRule = "FREQ=MONTHLY;BYDAY=1MO,2MO,3MO,4MO";

using wardcast::Problem;

struct Station {
  std::string name;
  std::string timezone = "Asia/Ho_Chi_Minh";
  std::string language = "vi";
  std::filesystem::path data;  ///< absolute: resolved against the site file's folder at loading
  std::vector<DailyWindow> allowed_hours{{5 * 60 + 30, 21 * 60 + 30}};  ///< ordered, merged, never empty
};

struct Http {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  bool listen_given = false;                             ///< on the command line: what the file says is not in use
  bool tls = false;                                      ///< always true beyond loopback
  std::optional<std::filesystem::path> tls_certificate;  ///< absent though tls: the station's own authority makes one
  std::optional<std::filesystem::path> tls_key;
  std::vector<std::string> names;  ///< more of what people write in the address bar, for that certificate
};

struct TcpBus {
  std::string host;
  std::uint16_t port = 502;
};
enum class Parity { none, even, odd };
struct SerialBus {
  std::filesystem::path device;  ///< absolute
  int baud = 9600;
  Parity parity = Parity::none;
  int stop_bits = 1;
};
struct Bus {
  std::string id;
  std::variant<TcpBus, SerialBus> link;
};

struct RelayBoard {
  std::string id;
  std::size_t bus = 0;  ///< index in Site::buses
  int unit = 1;
  modbus::RelayProfile profile;
};
struct LineMeter {
  std::string id;
  std::size_t bus = 0;
  int unit = 1;
  modbus::MeterProfile profile;
};

/// "BOARD:CHANNEL" resolved. The file counts channels from 1, the program from 0.
struct ChannelRef {
  std::size_t device = 0;  ///< index in Site::boards or Site::meters
  int channel = 0;
  bool operator==(const ChannelRef&) const = default;
};

struct Amplifier {
  std::string id;
  std::string name;
  std::string host;        ///< IPv4 address or name, or an IPv4 multicast group
  std::uint16_t port = 0;  ///< even; RTCP is the next one
  bool multicast = false;
  std::string multicast_interface;  ///< e.g. "lo", "eth0"; required for multicast
  int payload_type = 111;
  milliseconds latency{200};
  std::optional<ChannelRef> power;
  milliseconds warm_up{0};
  std::optional<double> rating_watts;
};

struct Speaker {
  std::string id;
  std::string name;
  double tap_watts = 0;
  std::optional<double> latitude, longitude;
  std::optional<double> at_m;
};
struct Line {
  std::string id;
  std::string name;
  ChannelRef relay;
  std::optional<ChannelRef> meter;
  double voltage = 100;
  std::optional<double> length_m, wire_mm2, tolerance;
  std::vector<Speaker> speakers;  ///< in wire order
};
struct Zone {
  std::string id;
  std::string name;
  std::vector<std::string> groups;
  std::size_t amplifier = 0;                              ///< index in Site::amplifiers
  std::optional<std::vector<DailyWindow>> allowed_hours;  ///< narrows the station's
  std::vector<Line> lines;
};

struct Sweep {
  std::string rule{kDefaultSweepRule};
  DailyWindow window{8 * 60, 10 * 60};
  double tolerance = 0.15;
  double tone_hz = 1000;
  double tone_volts = 10;
  seconds confirm_after{600};
  seconds retry_after{600};
};

/// How mail leaves the station.
struct Smtp {
  std::string host;
  std::uint16_t port = 25;
  std::string security;  ///< none (loopback only) | starttls | tls
  std::string from, user;
  std::optional<std::filesystem::path> password_file;
  bool operator==(const Smtp&) const = default;
};
/// Somebody who is told of faults without looking at the page.
struct AlertRecipient {
  std::string id;
  std::string address;  ///< of mail, or the webhook's URL
  bool webhook = false;
  std::string role = "admin";          ///< what they are told of, unless classes are named
  std::vector<std::string> classes;    ///< empty: by role
  std::string min_severity = "minor";  ///< notice | minor | major | critical
  std::string language;
  bool operator==(const AlertRecipient&) const = default;
};
struct Alerts {
  std::optional<Smtp> smtp;
  std::optional<std::filesystem::path> webhook_key_file;  ///< signs what is posted
  std::vector<AlertRecipient> recipients;
};
/// Contacts that tell of faults where there is no internet.
struct Alarm {
  std::optional<ChannelRef> lamp;    ///< closed while a fault of severity major or above is not closed
  std::optional<ChannelRef> buzzer;  ///< closed while one of them is not acknowledged
};

/// The ward as one file describes it. Immutable once loaded; indices point into its own lists.
struct Site {
  std::filesystem::path file;
  Station station;
  Http http;
  std::vector<Bus> buses;
  std::vector<RelayBoard> boards;
  std::vector<LineMeter> meters;
  std::vector<Amplifier> amplifiers;
  std::vector<Zone> zones;
  Sweep sweep;
  Alerts alerts;
  Alarm alarm;
};

struct Loaded {
  std::optional<Site> site;       ///< present when there is no problem
  std::vector<Problem> problems;  ///< all at once, in file order
};
/// Reads and checks the whole file and the profiles it names. Never throws.
Loaded load(const std::filesystem::path& file);

}  // namespace wardcast::site

// SPDX-License-Identifier: GPL-3.0-or-later
// [station], [http] and [sweep]: the tables there is one of.
#include <system_error>

#include "base/time_zone.hpp"
#include "daemon/config/address.hpp"
#include "daemon/config/hours.hpp"
#include "daemon/config/reading.hpp"
#include "daemon/config/tls_files.hpp"
#include "scheduler/recurrence.hpp"

namespace wardcast::site {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

std::optional<std::filesystem::path> read_file_path(TomlTable& table, std::string_view key, const Reading& reading) {
  const auto text = table.text(key);
  if (!text) return std::nullopt;
  auto path = resolved(reading, text->value);
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    table.problem(text->place, key, "there is no file '" + path.string() + "'");
  }
  return path;
}

/// A file that is there and right; else a problem, and false.
bool read_tls_file(TomlTable& table, std::string_view key, const Reading& reading,
                   std::optional<std::filesystem::path>& into,
                   Result<void> (*check)(const std::filesystem::path& file)) {
  const auto before = reading.problems.count();
  into = read_file_path(table, key, reading);
  if (!into || reading.problems.count() != before) return false;
  const auto right = check(*into);
  if (!right) table.problem(table.place_of(key), key, right.error().detail);
  return right.has_value();
}

void read_tls_files(TomlTable& table, Reading& reading) {
  auto& http = reading.site.http;
  const bool certificate = read_tls_file(table, "tls_certificate", reading, http.tls_certificate, check_certificate);
  const bool key = read_tls_file(table, "tls_key", reading, http.tls_key, check_key);
  if (!certificate || !key) return;
  if (const auto pair = check_pair(*http.tls_certificate, *http.tls_key); !pair)
    table.problem(table.place_of("tls_key"), "tls_key", pair.error().detail);
}

}  // namespace

void read_station(TomlTable& root, Reading& reading) {
  reading.station_hours_known = true;
  auto table = root.table("station");
  if (!table) {
    if (!root.has("station")) root.problem(root.place(), "[station]", "is missing; it needs at least name and data");
    return;
  }
  auto& station = reading.site.station;
  if (auto name = table->required_text("name")) station.name = std::move(name->value);
  if (auto zone = table->text("timezone")) {
    if (const auto located = TimeZone::locate(zone->value); !located) {
      table->problem(zone->place, "timezone", located.error().detail);
    }
    station.timezone = std::move(zone->value);
  }
  if (auto language = table->choice("language", {"vi", "en"})) station.language = std::move(language->value);
  if (const auto data = table->required_text("data")) station.data = resolved(reading, data->value);
  if (auto allowed = read_hours(*table, "allowed_hours")) {
    station.allowed_hours = std::move(allowed->value);
  } else {
    reading.station_hours_known = !table->has("allowed_hours");
  }
  table->refuse_unknown();
}

void read_http(TomlTable& root, Reading& reading) {
  auto table = root.table("http");
  if (!table) return;
  auto& http = reading.site.http;
  read_tls_files(*table, reading);
  const bool certificate = table->has("tls_certificate");
  const bool key = table->has("tls_key");
  if (certificate != key) {
    const std::string_view given = certificate ? "tls_certificate" : "tls_key";
    table->problem(table->place_of(given), given,
                   "needs " + std::string{certificate ? "tls_key" : "tls_certificate"} + " beside it");
  }
  const auto tls = table->boolean("tls");
  if (tls && !tls->value && (certificate || key))
    table->problem(tls->place, "tls",
                   "is false though a certificate is given; leave tls out, or the certificate and key");
  http.tls = (tls && tls->value) || certificate || key;
  if (const auto names = table->texts("names")) {
    for (const auto& name : names->value) {
      if (is_host(name.value)) {
        http.names.push_back(name.value);
      } else {
        table->problem(name.place, "names",
                       "'" + name.value +
                           "' is neither a host name nor an IP address; write a name such as dai.phuong.lan, one with "
                           "Vietnamese letters in its xn-- form");
      }
    }
  }
  if (const auto listen = table->text("listen")) {
    if (auto address = parse_host_port(listen->value, true); !address) {
      table->problem(listen->place, "listen", address.error().detail);
    } else {
      http.host = std::move(address->host);
      http.port = address->port;
      if (!is_loopback(http.host)) {
        if (tls && !tls->value)
          table->problem(listen->place, "listen",
                         "'" + http.host +
                             "' is reachable from outside and passwords would travel in clear; listen on 127.0.0.1, or "
                             "leave out tls = false: the station then makes a certificate of its own");
        http.tls = true;
      }
    }
  }
  table->refuse_unknown();
}

void read_sweep(TomlTable& root, Reading& reading) {
  auto table = root.table("sweep");
  if (!table) return;
  auto& sweep = reading.site.sweep;
  if (auto rule = table->text("rule")) {
    constexpr std::string_view kProperty = "RRULE:";  // as a calendar file writes it
    if (rule->value.starts_with(kProperty)) rule->value.erase(0, kProperty.size());
    if (!rule->value.starts_with("FREQ=")) {
      table->problem(rule->place, "rule",
                     "'" + rule->value + "' is not a recurrence rule (RFC 5545); it begins with FREQ=, such as " +
                         std::string{kDefaultSweepRule});
    } else if (const auto parsed = scheduler::parse_rrule(rule->value); !parsed) {
      table->problem(rule->place, "rule", parsed.error().detail);
    }
    sweep.rule = std::move(rule->value);
  }
  if (const auto window = table->text("window")) {
    if (const auto windows = parse_hours(window->value); !windows) {
      table->problem(window->place, "window", windows.error().detail);
    } else if (windows->size() > 1) {
      table->problem(window->place, "window",
                     "'" + window->value + "' goes past midnight; a session begins and ends on one day");
    } else {
      sweep.window = windows->front();
    }
  }
  if (const auto tolerance = table->number("tolerance", {0.01, 0.9})) sweep.tolerance = tolerance->value;
  if (const auto tone = table->number("tone_hz", {20, 20000})) sweep.tone_hz = tone->value;
  if (const auto volts = table->number("tone_volts", {0, 100, false})) {
    sweep.tone_volts = volts->value;
    for (const auto& zone : reading.site.zones) {
      for (const auto& line : zone.lines) {
        if (line.voltage < sweep.tone_volts)
          table->problem(volts->place, "tone_volts",
                         "is more than line '" + line.id + "' is rated for, and would be clipped; its voltage is " +
                             std::to_string(static_cast<int>(line.voltage)));
      }
    }
  }
  const DurationRange pause{seconds{1}, hours{24}};
  if (const auto after = table->duration("confirm_after", pause)) sweep.confirm_after = floor<seconds>(after->value);
  if (const auto after = table->duration("retry_after", pause)) sweep.retry_after = floor<seconds>(after->value);
  table->refuse_unknown();
}

}  // namespace wardcast::site

// SPDX-License-Identifier: GPL-3.0-or-later
// [alerts] and [alarm]: who is told of faults, and how.
#include <algorithm>
#include <system_error>

#include "base/toml_reader.hpp"
#include "daemon/config/address.hpp"
#include "daemon/config/reading.hpp"

namespace wardcast::site {
namespace {

constexpr std::size_t kMostRecipients = 32;

const std::vector<std::string>& classes() {
  static const std::vector<std::string> known{"no_comm",   "relay_stuck",  "welded",          "no_tone",
                                              "short",     "overload",     "partial",         "open",
                                              "earth",     "drift",        "stream_lost",     "source_silent",
                                              "media_bad", "no_device",    "schedule_missed", "clock_wrong",
                                              "disk_low",  "alert_failed", "not_ready"};
  return known;
}

/// One address of printable ASCII with an @ inside, nothing that means something to a mail server.
bool is_mail(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.size() <= 254 &&
         text.find('@', at + 1) == std::string_view::npos && std::ranges::all_of(text, [](char c) {
           return c > ' ' && c < 0x7F && std::string_view{"<>()[]\\,;:\""}.find(c) == std::string_view::npos;
         });
}

/// A secret of its own, one line; the file need only be there.
std::optional<std::filesystem::path> read_secret(TomlTable& table, std::string_view key, const Reading& reading) {
  const auto text = table.text(key);
  if (!text) return std::nullopt;
  auto path = resolved(reading, text->value);
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    table.problem(text->place, key, "there is no file '" + path.string() + "'");
  return path;
}

void read_smtp(TomlTable& table, Reading& reading) {
  const auto server = table.text("smtp");
  const auto from = table.text("from");
  const auto user = table.text("user");
  const auto password = read_secret(table, "password_file", reading);
  const auto security = table.choice("security", {"none", "starttls", "tls"});
  if (!server) {
    for (const auto* key : {"from", "user", "password_file", "security"})
      if (table.has(key) && !table.has("smtp"))
        table.problem(table.place_of(key), key, "is of no use without smtp, the mail server's HOST:PORT");
    return;
  }
  const auto address = parse_host_port(server->value);
  if (!address) return table.problem(server->place, "smtp", address.error().detail);
  Smtp smtp;
  smtp.host = address->host;
  smtp.port = address->port;
  smtp.security = security ? security->value : (is_loopback(smtp.host) ? "none" : "starttls");
  if (smtp.security == "none" && !is_loopback(smtp.host))
    table.problem(
        table.place_of("security"), "security",
        "is none, but '" + smtp.host + "' is another machine and mail would travel in clear; use starttls or tls");
  if (!from) {
    table.missing("from");
  } else if (!is_mail(from->value)) {
    table.problem(from->place, "from", "'" + from->value + "' is no mail address, such as wardcast@example.vn");
  } else {
    smtp.from = from->value;
  }
  if (user) smtp.user = user->value;
  smtp.password_file = password;
  if (user && !password && !table.has("password_file"))
    table.problem(user->place, "user", "needs password_file beside it");
  if (password && !user) table.problem(table.place_of("password_file"), "password_file", "needs user beside it");
  reading.site.alerts.smtp = std::move(smtp);
}

void read_address(TomlTable& table, AlertRecipient& to) {
  constexpr std::string_view kMail = "mailto:";
  const auto text = table.required_text("to");
  if (!text) return;
  if (text->value.starts_with(kMail)) {
    to.address = text->value.substr(kMail.size());
    if (!is_mail(to.address))
      table.problem(text->place, "to", "'" + to.address + "' is no mail address, such as to.ky.thuat@example.vn");
    return;
  }
  const auto& url = text->value;
  const bool web = url.starts_with("https://") || url.starts_with("http://");
  const bool clean = std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7F; });
  if (!web || !clean || url.find("//") + 2 == url.size())
    table.problem(text->place, "to",
                  "'" + url + "' is neither \"mailto:ADDRESS\" nor the \"https://…\" address of a webhook");
  to.address = url;
  to.webhook = true;
}

void read_recipients(TomlTable& alerts, Reading& reading) {
  for (auto& table : alerts.tables("recipient")) {
    AlertRecipient to;
    auto& all = reading.site.alerts.recipients;
    if (auto id = reading.ids.claim(table, "recipient", all.size())) to.id = std::move(*id);
    read_address(table, to);
    if (auto role = table.choice("role", {"operator", "editor", "technician", "board", "admin"}))
      to.role = std::move(role->value);
    if (const auto wanted = table.texts("classes")) {
      for (const auto& name : wanted->value) {
        if (std::ranges::find(classes(), name.value) == classes().end())
          table.problem(name.place, "classes",
                        "there is no class of faults '" + name.value + "'" + suggestion(name.value, classes()));
        to.classes.push_back(name.value);
      }
    }
    if (auto least = table.choice("min_severity", {"notice", "minor", "major", "critical"}))
      to.min_severity = std::move(least->value);
    to.language = reading.site.station.language;
    if (auto language = table.choice("language", {"vi", "en"})) to.language = std::move(language->value);
    if (!to.webhook && !to.address.empty() && !alerts.has("smtp"))
      table.problem(table.place_of("to"), "to", "mail needs smtp in [alerts], the mail server's HOST:PORT");
    table.refuse_unknown();
    if (all.size() == kMostRecipients)
      table.problem(table.place(), "id",
                    "one station tells at most " + std::to_string(kMostRecipients) + " recipients");
    all.push_back(std::move(to));
  }
}

}  // namespace

void read_alerts(TomlTable& root, Reading& reading) {
  auto table = root.table("alerts");
  if (!table) return;
  read_smtp(*table, reading);
  reading.site.alerts.webhook_key_file = read_secret(*table, "webhook_key_file", reading);
  read_recipients(*table, reading);
  table->refuse_unknown();
}

void read_alarm(TomlTable& root, Reading& reading) {
  auto table = root.table("alarm");
  if (!table) return;
  reading.site.alarm.lamp = read_relay(*table, "lamp", "the alarm lamp", reading);
  reading.site.alarm.buzzer = read_relay(*table, "buzzer", "the alarm buzzer", reading);
  table->refuse_unknown();
}

}  // namespace wardcast::site

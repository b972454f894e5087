// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/cli/window.hpp"

#include <CLI/CLI.hpp>

namespace wardcast::cli {
namespace {

constexpr std::chrono::days kLongest{20 * 366};

}  // namespace

Result<WallTime> moment(const std::string& option, const std::string& text, const TimeZone& zone, int days_on) {
  if (const auto date = parse_date(text))
    return zone.to_wall(std::chrono::local_days{*date} + std::chrono::days{days_on});
  if (const auto civil = parse_civil(text)) return zone.to_wall(*civil);
  if (const auto instant = parse_rfc3339(text)) return *instant;
  return invalid(option, option + ": '" + text +
                             "' is neither a local date (2026-11-22), nor a local time (2026-11-22T17:00), nor an "
                             "instant (2026-11-22T17:00:00+07:00).");
}

std::shared_ptr<WindowOptions> add_window(CLI::App& command) {
  auto options = std::make_shared<WindowOptions>();
  command.add_option("--from", options->from, "local date, local time, or RFC 3339")->required();
  command.add_option("--to", options->to, "the same; a date is meant to its end")->required();
  return options;
}

Result<Window> window_of(const WindowOptions& options, const TimeZone& zone) {
  const auto from = moment("--from", options.from, zone, 0);
  if (!from) return from.error();
  const auto to = moment("--to", options.to, zone, 1);
  if (!to) return to.error();
  if (*to <= *from) return invalid("--to", "--to: the end must lie after the beginning.");
  if (*to - *from > kLongest) return invalid("--to", "--to: at most twenty years can be asked for at once.");
  return Window{*from, *to};
}

}  // namespace wardcast::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/watchdog_profile.hpp"

namespace wardcast::modbus {

std::optional<Watchdog> read_watchdog(TomlTable& root) {
  auto table = root.table("watchdog");
  if (!table) return std::nullopt;
  Watchdog watchdog;
  const auto function = table->required_integer("function", {0, 255});
  if (function && function->value != 5 && function->value != 6 && function->value != 15) {
    table->problem(function->place, "function",
                   "must be 5 or 15 (a coil) or 6 (a holding register), not " + std::to_string(function->value));
  }
  if (function) watchdog.function = static_cast<int>(function->value);
  if (const auto address = table->required_integer("address", {0, 0xFFFF}))
    watchdog.address = static_cast<std::uint16_t>(address->value);
  const IntegerRange values{0, function && function->value != 6 ? 1 : 0xFFFF};
  if (const auto value = table->required_integer("value", values))
    watchdog.value = watchdog.second_value = static_cast<std::uint16_t>(value->value);
  if (const auto second = table->integer("second_value", values))
    watchdog.second_value = static_cast<std::uint16_t>(second->value);
  const auto period = table->duration("period", {seconds{1}, std::chrono::hours{24}});
  if (period) watchdog.period = period->value;
  if (!table->has("period")) table->missing("period");
  table->refuse_unknown();
  return watchdog;
}

}  // namespace wardcast::modbus

// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/service/service_manager.hpp"

#include <systemd/sd-daemon.h>

#include <cstdint>
#include <cstdlib>

namespace wardcast::service {
namespace {

/// A manager that went away harms nobody: nothing is on air because of it.
void tell(const std::string& text) { (void)sd_notify(0, text.c_str()); }

}  // namespace

ServiceManager::ServiceManager() : listens_(std::getenv("NOTIFY_SOCKET") != nullptr) {
  std::uint64_t microseconds_wanted = 0;
  if (sd_watchdog_enabled(0, &microseconds_wanted) > 0)
    beat_every_ = milliseconds{static_cast<std::int64_t>(microseconds_wanted / 2000)};
}

void ServiceManager::ready() const { tell("READY=1"); }
void ServiceManager::beat() const { tell("WATCHDOG=1"); }
void ServiceManager::stopping() const { tell("STOPPING=1"); }
void ServiceManager::status(const std::string& text) const { tell("STATUS=" + text); }

void ServiceManager::reloading(SteadyTime now) const {
  const auto at = std::chrono::duration_cast<microseconds>(now.time_since_epoch()).count();
  tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(at));
}

}  // namespace wardcast::service

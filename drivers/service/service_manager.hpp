// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>

#include "base/time.hpp"

namespace wardcast::service {

/// The service manager that started the daemon (systemd), told how it is: sd_notify(3). Where there is none every call
/// does nothing. io thread; never blocks.
class ServiceManager {
 public:
  /// Reads once what the manager left in the environment.
  ServiceManager();

  [[nodiscard]] bool listens() const { return listens_; }
  /// So often it wants to hear beat(), else it ends the daemon and starts it anew; half of what it was set to. nullopt:
  /// never.
  [[nodiscard]] std::optional<milliseconds> beat_every() const { return beat_every_; }

  void ready() const;
  void beat() const;
  /// To be followed by ready().
  void reloading(SteadyTime now) const;
  void stopping() const;
  /// One line for people, shown by `systemctl status`.
  void status(const std::string& text) const;

 private:
  bool listens_ = false;
  std::optional<milliseconds> beat_every_;
};

}  // namespace wardcast::service

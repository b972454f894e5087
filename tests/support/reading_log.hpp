// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "drivers/modbus/line_meters.hpp"

namespace wardcast::test {

/// Collects what meters say from any thread and lets a test wait for it, with a deadline.
class ReadingLog {
 public:
  modbus::LineMeters::Listener listener() {
    return {[this](const modbus::MeterReading& reading) { keep(readings_, reading); },
            [this](const modbus::MeterReport& report) { keep(reports_, report); }};
  }

  /// The answer to this ticket.
  std::optional<modbus::MeterReading> reading(std::uint64_t ticket, milliseconds at_most = seconds{20}) {
    return find<modbus::MeterReading>(
        readings_, [&](const auto& r) { return r.ticket == ticket; }, at_most);
  }
  /// Whether the newest report of the meter comes to say so in time.
  bool reachable(std::size_t meter, bool wanted, milliseconds at_most = seconds{20}) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, at_most, [&] {
      const auto newest =
          std::find_if(reports_.rbegin(), reports_.rend(), [&](const auto& r) { return r.meter == meter; });
      return newest != reports_.rend() && newest->reachable == wanted;
    });
  }
  [[nodiscard]] std::vector<modbus::MeterReading> readings() const {
    const std::lock_guard lock{mutex_};
    return readings_;
  }
  [[nodiscard]] std::vector<modbus::MeterReport> reports() const {
    const std::lock_guard lock{mutex_};
    return reports_;
  }

 private:
  template <class T>
  void keep(std::vector<T>& list, const T& value) {
    {
      const std::lock_guard lock{mutex_};
      list.push_back(value);
    }
    changed_.notify_all();
  }
  template <class T, class Predicate>
  std::optional<T> find(const std::vector<T>& list, Predicate predicate, milliseconds at_most) {
    std::unique_lock lock{mutex_};
    std::optional<T> found;
    (void)changed_.wait_for(lock, at_most, [&] {
      const auto at = std::find_if(list.begin(), list.end(), predicate);
      if (at != list.end()) found = *at;
      return found.has_value();
    });
    return found;
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<modbus::MeterReading> readings_;
  std::vector<modbus::MeterReport> reports_;
};

}  // namespace wardcast::test

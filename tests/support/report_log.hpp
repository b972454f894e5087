// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "drivers/modbus/relay_boards.hpp"

namespace wardcast::test {

/// Collects board reports from any thread and lets a test wait for one, with a deadline.
class ReportLog {
 public:
  using Predicate = std::function<bool(const modbus::BoardReport&)>;

  modbus::RelayBoards::Listener listener() {
    return [this](const modbus::BoardReport& report) {
      {
        const std::lock_guard lock{mutex_};
        reports_.push_back(report);
      }
      changed_.notify_all();
    };
  }

  /// The first report that satisfies, of those behind the last one given for its board. Empty when none comes in time.
  std::optional<modbus::BoardReport> wait_for(const Predicate& predicate, milliseconds at_most = seconds{20}) {
    std::unique_lock lock{mutex_};
    std::size_t at = 0;
    const bool found = changed_.wait_for(lock, at_most, [&] {
      for (; at < reports_.size(); ++at)
        if (at >= given_[reports_[at].board] && predicate(reports_[at])) return true;
      return false;
    });
    if (!found) return std::nullopt;
    given_[reports_[at].board] = at + 1;
    return reports_[at];
  }

  [[nodiscard]] std::vector<modbus::BoardReport> all() const {
    const std::lock_guard lock{mutex_};
    return reports_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<modbus::BoardReport> reports_;
  std::map<std::size_t, std::size_t> given_;  ///< by board
};

inline ReportLog::Predicate settled(std::size_t board = 0) {
  return [board](const modbus::BoardReport& r) { return r.board == board && r.settled; };
}
inline ReportLog::Predicate unreachable(std::size_t board = 0) {
  return [board](const modbus::BoardReport& r) { return r.board == board && !r.reachable; };
}
inline ReportLog::Predicate reachable(std::size_t board = 0) {
  return [board](const modbus::BoardReport& r) { return r.board == board && r.reachable; };
}
inline ReportLog::Predicate troubled(std::size_t board = 0) {
  return [board](const modbus::BoardReport& r) { return r.board == board && !r.problem.empty(); };
}

}  // namespace wardcast::test

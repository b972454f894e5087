// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "daemon/health/sweeper.hpp"

namespace wardcast::health {

/// What people may see of the lines, and ask of them. io thread only.
class LineControl {
 public:
  virtual ~LineControl() = default;
  [[nodiscard]] virtual const LineBook& book() const = 0;
  [[nodiscard]] virtual std::vector<SweepProgress> progress() const = 0;
  [[nodiscard]] virtual std::vector<scheduler::SweepSlot> planned(std::size_t most) const = 0;
  // See Sweeper.
  virtual Result<std::string> begin(const std::string& who, bool dry, std::vector<std::string> lines) = 0;
  virtual Result<void> stop(std::string_view sweep, const std::string& who) = 0;
  virtual void postpone(seconds by) = 0;
  virtual void hush(seconds by) = 0;
  [[nodiscard]] virtual std::optional<WallTime> postponed_until() const = 0;
  virtual void test(LineId line, Purpose purpose, const std::string& who, const std::string& why,
                    std::function<void(const TestAnswer&)> answer) = 0;
};

}  // namespace wardcast::health

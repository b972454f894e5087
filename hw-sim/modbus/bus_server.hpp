// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>
#include <functional>

#include "base/result.hpp"

namespace wardcast::sim {

/// Awaited before a unit answers: a meter's readings become those of now. io thread.
using PrepareUnit = std::function<boost::asio::awaitable<void>(int unit)>;

/// How the units of one bus are reached. io thread only.
class BusServer {
 public:
  virtual ~BusServer() = default;
  /// Throws std::runtime_error with a sentence when the place cannot be had.
  virtual void open() = 0;
  virtual void close() = 0;
  /// After a fault was set or cleared: vanishes or comes back. Error when the place was taken by somebody else
  /// meanwhile.
  virtual Result<void> follow_faults() = 0;
  /// As GET /state shows it.
  [[nodiscard]] virtual boost::json::object view() const = 0;
};

}  // namespace wardcast::sim

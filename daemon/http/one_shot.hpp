// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <optional>
#include <utility>

#include "daemon/http/spawn.hpp"

namespace wardcast::http {

/// One value that comes from elsewhere, awaited by one coroutine. io thread only; other threads post their set() there.
template <class T>
class OneShot {
 public:
  explicit OneShot(const boost::asio::any_io_executor& executor) : wake_(executor) {}

  /// Only the first value counts.
  void set(T value) {
    if (value_) return;
    value_ = std::move(value);
    wake_.cancel();
  }
  /// Until set, at most `limit`. True when the value is there.
  boost::asio::awaitable<bool> wait(std::chrono::milliseconds limit) {
    if (!value_) {
      wake_.expires_after(limit);
      co_await wake_.async_wait(kUseResult);
    }
    co_return value_.has_value();
  }
  T take() { return std::move(*value_); }

 private:
  boost::asio::steady_timer wake_;
  std::optional<T> value_;
};

}  // namespace wardcast::http

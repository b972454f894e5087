// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <spdlog/spdlog.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <string>
#include <utility>

namespace wardcast::sim {

/// Every wait of the simulator yields [error, result]; nothing throws.
inline constexpr auto kUseResult = boost::asio::as_tuple(boost::asio::use_awaitable);

/// Completion of a coroutine nobody waits for: an exception that escapes it is logged, never lost.
struct LogEscape {
  std::string what;
  void operator()(const std::exception_ptr& error) const {
    if (!error) return;
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& escaped) {
      spdlog::error("{} ended by an exception: {}", what, escaped.what());
    }
  }
};

template <class Executor>
void spawn(const Executor& executor, boost::asio::awaitable<void> work, std::string what) {
  boost::asio::co_spawn(executor, std::move(work), LogEscape{std::move(what)});
}

}  // namespace wardcast::sim

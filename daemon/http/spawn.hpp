// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <string>

namespace wardcast::http {

/// Every awaited I/O yields [error, …]; nothing throws.
inline constexpr auto kUseResult = boost::asio::as_tuple(boost::asio::use_awaitable);

/// Told how a coroutine ended: an escaped exception is logged with the coroutine's name, and that connection alone
/// ends.
struct Finished {
  std::string name;
  void operator()(std::exception_ptr escaped) const;
};

/// The one way to start a coroutine here.
template <class Executor>
void spawn(const Executor& executor, boost::asio::awaitable<void> work, std::string name) {
  boost::asio::co_spawn(executor, std::move(work), Finished{std::move(name)});
}

}  // namespace wardcast::http

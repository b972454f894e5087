// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/http/limits.hpp"

namespace wardcast::http {

using EventText = std::shared_ptr<const std::string>;

/// One listener's queue. io thread only.
class EventClient {
 public:
  enum class Leaving : std::uint8_t { no, gone, too_slow, logged_out, shutdown };

  EventClient(const boost::asio::any_io_executor& executor, std::string key)
      : key_(std::move(key)), wake_(executor), deadline_(executor) {}

  /// The next message; null when the client is to leave (see leaving()).
  boost::asio::awaitable<EventText> next();
  [[nodiscard]] Leaving leaving() const { return leaving_; }
  /// Drops what is queued and ends next(). `kill` is called when the client has not taken its close frame by `limit`.
  void leave(Leaving why, milliseconds limit);
  /// Set by the connection: closes its socket at once.
  std::function<void()> kill = [] {};

 private:
  friend class Events;
  const std::string key_;  // Visitor::key
  std::deque<EventText> queue_;
  Leaving leaving_ = Leaving::no;
  boost::asio::steady_timer wake_, deadline_;
};

/// The live changes of /api/v1/events: every listener gets one snapshot, then each change once, numbered without a gap.
/// A listener whose queue is full is dropped (close code 1013) and may come back for a new snapshot: that is the
/// overflow rule.
class Events {
 public:
  using Snapshot = std::function<boost::json::object()>;

  Events(const boost::asio::any_io_executor& executor, const Limits& limits, Snapshot onair);

  /// io thread. {seq, type, …fields} to every listener.
  void publish(std::string_view type, boost::json::object fields);
  /// Any thread: as publish(), a moment later.
  void post(std::string type, boost::json::object fields);
  [[nodiscard]] std::size_t clients() const { return clients_.size(); }

  /// Null when there are too many. The first message queued is the snapshot.
  std::shared_ptr<EventClient> join(std::string key);
  void part(const std::shared_ptr<EventClient>& client);
  /// Closes the listeners of a session or token that has ended (Visitor::key). An empty key fits none.
  void drop(std::string_view key);
  /// Does this one listen? An empty key is nobody's.
  [[nodiscard]] bool heard_by(std::string_view key) const;
  /// Who listens, each once.
  [[nodiscard]] std::vector<std::string> keys() const;
  void stop();

 private:
  boost::asio::any_io_executor executor_;
  const Limits limits_;
  const Snapshot onair_;
  std::uint64_t seq_ = 0;
  std::vector<std::shared_ptr<EventClient>> clients_;
};

}  // namespace wardcast::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ssl/context.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/worker.hpp"
#include "daemon/http/connections.hpp"
#include "daemon/http/events.hpp"
#include "daemon/http/head.hpp"
#include "daemon/http/one_shot.hpp"
#include "daemon/http/router.hpp"
#include "daemon/http/sending_budget.hpp"
#include "daemon/http/server.hpp"
#include "daemon/http/static_files.hpp"

// What every connection shares. Private to this room: others see server.hpp.
namespace wardcast::http {

template <class T>
using Awaited = std::shared_ptr<OneShot<T>>;

struct Core {
  Core(const boost::asio::any_io_executor& io, ServerSettings with, Router table, ServerDoors through, Worker& writer);

  const boost::asio::any_io_executor executor;
  const ServerSettings settings;
  const std::shared_ptr<const Router> router;  ///< shared with jobs on their way: they may outlive the server
  const ServerDoors doors;
  const StaticFiles files;
  Events events;
  Connections connections;
  SendingBudget sending;
  std::shared_ptr<boost::asio::ssl::context> tls;  ///< for new connections; null: plain HTTP
  bool stopping = false;
  std::size_t uploads_running = 0;
  std::uint64_t uploads_begun = 0;
  std::map<std::filesystem::path, std::uint64_t> resuming;  ///< files of resumed uploads, by whom they are written
  /// An upload's bytes reach the disk on it, so that a slow disk never holds up the io thread.
  Worker& upload_writer;

  /// On the desk thread. Empty when nobody is recognised; unset when the desk is too busy.
  Awaited<std::optional<Visitor>> authenticate(const Credentials& credentials);
  /// io thread. What the desk last said of these credentials, not longer ago than Limits::recognised; of somebody who
  /// listens to /events, however long ago: a page that only watches asks for nothing, and must be able to stop.
  void remember(const Credentials& credentials, const std::optional<Visitor>& visitor);
  std::optional<Visitor> recall(const Credentials& credentials);
  /// io thread. Somebody of this Visitor::key listened to /events until now.
  void listened(const std::string& key);
  /// io thread. The session or token of this Visitor::key has ended: neither its listeners nor the memory of it stay.
  void forget(const std::string& key);
  /// io thread. Keys of those who may be let in by recall().
  [[nodiscard]] std::vector<std::string> recognised_keys() const;
  /// On the thread the route names. 503 when the desk is too busy; 500 when the handler throws.
  Awaited<Response> handle(const Route& route, std::shared_ptr<Request> request, std::string body);
  Awaited<Response> follow(const Later& later);
  /// Of an upload: closing and removing a large file takes a slow disk long, so the upload writer does it. Here, if
  /// that one is swamped or at its end.
  void let_go(std::shared_ptr<const void> upload);
  /// A file outside the API, or 404.
  [[nodiscard]] Response static_file(const Head& head) const;

 private:
  struct Recognised {
    Visitor visitor;
    SteadyTime at;
  };
  std::map<std::string, Recognised> recognised_;  ///< by token or cookie; bounded
  /// Keys forgotten lately: the desk may have recognised one just before it ended. Bounded.
  std::map<std::string, SteadyTime, std::less<>> ended_;
};

/// For connections from now on. Throws when OpenSSL refuses the pair.
std::shared_ptr<boost::asio::ssl::context> tls_context(const tls::KeyPair& pair);

Response busy();  ///< 503 with Retry-After

}  // namespace wardcast::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "base/worker.hpp"
#include "daemon/access/roles.hpp"
#include "daemon/http/events.hpp"
#include "daemon/http/head.hpp"
#include "daemon/http/limits.hpp"
#include "daemon/http/router.hpp"
#include "daemon/tls/key_pair.hpp"

namespace wardcast::http {

struct ServerSettings {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;           ///< 0: any free one, see Server::port()
  std::optional<tls::KeyPair> tls;  ///< absent: plain HTTP
  /// Browsers are told to insist on TLS for a day. Never with a certificate of the station's own authority: a browser
  /// so told lets nobody past its warning, and a phone that does not trust the authority yet could not fetch it.
  bool strict_transport = false;
  std::filesystem::path uploads;  ///< made when missing; what an earlier run left is removed, but for resumable ones
  std::filesystem::path web_ui;   ///< read once; empty: no page is served
  Limits limits;
};

/// What the server needs of the station.
struct ServerDoors {
  Worker& desk;
  const Clock& clock;
  /// Desk thread. Who presents these credentials? Empty when nobody known, or no longer welcome.
  std::function<std::optional<Visitor>(const Credentials&, WallTime)> authenticate;
  /// io thread. What /onair says, for the snapshot of /events.
  Events::Snapshot onair;
};

/// The HTTP server: sockets, limits, who may do what, and the threads handlers run on. Lives on the io thread; the
/// io_context must outlive it and every Worker it was given.
class Server {
 public:
  /// Listens; throws when it cannot (start-up).
  Server(boost::asio::io_context& io, ServerSettings settings, Router router, ServerDoors doors);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Begins to accept.
  void start();
  /// io thread. No new connection; idle ones are closed, listeners of /events told. Requests in progress may finish.
  void stop();
  /// io thread; only where ServerSettings::tls was given. New connections take the new certificate, others go on as
  /// they are. Error: invalid, and the old one stays.
  Result<void> use(const tls::KeyPair& pair);
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::size_t connections() const;
  Events& events();
  /// io thread. Keys of everybody who listens to /events, and of everybody who was let in lately: sessions and tokens
  /// that may have ended.
  [[nodiscard]] std::vector<std::string> listening() const;
  [[nodiscard]] std::vector<std::string> remembered() const;
  /// io thread. A session or token has ended, by its Visitor::key: its listeners of /events are closed, and nobody is
  /// let in any more because the desk knew it a while ago.
  void forget(const std::string& key);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace wardcast::http

// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/server.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/ip/tcp.hpp>
#include <stdexcept>

#include "daemon/http/connection.hpp"
#include "daemon/http/core.hpp"
#include "daemon/http/resumed_upload.hpp"
#include "daemon/http/spawn.hpp"

namespace wardcast::http {
namespace asio = boost::asio;
using asio::ip::tcp;

struct Server::Parts {
  Parts(asio::io_context& io, ServerSettings settings, Router router, ServerDoors doors);

  Worker upload_writer;
  tcp::acceptor acceptor;
  asio::steady_timer pause;
  std::shared_ptr<Core> core;
};

namespace {

tcp::acceptor open_acceptor(asio::io_context& io, const ServerSettings& settings) try {
  tcp::acceptor acceptor{io};
  const auto found = tcp::resolver{io}.resolve(settings.host, std::to_string(settings.port), tcp::resolver::passive);
  const tcp::endpoint endpoint = *found.begin();
  acceptor.open(endpoint.protocol());
  acceptor.set_option(tcp::acceptor::reuse_address{true});
  acceptor.bind(endpoint);
  acceptor.listen();
  return acceptor;
} catch (const boost::system::system_error& error) {
  const bool taken = error.code() == asio::error::address_in_use;
  throw std::runtime_error("cannot serve HTTP on " + settings.host + ":" + std::to_string(settings.port) + ": " +
                           error.code().message() +
                           (taken ? "; another program serves there, stop it or listen on another port" : ""));
}

asio::awaitable<void> accept_all(std::shared_ptr<Core> core, tcp::acceptor& acceptor, asio::steady_timer& pause) {
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(kUseResult);
    if (error == asio::error::operation_aborted) co_return;
    if (error) {  // out of file descriptors, most likely: give the others a moment to end
      spdlog::warn("http: cannot accept a connection: {}", error.message());
      pause.expires_after(milliseconds{200});
      const auto [stopped] = co_await pause.async_wait(kUseResult);
      if (stopped) co_return;
      continue;
    }
    if (!core->connections.make_room()) continue;  // every place is at work: this one is closed
    spawn(core->executor, serve(core, std::move(socket)), "a connection");
  }
}

}  // namespace

Server::Parts::Parts(asio::io_context& io, ServerSettings settings, Router router, ServerDoors doors)
    : upload_writer("upload", 4 * settings.limits.uploads_at_once,
                    [](const std::string& what) { spdlog::error("http: {}", what); }),
      acceptor(open_acceptor(io, settings)),
      pause(io),
      core(std::make_shared<Core>(io.get_executor(), std::move(settings), std::move(router), std::move(doors),
                                  upload_writer)) {}

Server::Server(asio::io_context& io, ServerSettings settings, Router router, ServerDoors doors) {
  if (!settings.uploads.empty()) {
    std::filesystem::create_directories(settings.uploads);
    sweep_uploads(settings.uploads, true);
  }
  parts_ = std::make_unique<Parts>(io, std::move(settings), std::move(router), std::move(doors));
}

Server::~Server() = default;

void Server::start() {
  spawn(parts_->core->executor, accept_all(parts_->core, parts_->acceptor, parts_->pause), "the accept loop");
}

void Server::stop() {
  boost::system::error_code ignored;  // it is closed either way
  parts_->acceptor.close(ignored);
  parts_->pause.cancel();
  parts_->core->stopping = true;
  parts_->core->events.stop();
  parts_->core->connections.close_idle();
}

Result<void> Server::use(const tls::KeyPair& pair) try {
  parts_->core->tls = tls_context(pair);
  return {};
} catch (const std::exception& error) {
  return invalid("tls_certificate", std::string{"The certificate cannot serve: "} + error.what());
}

std::uint16_t Server::port() const { return parts_->acceptor.local_endpoint().port(); }
std::size_t Server::connections() const { return parts_->core->connections.size(); }
Events& Server::events() { return parts_->core->events; }
std::vector<std::string> Server::listening() const { return parts_->core->events.keys(); }
std::vector<std::string> Server::remembered() const { return parts_->core->recognised_keys(); }

void Server::forget(const std::string& key) { parts_->core->forget(key); }

}  // namespace wardcast::http

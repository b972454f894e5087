// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/url/url_view.hpp>
#include <string>
#include <vector>

#include "hw-sim/control/http_server.hpp"

namespace wardcast::sim {

class Simulator;

/// The control's resources (contract, "The simulated ward"). io thread only.
class Routes {
 public:
  explicit Routes(Simulator& simulator) : simulator_(simulator) {}
  boost::asio::awaitable<HttpResponse> answer(HttpRequest request);

 private:
  using Path = std::vector<std::string>;
  boost::asio::awaitable<HttpResponse> state();
  boost::asio::awaitable<HttpResponse> amplifier(std::string id);
  boost::asio::awaitable<HttpResponse> recording(std::string line, boost::urls::url_view url);
  HttpResponse journal(const HttpRequest& request, boost::urls::url_view url);
  HttpResponse unit_fault(const HttpRequest& request, const Path& path);
  HttpResponse amplifier_fault(const HttpRequest& request, const std::string& id);
  boost::asio::awaitable<HttpResponse> line_fault(HttpRequest request, std::string id);

  Simulator& simulator_;
};

}  // namespace wardcast::sim

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <vector>

#include "base/problem.hpp"
#include "daemon/http/router.hpp"

namespace wardcast::editorial {

/// What reading the site file again came to.
struct Reloaded {
  std::vector<std::string> applied;        ///< keys now in use
  std::vector<std::string> needs_restart;  ///< keys that differ from what the station runs with
  std::vector<Problem> problems;           ///< of a file that is not right: nothing of it is used
};
boost::json::object reloaded_json(const Reloaded& reloaded);

/// Any thread. Reads the file in the name of `who`; `done` is called once, on any thread.
using Reload = std::function<void(std::string who, std::function<void(const Reloaded&)> done)>;

/// POST /api/v1/site/reload. `reload` must outlive the router.
void add_reload_route(http::Router& router, Reload reload);

}  // namespace wardcast::editorial

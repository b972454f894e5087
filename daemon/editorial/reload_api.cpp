// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/reload_api.hpp"

#include <boost/json/array.hpp>
#include <memory>
#include <utility>

#include "daemon/http/problem.hpp"

namespace wardcast::editorial {
namespace {

constexpr milliseconds kReload{20'000};

boost::json::array words(const std::vector<std::string>& list) {
  boost::json::array array;
  for (const auto& word : list) array.emplace_back(word);
  return array;
}

}  // namespace

boost::json::object reloaded_json(const Reloaded& reloaded) {
  boost::json::array problems;
  for (const auto& problem : reloaded.problems)
    problems.push_back(boost::json::object{{"file", problem.file.string()},
                                           {"line", problem.line},
                                           {"column", problem.column},
                                           {"message", problem.message}});
  return {{"applied", words(reloaded.applied)},
          {"needs_restart", words(reloaded.needs_restart)},
          {"problems", std::move(problems)}};
}

void add_reload_route(http::Router& router, Reload reload) {
  router.add({http::Verb::post, "/api/v1/site/reload", http::Run::station, access::Action::reload_site,
              http::Body::json, [reload = std::move(reload)](const http::Request& request) {
                auto response =
                    http::problem(503, Reason::station_busy, "The station is busy; the site file was not read yet.");
                const auto start = [reload, who = request.who().name](http::Reply reply) {
                  reload(who, [reply = std::move(reply)](const Reloaded& reloaded) {
                    reply(http::json(200, reloaded_json(reloaded)));
                  });
                };
                response.later = std::make_shared<const http::Later>(http::Later{kReload, start});
                return response;
              }});
}

}  // namespace wardcast::editorial

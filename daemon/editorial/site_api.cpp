// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/json/array.hpp>
#include <fstream>
#include <iterator>

#include "base/text.hpp"
#include "daemon/editorial/deps.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/http/problem.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

constexpr std::size_t kLargest = 4 * 1024 * 1024;

std::optional<std::string> text_of(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::string text;
  char c = 0;
  while (text.size() < kLargest && file.get(c)) text += c;
  if (!file.eof()) return std::nullopt;
  return text;
}

boost::json::object problem_json(const Problem& problem) {
  return {{"file", problem.file.string()},
          {"line", problem.line},
          {"column", problem.column},
          {"message", problem.message}};
}

Response show(const Deps& deps) {
  const auto now = text_of(deps.site.file);
  const auto loaded = site::load(deps.site.file);
  boost::json::array problems;
  for (const auto& problem : loaded.problems) problems.push_back(problem_json(problem));
  boost::json::object body{{"file", deps.site.file.string()},
                           {"text", nullptr},
                           {"loaded_at", deps.zone.rfc3339(deps.running.loaded_at)},
                           {"changed", now != deps.running.text},
                           {"problems", std::move(problems)}};
  if (now && to_nfc(*now)) body["text"] = *now;  // else it is no text: the problems say so
  return http::json(200, body);
}

}  // namespace

RunningSite running_site(const site::Site& site, WallTime now) { return {text_of(site.file), now}; }

void add_site_routes(http::Router& router, const Deps& deps) {
  router.add({Verb::get, "/api/v1/site", Run::desk, Action::read_site, Body::none,
              [&deps](const Request&) { return show(deps); }});
}

}  // namespace wardcast::editorial

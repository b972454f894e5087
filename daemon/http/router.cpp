// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/router.hpp"

#include <stdexcept>

namespace wardcast::http {
namespace {

/// Compares a pattern with the decoded segments; fills the {name} parameters when it fits.
bool fits(std::string_view pattern, std::span<const std::string> segments, Words& parameters) {
  parameters.clear();
  std::size_t index = 0;
  while (!pattern.empty()) {
    pattern.remove_prefix(1);  // the slash
    const auto part = pattern.substr(0, pattern.find('/'));
    pattern.remove_prefix(part.size());
    if (index == segments.size()) return false;
    const auto& segment = segments[index++];
    if (part.size() > 2 && part.front() == '{' && part.back() == '}') {
      if (segment.empty()) return false;
      parameters[std::string{part.substr(1, part.size() - 2)}] = segment;
    } else if (part != segment) {
      return false;
    }
  }
  return index == segments.size();
}

}  // namespace

void Router::add(Route route) {
  for (const auto& known : routes_)
    if (known.verb == route.verb && known.path == route.path)
      throw std::logic_error("route given twice: " + std::string{route.path});
  routes_.push_back(std::move(route));
}

Match Router::find(std::optional<Verb> verb, std::span<const std::string> segments) const {
  Match match;
  Words parameters;
  for (const auto& route : routes_) {
    if (!fits(route.path, segments, parameters)) continue;
    if (!match.allow.empty()) match.allow += ", ";
    match.allow += to_string(route.verb);
    if (route.verb == Verb::get) match.allow += ", HEAD";
    if (verb != route.verb || match.route != nullptr) continue;
    match.route = &route;
    match.parameters = parameters;
  }
  return match;
}

}  // namespace wardcast::http

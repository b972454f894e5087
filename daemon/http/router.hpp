// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/access/roles.hpp"
#include "daemon/http/api.hpp"

namespace wardcast::http {

/// Who may use a route: anyone at all, anyone with an account, or whoever may do the action.
struct Permission {
  enum class Kind : std::uint8_t { anyone, logged_in, action };
  Kind kind = Kind::logged_in;
  access::Action action{};

  static constexpr Permission anyone() { return {Kind::anyone, {}}; }
  static constexpr Permission logged_in() { return {Kind::logged_in, {}}; }
  constexpr Permission(access::Action needed)
      : kind(Kind::action), action(needed) {}  // NOLINT: reads as a word in route tables
  constexpr Permission(Kind k, access::Action needed) : kind(k), action(needed) {}
};

/// One line of the route table. Paths are literal so that they can be searched for.
struct Route {
  Verb verb;
  std::string_view path;  ///< "/api/v1/items/{id}"
  Run run;
  Permission permission;
  Body body;
  Handler handler;
};

/// What the table says about a request.
struct Match {
  const Route* route = nullptr;  ///< null: no such path, or not with this method
  Words parameters;
  std::string allow;  ///< for 405 and OPTIONS: "GET, HEAD, PATCH"; empty when there is no such path
};

/// The route table. Filled at start, then only read.
class Router {
 public:
  void add(Route route);
  /// `segments` of the path, percent-decoded. HEAD is asked for as GET by the caller.
  [[nodiscard]] Match find(std::optional<Verb> verb, std::span<const std::string> segments) const;
  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace wardcast::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>

#include "daemon/editorial/deps.hpp"
#include "daemon/http/router.hpp"

// The API's handlers, one function for each subject. `deps` must outlive the router.
namespace wardcast::editorial {

/// Makes a handler of the table out of a function that wants nothing but `deps`.
struct With {
  const Deps& deps;
  http::Handler operator()(http::Response (*handler)(const Deps&, const http::Request&)) const {
    return [&deps = deps, handler](const http::Request& request) { return handler(deps, request); };
  }
};

void add_session_routes(http::Router& router, const Deps& deps);
void add_item_routes(http::Router& router, const Deps& deps);
void add_item_audio_routes(http::Router& router, const Deps& deps);
void add_programme_routes(http::Router& router, const Deps& deps);
void add_holiday_calendar_routes(http::Router& router, const Deps& deps);
void add_timetable_routes(http::Router& router, const Deps& deps);
void add_station_routes(http::Router& router, const Deps& deps);
void add_emergency_routes(http::Router& router, const Deps& deps);
void add_fault_routes(http::Router& router, const Deps& deps);
void add_line_routes(http::Router& router, const Deps& deps);
void add_sweep_routes(http::Router& router, const Deps& deps);
void add_minutes_routes(http::Router& router, const Deps& deps);
void add_fault_photo_routes(http::Router& router, const Deps& deps);
void add_ward_plan_routes(http::Router& router, const Deps& deps);
void add_figures_routes(http::Router& router, const Deps& deps);
void add_report_routes(http::Router& router, const Deps& deps);
void add_audit_routes(http::Router& router, const Deps& deps);
void add_user_routes(http::Router& router, const Deps& deps);
void add_token_routes(http::Router& router, const Deps& deps);
void add_sessions_routes(http::Router& router, const Deps& deps);
void add_setup_routes(http::Router& router, const Deps& deps);
void add_site_routes(http::Router& router, const Deps& deps);
/// The route table's entries for /api/v1/events and /api/v1/openapi.json; `openapi` is the document's text.
void add_document_routes(http::Router& router, std::string openapi);
/// All of them.
void add_all_routes(http::Router& router, const Deps& deps, std::string openapi);

/// What GET /site compares the file on the disk with: its text now.
RunningSite running_site(const site::Site& site, WallTime now);

/// Desk thread: the door the server asks who somebody is.
std::optional<http::Visitor> recognise(access::Gate& gate, const http::Credentials& credentials, WallTime now);

}  // namespace wardcast::editorial

// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "daemon/editorial/routes.hpp"

namespace wardcast::editorial {
using access::Action;
using http::Body;
using http::Permission;
using http::Run;
using http::Verb;

void add_document_routes(http::Router& router, std::string openapi) {
  router.add({Verb::get, "/api/v1/events", Run::events, Action::read_station, Body::none, {}});
  router.add({Verb::get, "/api/v1/openapi.json", Run::station, Permission::anyone(), Body::none,
              [text = std::move(openapi)](const http::Request&) {
                http::Response response;
                response.content_type = "application/json";
                response.body = text;
                return response;
              }});
}

void add_all_routes(http::Router& router, const Deps& deps, std::string openapi) {
  add_session_routes(router, deps);
  add_item_routes(router, deps);
  add_item_audio_routes(router, deps);
  add_programme_routes(router, deps);
  add_holiday_calendar_routes(router, deps);
  add_timetable_routes(router, deps);
  add_station_routes(router, deps);
  add_emergency_routes(router, deps);
  add_fault_routes(router, deps);
  add_figures_routes(router, deps);
  add_report_routes(router, deps);
  add_audit_routes(router, deps);
  add_user_routes(router, deps);
  add_token_routes(router, deps);
  add_sessions_routes(router, deps);
  add_setup_routes(router, deps);
  add_site_routes(router, deps);
  add_document_routes(router, std::move(openapi));
}

}  // namespace wardcast::editorial

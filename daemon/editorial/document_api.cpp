// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "daemon/editorial/repeats.hpp"
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
  http::Router plain;
  add_session_routes(plain, deps);
  add_item_routes(plain, deps);
  add_item_audio_routes(plain, deps);
  add_programme_routes(plain, deps);
  add_holiday_calendar_routes(plain, deps);
  add_timetable_routes(plain, deps);
  add_station_routes(plain, deps);
  add_emergency_routes(plain, deps);
  add_fault_routes(plain, deps);
  add_line_routes(plain, deps);
  add_sweep_routes(plain, deps);
  add_minutes_routes(plain, deps);
  add_fault_photo_routes(plain, deps);
  add_ward_plan_routes(plain, deps);
  add_figures_routes(plain, deps);
  add_report_routes(plain, deps);
  add_audit_routes(plain, deps);
  add_user_routes(plain, deps);
  add_token_routes(plain, deps);
  add_sessions_routes(plain, deps);
  add_setup_routes(plain, deps);
  add_site_routes(plain, deps);
  add_document_routes(plain, std::move(openapi));
  for (const auto& route : plain.routes()) router.add(once_only(deps, route));
}

}  // namespace wardcast::editorial

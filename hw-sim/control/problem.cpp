// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/control/problem.hpp"

#include <boost/json/serialize.hpp>

namespace wardcast::sim {

namespace http = boost::beast::http;

HttpResponse problem(http::status status, std::string_view detail, std::string_view field) {
  boost::json::object body{{"type", "about:blank"},
                           {"title", std::string_view{http::obsolete_reason(status)}},
                           {"status", static_cast<unsigned>(status)},
                           {"detail", detail}};
  if (!field.empty()) body["field"] = field;
  HttpResponse response{status, 11};
  response.set(http::field::content_type, "application/problem+json");
  response.body() = boost::json::serialize(body);
  return response;
}

HttpResponse problem(const Error& error) {
  const auto status = [&error] {
    switch (error.code) {
      case ErrorCode::invalid:
        return http::status::unprocessable_entity;
      case ErrorCode::not_found:
        return http::status::not_found;
      case ErrorCode::conflict:
        return http::status::conflict;
      case ErrorCode::forbidden:
        return http::status::forbidden;
      case ErrorCode::unavailable:
        return http::status::service_unavailable;
      case ErrorCode::no_space:
        return http::status::insufficient_storage;
      case ErrorCode::corrupt:
      case ErrorCode::internal:
        break;
    }
    return http::status::internal_server_error;
  }();
  return problem(status, error.detail, error.field);
}

HttpResponse json_response(const boost::json::value& body) {
  HttpResponse response{http::status::ok, 11};
  response.set(http::field::content_type, "application/json");
  response.body() = boost::json::serialize(body);
  return response;
}

HttpResponse no_content() { return HttpResponse{http::status::no_content, 11}; }

}  // namespace wardcast::sim

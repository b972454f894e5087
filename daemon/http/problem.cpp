// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/problem.hpp"

#include <boost/beast/http/status.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace wardcast::http {

namespace {
boost::json::object to_json(const FieldError& error) {
  boost::json::object json{{"field", error.field}, {"detail", error.detail}};
  if (error.reason != Reason::none) json["reason"] = word(error.reason);
  return json;
}
}  // namespace

Response problem(int status, std::string_view detail, const std::vector<FieldError>& errors, boost::json::object more) {
  boost::json::object body{
      {"type", "about:blank"},
      {"title", boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(static_cast<unsigned>(status)))},
      {"status", status},
      {"detail", detail}};
  if (!errors.empty()) {
    boost::json::array list;
    for (const auto& error : errors) list.emplace_back(to_json(error));
    body["errors"] = std::move(list);
  }
  for (auto& member : more) body[member.key()] = std::move(member.value());
  auto response = json(status, body);
  response.content_type = "application/problem+json";
  return response;
}

Response problem(int status, Reason reason, std::string_view detail, boost::json::object about) {
  boost::json::object more{{"reason", word(reason)}};
  if (!about.empty()) more["about"] = std::move(about);
  return problem(status, detail, {}, std::move(more));
}

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid:
      return 422;
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::conflict:
      return 409;
    case ErrorCode::forbidden:
      return 403;
    case ErrorCode::unavailable:
      return 503;
    case ErrorCode::no_space:
      return 507;
    case ErrorCode::corrupt:
    case ErrorCode::internal:
      return 500;
  }
  return 500;
}

Response problem(const Error& error) {
  const int status = status_of(error.code);
  if (!error.field.empty()) return problem(status, error.detail, {{error.field, error.detail, error.reason}});
  if (error.reason == Reason::none) return problem(status, error.detail);
  return problem(status, error.reason, error.detail);
}

Response json(int status, const boost::json::object& object) {
  Response response;
  response.status = status;
  response.body = boost::json::serialize(object);
  return response;
}

Response no_content() {
  Response response;
  response.status = 204;
  response.content_type.clear();
  return response;
}

}  // namespace wardcast::http

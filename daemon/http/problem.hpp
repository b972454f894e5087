// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "daemon/http/api.hpp"

namespace wardcast::http {

/// One offending input: its name as the client sent it, a sentence that says what to write instead, and why for pages.
struct FieldError {
  std::string field, detail;
  Reason reason = Reason::none;
};

/// RFC 9457 problem+json: type, title, status, detail, and errors[] when fields are named.
/// `more`: members of this problem alone.
Response problem(int status, std::string_view detail, const std::vector<FieldError>& errors = {},
                 boost::json::object more = {});
/// With the member `reason`, and `about`: what it is about, for those who say it in another language.
Response problem(int status, Reason reason, std::string_view detail, boost::json::object about = {});
/// The one place where a kind of failure becomes an HTTP status.
Response problem(const Error& error);
int status_of(ErrorCode code);

Response json(int status, const boost::json::object& object);
Response no_content();  ///< 204

}  // namespace wardcast::http

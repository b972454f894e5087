// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/api.hpp"

#include <charconv>
#include <system_error>

namespace wardcast::http {

std::string_view to_string(Verb verb) {
  switch (verb) {
    case Verb::get:
      return "GET";
    case Verb::post:
      return "POST";
    case Verb::put:
      return "PUT";
    case Verb::patch:
      return "PATCH";
    case Verb::delete_:
      return "DELETE";
  }
  return "";
}

Upload::~Upload() {
  std::error_code ignored;  // already moved away, or swept at the next start
  std::filesystem::remove(path, ignored);
}

std::string Request::parameter(std::string_view name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string{} : found->second;
}

std::optional<std::string> Request::query_value(std::string_view name) const {
  const auto found = query.find(name);
  if (found == query.end()) return std::nullopt;
  return found->second;
}

Result<std::int64_t> Request::id() const {
  const auto text = parameter("id");
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value <= 0)
    return not_found("There is nothing with the id '" + text + "'.");
  return value;
}

}  // namespace wardcast::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "daemon/http/problem.hpp"

namespace wardcast::http {

/// Reads the fields of one JSON object and collects everything wrong with them, so that a client sees all at once and
/// nothing is changed before all is right. A reader leaves `into` alone when the field is absent.
class Fields {
 public:
  explicit Fields(const boost::json::object& object) : object_(object) {}

  enum class Lines : std::uint8_t { one, many };

  [[nodiscard]] bool has(std::string_view name) const { return object_.contains(name); }
  /// Text in NFC without control characters, trimmed, at most `max_bytes` of UTF-8; null reads as empty.
  void text(std::string_view name, std::string& into, std::size_t max_bytes, Lines lines = Lines::one);
  void flag(std::string_view name, bool& into);
  void number(std::string_view name, std::int64_t& into, std::int64_t least, std::int64_t most);
  /// A number from 0 to 1.
  void fraction(std::string_view name, double& into);
  /// "2026-11-22"; null clears.
  void date(std::string_view name, std::optional<CivilDate>& into);
  /// A list of item ids, at most `most`.
  void ids(std::string_view name, std::vector<std::int64_t>& into, std::size_t most);
  /// An error when the text is empty after reading.
  void require(std::string_view name, const std::string& value);
  /// A field that the caller reads by itself.
  void know(std::string_view name) { known_.emplace_back(name); }
  /// Not cleaned in any way: passwords.
  void secret(std::string_view name, std::string& into, std::size_t max_bytes);
  void refuse(std::string_view name, std::string detail) { errors_.push_back({std::string{name}, std::move(detail)}); }

  /// Names every key that no reader asked for, with the nearest known one; then the problem (422) if there is any.
  [[nodiscard]] std::optional<Response> refusal();

 private:
  const boost::json::value* find(std::string_view name);

  const boost::json::object& object_;
  std::vector<std::string> known_;
  std::vector<FieldError> errors_;
};

}  // namespace wardcast::http

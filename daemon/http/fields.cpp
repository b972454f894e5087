// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/fields.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "base/text.hpp"
#include "base/time_zone.hpp"

namespace wardcast::http {
namespace {

/// Of a body full of nonsense so many keys are told; a person mends no more at once.
constexpr int kMostUnknown = 20;

bool is_control(char c, Fields::Lines lines) {
  if (lines == Fields::Lines::many && (c == '\n' || c == '\t')) return false;
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

}  // namespace

const boost::json::value* Fields::find(std::string_view name) {
  known_.emplace_back(name);
  return object_.if_contains(name);
}

void Fields::text(std::string_view name, std::string& into, std::size_t max_bytes, Lines lines) {
  const auto* value = find(name);
  if (value == nullptr) return;
  if (value->is_null()) {
    into.clear();
    return;
  }
  if (!value->is_string()) return refuse(name, "Write a text in quotation marks.");
  std::string raw{value->as_string()};
  std::erase(raw, '\r');
  auto clean = to_nfc(raw);
  if (!clean) return refuse(name, "The text is not valid UTF-8.");
  for (const char c : *clean)
    if (is_control(c, lines)) return refuse(name, "The text holds a control character; remove it.");
  auto kept = trimmed(*clean);
  if (kept.size() > max_bytes)
    return refuse(name, "The text is longer than " + std::to_string(max_bytes) + " bytes; shorten it.");
  into = std::move(kept);
}

void Fields::secret(std::string_view name, std::string& into, std::size_t max_bytes) {
  const auto* value = find(name);
  if (value == nullptr || !value->is_string()) return refuse(name, "Write a text in quotation marks.");
  if (value->as_string().size() > max_bytes) return refuse(name, "The text is too long.");
  into = std::string{value->as_string()};
}

void Fields::flag(std::string_view name, bool& into) {
  const auto* value = find(name);
  if (value == nullptr) return;
  if (!value->is_bool()) return refuse(name, "Write true or false.");
  into = value->as_bool();
}

void Fields::number(std::string_view name, std::int64_t& into, std::int64_t least, std::int64_t most) {
  const auto* value = find(name);
  if (value == nullptr) return;
  if (!value->is_int64() || value->as_int64() < least || value->as_int64() > most)
    return refuse(name, "Write a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ".");
  into = value->as_int64();
}

void Fields::fraction(std::string_view name, double& into) {
  const auto* value = find(name);
  if (value == nullptr) return;
  const double given = value->is_number() ? value->to_number<double>() : -1;
  if (!(given >= 0 && given <= 1)) return refuse(name, "Write a number from 0 to 1.");
  into = given;
}

void Fields::date(std::string_view name, std::optional<CivilDate>& into) {
  const auto* value = find(name);
  if (value == nullptr) return;
  if (value->is_null()) {
    into.reset();
    return;
  }
  if (value->is_string())
    if (auto date = parse_date(std::string_view{value->as_string()})) {
      into = *date;
      return;
    }
  refuse(name, "Write a date as \"2026-11-22\", or null for none.");
}

void Fields::ids(std::string_view name, std::vector<std::int64_t>& into, std::size_t most) {
  const auto* value = find(name);
  if (value == nullptr) return;
  const std::string shape = "Write a list of at most " + std::to_string(most) + " item ids, such as [4, 7].";
  if (!value->is_array() || value->as_array().size() > most) return refuse(name, shape);
  std::vector<std::int64_t> ids;
  for (const auto& entry : value->as_array()) {
    if (!entry.is_int64() || entry.as_int64() <= 0) return refuse(name, shape);
    ids.push_back(entry.as_int64());
  }
  into = std::move(ids);
}

void Fields::require(std::string_view name, const std::string& value) {
  for (const auto& error : errors_)
    if (error.field == name) return;  // said already
  if (value.empty()) refuse(name, "This field is needed; give it a text.");
}

std::optional<Response> Fields::refusal() {
  const std::vector<std::string_view> known{known_.begin(), known_.end()};
  std::string all;
  for (const auto name : known) all.append(all.empty() ? "" : ", ").append(name);
  int unknown = 0;
  for (const auto& entry : object_) {
    const std::string_view key = entry.key();
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    if (++unknown > kMostUnknown) break;
    const auto near = nearest(key, known);
    refuse(key, near.empty() ? "There is no such field; the fields are " + all + "."
                             : "There is no such field; did you mean '" + near + "'?");
  }
  if (errors_.empty()) return std::nullopt;
  return problem(422,
                 errors_.size() == 1 ? errors_.front().field + ": " + errors_.front().detail
                                     : std::to_string(errors_.size()) + " fields are wrong.",
                 errors_);
}

}  // namespace wardcast::http

// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/control/fault_body.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "hw-sim/line_fault.hpp"

namespace wardcast::sim {
namespace {

namespace json = boost::json;

Result<json::object> object_of(std::string_view body) {
  boost::system::error_code error;
  const json::value parsed = json::parse({body.data(), body.size()}, error);
  if (error || !parsed.is_object())
    return invalid("", "The body must be a JSON object such as {\"kind\":\"offline\"}.");
  return parsed.get_object();
}

/// The integer member, `absent` when there is none.
Result<std::int64_t> integer(const json::object& object, std::string_view name, std::int64_t low, std::int64_t high,
                             std::int64_t absent) {
  const auto* value = object.if_contains({name.data(), name.size()});
  if (value == nullptr) return absent;
  boost::system::error_code error;
  const auto number = value->to_number<std::int64_t>(error);
  if (error || number < low || number > high)
    return invalid(std::string{name}, std::string{name} + " must be a whole number from " + std::to_string(low) +
                                          " to " + std::to_string(high) + ".");
  return number;
}

constexpr std::int64_t kMostSpeakers = 10'000;
constexpr double kMostOhms = 1e9;

Result<std::vector<int>> speakers_in(const json::object& object) {
  std::vector<int> speakers;
  const auto* listed = object.if_contains("speakers");
  if (listed == nullptr) return speakers;
  const Error wrong = invalid("speakers", "speakers must be a list of whole numbers from 1, such as [3] or [1,2].");
  if (!listed->is_array()) return wrong;
  for (const json::value& one : listed->get_array()) {
    boost::system::error_code error;
    const auto speaker = one.to_number<std::int64_t>(error);
    if (error || speaker < 1 || speaker > kMostSpeakers) return wrong;
    speakers.push_back(static_cast<int>(speaker));
  }
  return speakers;
}

Result<std::optional<double>> ohms_in(const json::object& object) {
  const auto* given = object.if_contains("ohms");
  if (given == nullptr) return std::optional<double>{};
  boost::system::error_code error;
  const auto ohms = given->to_number<double>(error);
  if (error || !(ohms > 0) || ohms > kMostOhms)
    return invalid("ohms", "ohms must be a number greater than 0, such as 0.01 or 5000.");
  return std::optional{ohms};
}

Result<std::string> kind_in(const json::object& object) {
  const auto* kind = object.if_contains("kind");
  if (kind == nullptr || !kind->is_string()) return invalid("kind", "kind must be given, as a string.");
  return std::string{kind->get_string()};
}

}  // namespace

Result<std::string> kind_of(std::string_view body) {
  const auto object = object_of(body);
  if (!object.has_value()) return object.error();
  return kind_in(object.value());
}

Result<LineFault> line_fault_of(std::string_view body) {
  const auto object = object_of(body);
  if (!object.has_value()) return object.error();
  const auto name = kind_in(object.value());
  if (!name.has_value()) return name.error();
  const auto kind = line_fault_kind(name.value());
  if (!kind) return invalid("kind", "kind must be open, short, earth, speakers_open or overload.");
  const auto at_speaker = integer(object.value(), "at_speaker", 1, kMostSpeakers, 1);
  if (!at_speaker.has_value()) return at_speaker.error();
  auto speakers = speakers_in(object.value());
  if (!speakers.has_value()) return speakers.error();
  const auto ohms = ohms_in(object.value());
  if (!ohms.has_value()) return ohms.error();
  return LineFault{*kind, static_cast<int>(at_speaker.value()), std::move(speakers.value()), ohms.value()};
}

Result<UnitFault> unit_fault_of(std::string_view body) {
  const auto object = object_of(body);
  if (!object.has_value()) return object.error();
  const auto name = kind_in(object.value());
  if (!name.has_value()) return name.error();
  const auto kind = fault_kind(name.value());
  if (!kind)
    return invalid(
        "kind",
        "kind must be offline, stuck, welded, late, garble, exception, wrong_unit, wrong_transaction, half_open "
        "or vanish.");
  const auto channel = integer(object.value(), "channel", 1, 65535, 0);
  if (!channel.has_value()) return channel.error();
  const auto ms = integer(object.value(), "ms", 0, 600'000, -1);
  if (!ms.has_value()) return ms.error();
  const auto code = integer(object.value(), "code", 1, 255, 4);
  if (!code.has_value()) return code.error();
  UnitFault fault;
  fault.kind = *kind;
  if (channel.value() > 0) fault.channel = static_cast<int>(channel.value() - 1);
  if (ms.value() >= 0) fault.ms = milliseconds{ms.value()};
  fault.code = static_cast<std::uint8_t>(code.value());
  return fault;
}

}  // namespace wardcast::sim

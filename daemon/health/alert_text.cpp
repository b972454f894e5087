// SPDX-License-Identifier: GPL-3.0-or-later
// The words of alerts, in each language.
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <cstdio>
#include <utility>

#include "daemon/health/alert.hpp"
#include "daemon/health/fault_place.hpp"
#include "daemon/health/tongue.hpp"

namespace wardcast::health {
namespace {

/// One decimal, with the comma or point of the language: 41,5
std::string number(double value, Tongue tongue) {
  std::array<char, 64> text{};
  (void)std::snprintf(text.data(), text.size(), "%.1f", value);
  std::string said{text.data()};
  if (tongue == Tongue::vi) {
    if (const auto point = said.find('.'); point != std::string::npos) said[point] = ',';
  }
  return said;
}

std::optional<double> figure(const boost::json::object& from, std::string_view key) {
  const auto* const value = from.if_contains(key);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return value->to_number<double>();
}

/// What of the measurement helps whoever goes there.
std::string measured_lines(const std::string& measured, Tongue tongue) {
  boost::system::error_code failure;
  const auto parsed = measured.empty() ? boost::json::value{} : boost::json::parse(measured, failure);
  if (failure || !parsed.is_object()) return {};
  const auto& found = parsed.get_object();
  std::string lines;
  const auto add = [&lines](std::string_view name, const std::string& value) {
    lines += std::string{name} + ": " + value + "\n";
  };
  const auto reference = figure(found, "reference_watts");
  const auto watts = figure(found, "measured_watts");
  if (reference && watts) {
    add(pick(tongue, "Đo được", "Measured"), number(*watts, tongue) + " W (" +
                                                 std::string{pick(tongue, "chuẩn", "reference")} + " " +
                                                 number(*reference, tongue) + " W)");
  }
  if (const auto* const lost = found.if_contains("lost"); lost != nullptr && lost->is_object()) {
    const auto low = figure(lost->get_object(), "low");
    const auto high = figure(lost->get_object(), "high");
    const auto whole = [](double value) { return std::to_string(static_cast<int>(value)); };
    if (low && high) {
      const auto range = *low == *high ? whole(*low) : whole(*low) + "–" + whole(*high);
      add(pick(tongue, "Số loa mất (ước tính)", "Loudspeakers lost (estimate)"), range);
    }
  }
  if (const auto distance = figure(found, "distance_m"))
    add(pick(tongue, "Khoảng cách từ tủ", "Distance from the cabinet"),
        std::to_string(static_cast<int>(*distance)) + " m");
  if (const auto leakage = figure(found, "leakage_amps"); leakage && *leakage > 0)
    add(pick(tongue, "Dòng rò xuống đất", "Leakage to earth"), number(*leakage * 1000, tongue) + " mA");
  if (const auto amps = figure(found, "amps_while_open"))
    add(pick(tongue, "Dòng khi rơ-le đã mở", "Current while the relay is open"), number(*amps * 1000, tongue) + " mA");
  return lines;
}

std::string_view happened(std::string_view what, Tongue tongue) {
  if (what == "resolved") return pick(tongue, "ĐÃ HẾT", "CLEARED");
  if (what == "reopened") return pick(tongue, "LẠI XẢY RA", "BACK AGAIN");
  if (what == "worse") return pick(tongue, "NẶNG THÊM", "WORSE");
  return pick(tongue, "SỰ CỐ MỚI", "NEW FAULT");
}

Alert::Said fault_said(const Fault& fault, std::string_view what, const std::string& place, const site::Site& site,
                       const TimeZone& zone, Tongue tongue) {
  Alert::Said said;
  const std::string name{class_name(fault.kind, tongue)};
  said.subject = "[" + site.station.name + "] " + std::string{happened(what, tongue)} + ": " + name +
                 (place.empty() ? "" : " – " + place);
  auto& text = said.text;
  const auto line = [&text](std::string_view key, std::string_view value) {
    if (!value.empty()) text += std::string{key} + ": " + std::string{value} + "\n";
  };
  line(happened(what, tongue), name);
  line(pick(tongue, "Mức độ", "Severity"), severity_name(fault.severity, tongue));
  line(pick(tongue, "Vị trí", "Place"), place);
  line(pick(tongue, "Phát hiện lúc", "First found"), said_time(zone, fault.since, tongue));
  if (fault.resolved_at) line(pick(tongue, "Hết lúc", "Over since"), said_time(zone, *fault.resolved_at, tongue));
  const auto measured = measured_lines(fault.measured, tongue);
  text += measured;
  // The sentence of the record is English; measured figures say the same in the reader's language.
  if (tongue == Tongue::en || measured.empty()) line(pick(tongue, "Máy ghi (tiếng Anh)", "Evidence"), fault.detail);
  if (what != "resolved") line(pick(tongue, "Nên làm", "What to do"), advice(fault.kind, tongue));
  line(pick(tongue, "Sự cố số", "Fault number"), std::to_string(fault.id));
  return said;
}

}  // namespace

Alert fault_alert(const Fault& fault, std::string_view what, const site::Site& site, const TimeZone& zone,
                  boost::json::object fault_json) {
  Alert alert;
  alert.key = fault.cause;
  alert.kind = fault.kind;
  alert.severity = fault.severity;
  alert.all_clear = what == "resolved";
  const auto place = place_name(site, place_of(site, fault.cause));
  for (const auto tongue : kTongues)
    alert.said.at(static_cast<std::size_t>(tongue)) = fault_said(fault, what, place, site, zone, tongue);
  alert.json = {{"type", "fault"}, {"what", what}, {"fault", std::move(fault_json)}};
  return alert;
}

}  // namespace wardcast::health

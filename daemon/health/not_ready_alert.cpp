// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/json/array.hpp>

#include "daemon/health/alert.hpp"
#include "daemon/health/tongue.hpp"

namespace wardcast::health {
namespace {

/// What is wrong with it in Vietnamese; the warning's own sentence is English.
std::string in_vietnamese(const scheduler::Warning& warning, const ItemTitle& title_of) {
  const auto& reason = warning.reason;
  if (reason == "empty") return "Chưa có tin, bài nào phát được: chương trình sẽ bị bỏ lỡ.";
  if (reason == "underfull")
    return "Tin, bài hết sớm " + said_length(warning.by, Tongue::vi) + " trước khi hết khung giờ.";
  if (reason == "overfull") {
    return "Tin, bài dài hơn khung giờ " + said_length(warning.by, Tongue::vi) +
           "; tin, bài chưa bắt đầu khi hết khung giờ sẽ không phát.";
  }
  const auto what = [&]() -> std::string {
    if (reason == "unapproved") return "Chưa được duyệt";
    if (reason == "withdrawn") return "Đã thu hồi";
    if (reason == "no_audio") return "Chưa có bản ghi âm";
    if (reason == "unknown_item") return "Không còn tồn tại";
    if (reason == "expired") return "Hết hạn trước khi phát xong";
    if (reason == "unreadable") return "Không đọc được bản ghi âm";
    return reason;
  }();
  std::string said = what + ": ";
  for (std::size_t i = 0; i < warning.items.size(); ++i) {
    const auto title = title_of(warning.items[i]);
    if (i > 0) said += ", ";
    said += title.empty() ? "tin, bài số " + std::to_string(warning.items[i]) : "“" + title + "”";
  }
  return said + ".";
}

}  // namespace

Alert not_ready_alert(const scheduler::Edition& edition, std::string_view stage, const ItemTitle& title_of,
                      const site::Site& site, const TimeZone& zone) {
  Alert alert;
  alert.key = "not_ready:" + edition.id + "/" + std::string{stage};
  alert.kind = "not_ready";
  alert.severity = stage == "24h" ? Severity::minor : Severity::major;
  boost::json::array wrong;
  for (const auto& warning : edition.warnings) wrong.emplace_back(warning.detail);
  for (const auto tongue : kTongues) {
    auto& said = alert.said.at(static_cast<std::size_t>(tongue));
    const auto airs_at = said_time(zone, edition.start, tongue);
    std::string headline{pick(tongue, "CHƯA SẴN SÀNG", "NOT READY")};
    headline.append(": ").append(edition.title);
    said.subject.append("[").append(site.station.name).append("] ").append(headline).append(" – ").append(airs_at);
    said.text.append(headline).append("\n").append(pick(tongue, "Giờ phát", "Airs at")).append(": ");
    said.text.append(airs_at).append("\n");
    for (const auto& warning : edition.warnings)
      said.text += "- " + (tongue == Tongue::vi ? in_vietnamese(warning, title_of) : warning.detail) + "\n";
  }
  alert.json = {{"type", "not_ready"},
                {"edition", edition.id},
                {"title", edition.title},
                {"stage", stage},
                {"start", zone.rfc3339(edition.start)},
                {"details", std::move(wrong)}};
  return alert;
}

}  // namespace wardcast::health

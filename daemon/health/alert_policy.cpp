// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/alert_policy.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>

namespace wardcast::health {
namespace {

constexpr std::array<std::string_view, 5> kOfProgrammes{"not_ready", "schedule_missed", "media_bad", "source_silent",
                                                        "clock_wrong"};

std::string held_text(Tongue tongue, std::size_t count) {
  return std::string{tongue == Tongue::vi ? "Cảnh báo khác đã giữ lại để không gửi quá nhiều: "
                                          : "Other alerts held back, so as not to send too many: "} +
         std::to_string(count);
}

}  // namespace

bool role_wants(std::string_view role, const Alert& alert) {
  const bool of_programmes = std::ranges::find(kOfProgrammes, alert.kind) != kOfProgrammes.end();
  if (role == "operator" || role == "editor") return of_programmes;
  if (role == "technician") return !of_programmes || alert.kind == "source_silent" || alert.kind == "clock_wrong";
  if (role == "board") return alert.severity == Severity::critical;
  return true;
}

AlertPolicy::AlertPolicy(const site::AlertRecipient& recipient)
    : recipient_(recipient),
      tongue_(tongue_of(recipient.language)),
      least_(severity_from(recipient.min_severity).value_or(Severity::minor)) {}

bool AlertPolicy::wants(const Alert& alert) const {
  if (alert.key == "alert_failed:to/" + recipient_.id) return false;  // it would not arrive either
  if (alert.severity < least_) return false;
  if (recipient_.classes.empty()) return role_wants(recipient_.role, alert);
  return std::ranges::find(recipient_.classes, alert.kind) != recipient_.classes.end();
}

std::optional<Letter> AlertPolicy::tell(const Alert& alert, SteadyTime now) {
  forget_old(now);
  const auto& said = alert.in(tongue_);
  if (alert.all_clear) {
    if (waiting_.erase(alert.key) == 0) return std::nullopt;
  } else {
    if (!wants(alert)) return std::nullopt;
    waiting_.insert(alert.key);
  }
  const auto key = (alert.all_clear ? "over " : "new ") + alert.key;
  if (told_.contains(key) || (!alert.urgent() && !room(now))) {
    hold(said.subject, now);
    return std::nullopt;
  }
  told_[key] = now;
  if (!alert.urgent()) sent_.push_back(now);
  Letter letter{said.subject, said.text, alert.json};
  letter.json["urgent"] = alert.urgent();
  add_held(letter);
  return letter;
}

std::optional<Letter> AlertPolicy::advance(SteadyTime now) {
  if (!held_since_ || now - *held_since_ < kSame) return std::nullopt;
  forget_old(now);
  if (!room(now)) return std::nullopt;
  sent_.push_back(now);
  Letter letter{held_text(tongue_, held_count_), "", {{"type", "held_back"}, {"urgent", false}}, 0};
  add_held(letter);
  return letter;
}

void AlertPolicy::dropped(const Letter& letter, SteadyTime now) {
  hold(letter.subject, now);
  held_count_ += letter.stands_for - 1;
}

void AlertPolicy::hold(const std::string& subject, SteadyTime now) {
  if (!held_since_) held_since_ = now;
  ++held_count_;
  if (held_.size() < kListed) held_.push_back(subject);
}

bool AlertPolicy::room(SteadyTime now) {
  while (!sent_.empty() && now - sent_.front() >= kWindow) sent_.pop_front();
  return sent_.size() < kInWindow;
}

void AlertPolicy::forget_old(SteadyTime now) {
  std::erase_if(told_, [now](const auto& entry) { return now - entry.second >= kSame; });
}

void AlertPolicy::add_held(Letter& letter) {
  boost::json::array list;
  if (held_count_ > 0) letter.text += (letter.text.empty() ? "" : "\n") + held_text(tongue_, held_count_) + "\n";
  for (const auto& subject : held_) {
    letter.text += "- " + subject + "\n";
    list.emplace_back(subject);
  }
  if (held_count_ > held_.size()) letter.text += "- …\n";
  letter.stands_for += held_count_;
  letter.json["held_back"] = boost::json::object{{"count", held_count_}, {"subjects", std::move(list)}};
  held_.clear();
  held_count_ = 0;
  held_since_.reset();
}

}  // namespace wardcast::health

// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/alerter.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "base/log_value.hpp"

namespace wardcast::health {

Alerter::Alerter(const site::Site& site, FaultRegister& faults, const Clock& clock, Deliver deliver)
    : faults_(faults), clock_(clock), deliver_(std::move(deliver)) {
  recipients_.reserve(site.alerts.recipients.size());
  for (const auto& recipient : site.alerts.recipients)
    recipients_.push_back(Recipient{recipient.id, AlertPolicy{recipient}});
}

void Alerter::tell(const Alert& alert) {
  const auto now = clock_.now().steady;
  for (std::size_t i = 0; i < recipients_.size(); ++i)
    if (auto letter = recipients_[i].policy.tell(alert, now)) queue(i, std::move(*letter));
}

void Alerter::advance() {
  const auto now = clock_.now().steady;
  for (std::size_t i = 0; i < recipients_.size(); ++i) {
    auto& to = recipients_[i];
    while (!to.sending && !to.letters.empty() && now - to.letters.front().since >= kTooOld) {
      to.policy.dropped(to.letters.front().letter, now);
      to.letters.pop_front();
    }
    if (to.letters.empty()) {
      if (auto letter = to.policy.advance(now)) queue(i, std::move(*letter));
    }
    send_next(i);
  }
}

void Alerter::queue(std::size_t index, Letter letter) {
  auto& to = recipients_[index];
  const auto now = clock_.now().steady;
  if (to.letters.size() >= kWaiting) {
    // The oldest that is not on its way goes: what is newest matters most.
    const auto oldest = to.letters.begin() + (to.sending ? 1 : 0);
    to.policy.dropped(oldest->letter, now);
    to.letters.erase(oldest);
  }
  to.letters.push_back({std::move(letter), now});
  send_next(index);
}

void Alerter::send_next(std::size_t index) {
  auto& to = recipients_[index];
  if (to.sending || to.letters.empty() || clock_.now().steady < to.next_try) return;
  to.sending = true;
  deliver_(index, to.letters.front().letter, [this, index](const std::string& problem) { done(index, problem); });
}

void Alerter::done(std::size_t index, const std::string& problem) {
  auto& to = recipients_[index];
  const auto now = clock_.now();
  const auto cause = "alert_failed:to/" + to.id;
  to.sending = false;
  if (problem.empty()) {
    spdlog::info("event=alert_sent to={} subject={}", log_value(to.id), log_value(to.letters.front().letter.subject));
    ++delivered_;
    to.failures = 0;
    to.next_try = {};
    to.letters.pop_front();
    faults_.clear(cause, "An alert arrived again.", now);
    return send_next(index);
  }
  ++failed_;
  ++to.failures;
  to.next_try = now.steady + kPauses.at(std::min(to.failures, kPauses.size()) - 1);
  spdlog::warn("event=alert_not_sent to={} tries={} detail={}", log_value(to.id), to.failures, log_value(problem));
  if (to.failures >= kTries)
    faults_.raise("alert_failed", cause, "Alerts to '" + to.id + "' cannot be delivered: " + problem, now);
}

}  // namespace wardcast::health

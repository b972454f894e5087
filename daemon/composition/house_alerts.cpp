// SPDX-License-Identifier: GPL-3.0-or-later
// Whom the station tells, and the thread their mail and webhooks leave by.
#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <stdexcept>

#include "daemon/composition/house.hpp"
#include "daemon/editorial/fault_json.hpp"

namespace wardcast {
namespace {

/// The first line of a file that holds a secret.
std::string secret_in(const std::optional<std::filesystem::path>& path) {
  if (!path) return {};
  std::ifstream file{*path};
  std::string secret;
  if (!file || !std::getline(file, secret)) throw std::runtime_error("cannot read " + path->string());
  if (!secret.empty() && secret.back() == '\r') secret.pop_back();
  return secret;
}

notify::NotifierSettings settings_of(const site::Alerts& alerts) {
  using Security = notify::SmtpServer::Security;
  notify::NotifierSettings settings;
  settings.webhook_key = secret_in(alerts.webhook_key_file);
  if (alerts.smtp) {
    notify::SmtpServer server;
    server.host = alerts.smtp->host;
    server.port = alerts.smtp->port;
    server.from = alerts.smtp->from;
    server.user = alerts.smtp->user;
    server.password = secret_in(alerts.smtp->password_file);
    server.security = Security::starttls;
    if (alerts.smtp->security == "none") server.security = Security::none;
    if (alerts.smtp->security == "tls") server.security = Security::tls;
    settings.smtp = std::move(server);
  }
  return settings;
}

}  // namespace

void House::start_alerts() {
  notifier_ = std::make_unique<notify::CurlNotifier>(settings_of(site_.alerts));
  alerter_ = std::make_unique<health::Alerter>(site_, faults_, clock_,
                                               [this](std::size_t recipient, const health::Letter& letter, auto done) {
                                                 deliver(recipient, letter, std::move(done));
                                               });
}

void House::deliver(std::size_t recipient, const health::Letter& letter, std::function<void(std::string)> done) {
  const auto& to = site_.alerts.recipients.at(recipient);
  const auto now = clock_.now().wall;
  const auto delivered = [this, done = std::move(done)](const notify::Delivery& delivery) {
    boost::asio::post(io_, [done, problem = delivery.done ? std::string{} : delivery.problem] { done(problem); });
  };
  if (!to.webhook) return notifier_->send(notify::Mail{to.address, letter.subject, letter.text, now}, delivered);
  auto json = letter.json;
  json["station"] = site_.station.name;
  json["recipient"] = to.id;
  json["sent_at"] = zone_.rfc3339(now);
  json["subject"] = letter.subject;
  json["text"] = letter.text;
  notifier_->send(notify::WebhookPost{to.address, boost::json::serialize(json)}, delivered);
}

void House::alert_of_fault(const health::Fault& fault, std::string_view what) {
  if (!alerter_ || (what != "opened" && what != "reopened" && what != "worse" && what != "resolved")) return;
  alerter_->tell(
      health::fault_alert(fault, what, site_, zone_, editorial::fault_json(fault, site_, zone_, clock_.now().wall)));
}

void House::alert_not_ready(const scheduler::Edition& edition, std::string_view stage) {
  const auto title_of = [this](scheduler::ItemId id) {
    const auto item = store_->item(id);
    return item ? item->title : std::string{};
  };
  alerter_->tell(health::not_ready_alert(edition, stage, title_of, site_, zone_));
}

}  // namespace wardcast

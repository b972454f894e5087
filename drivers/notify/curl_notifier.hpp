// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/worker.hpp"
#include "drivers/notify/notifier.hpp"

namespace wardcast::notify {

struct SmtpServer {
  enum class Security {
    none,      ///< plain: for a server on this machine
    starttls,  ///< begins plain and must become TLS before anything is sent
    tls        ///< TLS from the first byte
  };
  std::string host;
  std::uint16_t port = 25;
  Security security = Security::starttls;
  std::string from;            ///< the sender's address
  std::string user, password;  ///< empty: without logging in
};

struct NotifierSettings {
  std::optional<SmtpServer> smtp;  ///< nothing: every mail fails
  std::string webhook_key;         ///< signs what is posted; empty: not signed
  milliseconds connect{10'000};
  milliseconds whole{30'000};  ///< for one delivery
};

/// With libcurl. No proxy, no redirect, certificates are verified, nothing of an answer is kept.
class CurlNotifier final : public Notifier {
 public:
  explicit CurlNotifier(NotifierSettings settings);
  /// Stops.
  ~CurlNotifier() override;
  void send(Mail mail, Delivered delivered) override;
  void send(WebhookPost post, Delivered delivered) override;
  /// Breaks off what is being sent; what still waits is told that it was not. The owner only.
  void stop();

 private:
  [[nodiscard]] Delivery deliver(const Mail& mail);
  [[nodiscard]] Delivery deliver(const WebhookPost& post) const;

  const NotifierSettings settings_;
  std::atomic<bool> stopping_ = false;
  std::uint64_t mails_ = 0;  // notifier's thread only
  Worker thread_;            // last: uses what stands above
};

}  // namespace wardcast::notify

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <string>

#include "base/time.hpp"

// The door to people who are not in front of the page: mail, and a webhook for whatever brings it to their telephones.
namespace wardcast::notify {

struct Mail {
  std::string to;       ///< one address, "tu@example.vn"
  std::string subject;  ///< UTF-8, one line
  std::string text;     ///< UTF-8
  WallTime at{};        ///< for its Date
};
struct WebhookPost {
  std::string url;   ///< http:// or https://
  std::string json;  ///< the body
};

struct Delivery {
  bool done = false;    ///< the mail server took it, or the webhook answered 2xx
  std::string problem;  ///< a sentence when it is not done
};
using Delivered = std::function<void(const Delivery&)>;

/// Sends one after another on a thread of its own; each takes at most half a minute. Every call is answered once, on
/// that thread, or at once on the caller's when too many wait already.
class Notifier {
 public:
  virtual ~Notifier() = default;
  virtual void send(Mail mail, Delivered delivered) = 0;
  virtual void send(WebhookPost post, Delivered delivered) = 0;
};

}  // namespace wardcast::notify

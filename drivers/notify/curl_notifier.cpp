// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/notify/curl_notifier.hpp"

#include <curl/curl.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>

#include "drivers/notify/mime.hpp"

namespace wardcast::notify {
namespace {

constexpr std::size_t kWaiting = 64;

using Easy = std::unique_ptr<CURL, void (*)(CURL*)>;
using List = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

/// Not thread-safe by itself: once, before the first thread of ours uses it.
void begin_curl() {
  static const CURLcode kBegun = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)kBegun;
}

struct Reader {
  std::string_view left;
};
std::size_t give(char* into, std::size_t size, std::size_t count, void* from) {
  auto& left = static_cast<Reader*>(from)->left;
  const auto bytes = std::min(size * count, left.size());
  std::memcpy(into, left.data(), bytes);
  left.remove_prefix(bytes);
  return bytes;
}
std::size_t swallow(char*, std::size_t size, std::size_t count, void*) { return size * count; }
int go_on(void* stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(stopping)->load() ? 1 : 0;
}

struct Transfer {
  Transfer(const NotifierSettings& settings, const std::atomic<bool>& stopping) {
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(settings.whole.count()));
    set(CURLOPT_ERRORBUFFER, problem.data());
    set(CURLOPT_WRITEFUNCTION, swallow);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, go_on);
    set(CURLOPT_XFERINFODATA, &stopping);
  }
  template <class Value>
  void set(CURLoption option, Value value) {
    (void)curl_easy_setopt(easy.get(), option, value);
  }
  /// Nothing when it went well.
  std::string run(const std::string& to) {
    const auto result = curl_easy_perform(easy.get());
    if (result == CURLE_OK) return {};
    const std::string why = problem.front() != '\0' ? problem.data() : curl_easy_strerror(result);
    return to + ": " + why + ".";
  }

  Easy easy{curl_easy_init(), curl_easy_cleanup};
  std::array<char, CURL_ERROR_SIZE> problem{};
};

}  // namespace

CurlNotifier::CurlNotifier(NotifierSettings settings)
    : settings_(std::move(settings)), thread_((begin_curl(), "notify"), kWaiting, [](const std::string& what) {
        spdlog::error("a delivery failed: {}", what);
      }) {}

CurlNotifier::~CurlNotifier() { stop(); }

void CurlNotifier::stop() {
  stopping_ = true;
  thread_.stop();
}

void CurlNotifier::send(Mail mail, Delivered delivered) {
  const bool taken = thread_.post([this, mail = std::move(mail), delivered] { delivered(deliver(mail)); });
  if (!taken) delivered({false, "Too many alerts wait to be sent."});
}

void CurlNotifier::send(WebhookPost post, Delivered delivered) {
  const bool taken = thread_.post([this, post = std::move(post), delivered] { delivered(deliver(post)); });
  if (!taken) delivered({false, "Too many alerts wait to be sent."});
}

Delivery CurlNotifier::deliver(const Mail& mail) {
  if (!settings_.smtp) return {false, "No mail server is named in the site file."};
  const auto& server = *settings_.smtp;
  const bool tls = server.security == SmtpServer::Security::tls;
  const bool bare_v6 = server.host.find(':') != std::string::npos;
  const auto host = bare_v6 ? "[" + server.host + "]" : server.host;
  const auto url = (tls ? "smtps://" : "smtp://") + host + ":" + std::to_string(server.port);
  const auto from = "<" + server.from + ">";
  const auto text = mail_text(mail, server.from, ++mails_);
  const List to{curl_slist_append(nullptr, ("<" + mail.to + ">").c_str()), curl_slist_free_all};
  Reader reader{text};
  Transfer transfer{settings_, stopping_};
  transfer.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  transfer.set(CURLOPT_URL, url.c_str());
  transfer.set(CURLOPT_USE_SSL,
               static_cast<long>(server.security == SmtpServer::Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (!server.user.empty()) {
    transfer.set(CURLOPT_USERNAME, server.user.c_str());
    transfer.set(CURLOPT_PASSWORD, server.password.c_str());
  }
  transfer.set(CURLOPT_MAIL_FROM, from.c_str());
  transfer.set(CURLOPT_MAIL_RCPT, to.get());
  transfer.set(CURLOPT_UPLOAD, 1L);
  transfer.set(CURLOPT_READFUNCTION, give);
  transfer.set(CURLOPT_READDATA, &reader);
  auto problem = transfer.run("The mail server " + host + ":" + std::to_string(server.port));
  return {problem.empty(), std::move(problem)};
}

Delivery CurlNotifier::deliver(const WebhookPost& post) const {
  List headers{curl_slist_append(nullptr, "Content-Type: application/json"), curl_slist_free_all};
  const auto add = [&headers](const std::string& line) {
    auto* const longer = curl_slist_append(headers.get(), line.c_str());
    (void)headers.release();
    headers.reset(longer);
  };
  add("User-Agent: wardcast");
  add("Expect:");  // no waiting for a 100
  if (!settings_.webhook_key.empty())
    add("X-Wardcast-Signature: sha256=" + signature(settings_.webhook_key, post.json));
  Transfer transfer{settings_, stopping_};
  transfer.set(CURLOPT_PROTOCOLS_STR, "http,https");
  transfer.set(CURLOPT_URL, post.url.c_str());
  transfer.set(CURLOPT_HTTPHEADER, headers.get());
  transfer.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(post.json.size()));
  transfer.set(CURLOPT_POSTFIELDS, post.json.c_str());
  if (auto problem = transfer.run("The webhook"); !problem.empty()) return {false, std::move(problem)};
  long status = 0;
  (void)curl_easy_getinfo(transfer.easy.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status < 200 || status > 299)
    return {false, "The webhook answered " + std::to_string(status) + " instead of 2xx."};
  return {true, {}};
}

}  // namespace wardcast::notify

// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/password_work.hpp"

#include <utility>

#include "daemon/access/secrets.hpp"
#include "daemon/http/problem.hpp"

namespace wardcast::editorial {
namespace {

constexpr milliseconds kPatience{20'000};

http::Response busy() {
  auto response =
      http::problem(503, Reason::station_busy, "Too many passwords are being checked at once; try again in a moment.");
  response.headers.emplace_back("Retry-After", "2");
  return response;
}

}  // namespace

GivenPassword given_password(std::string text) {
  return {new std::string{std::move(text)}, [](std::string* password) {
            access::forget(*password);
            delete password;
          }};
}

http::Response after_password_work(const Deps& deps, std::function<void()> work, std::function<http::Response()> back) {
  auto response = busy();
  response.later = std::make_shared<const http::Later>(
      http::Later{kPatience, [&deps, work = std::move(work), back = std::move(back)](const http::Reply& reply) {
                    const bool taken = deps.passwords.post([&deps, work, back, reply] {
                      work();
                      if (!deps.desk.post([back, reply] { reply(back()); })) reply(busy());
                    });
                    if (!taken) reply(busy());
                  }});
  return response;
}

http::Response too_many(const access::TooManyAttempts& attempts) {
  const auto wait = std::to_string(attempts.retry_after.count());
  auto response = http::problem(429, Reason::attempts_throttled, "Too many attempts; wait " + wait + " s.");
  response.headers.emplace_back("Retry-After", wait);
  return response;
}

}  // namespace wardcast::editorial

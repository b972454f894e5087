// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "daemon/access/gate.hpp"
#include "daemon/editorial/deps.hpp"
#include "daemon/http/api.hpp"

// Passwords take long to hash and to verify: they have a worker of their own, one at a time.
namespace wardcast::editorial {

/// A password on its way between threads; overwritten when the last owner lets go of it.
using GivenPassword = std::shared_ptr<const std::string>;
GivenPassword given_password(std::string text);

/// Answers with what `back` says on the desk thread, after `work` was done on the worker "passwords". 503 when either
/// is too busy.
http::Response after_password_work(const Deps& deps, std::function<void()> work, std::function<http::Response()> back);

/// 429 with Retry-After.
http::Response too_many(const access::TooManyAttempts& attempts);

}  // namespace wardcast::editorial

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "daemon/editorial/deps.hpp"
#include "daemon/http/api.hpp"

// Two people who change the same thing must not undo each other's work unseen: what can be edited has a version, and a
// change may say which version it was made from.
namespace wardcast::editorial {

/// 16 hexadecimal digits; the same for equal states. Only what people edit counts: not when or by whom it was changed,
/// nor how far a recording's preparation is.
std::string version_of(const boost::json::object& state);

/// The body with its "version", which is also in the header ETag. `state` is what the version stands for.
http::Response versioned(int status, boost::json::object body, const boost::json::object& state);

/// Desk thread. A request names the version it was made from in If-Match, or as "version" in its body; without either
/// it is not refused. When `now`, the state of `target` (as the audit log names it), is another one: 412 with
/// "current", "changed" (the fields that differ, as far as the audit log still knows the older state), and who made the
/// last change when.
std::optional<http::Response> refuse_stale(const Deps& deps, const http::Request& request, const std::string& target,
                                           const boost::json::object& now);

}  // namespace wardcast::editorial

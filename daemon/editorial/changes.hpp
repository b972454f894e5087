// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/editorial/deps.hpp"
#include "daemon/http/problem.hpp"

namespace wardcast::editorial {

/// An audit entry in the name of whoever sent the request.
store::AuditEntry audited(const http::Request& request, std::string_view action, std::string target,
                          std::string before = {}, std::string after = {});

/// Desk thread. Does the change and writes its audit entry in one transaction: neither is kept without the other.
Result<void> change(const Deps& deps, const store::AuditEntry& entry, const std::function<Result<void>()>& what);

/// Any thread, for changes of the live station, which never wait for the disk: the entry is written a moment later,
/// and tried again until the disk takes it.
void audit_later(const Deps& deps, store::AuditEntry entry);

/// Station thread, which looks at what runs now first: the answer that `read` gives on the desk, from what is on
/// record.
http::Response through_desk(const Deps& deps, std::function<http::Response()> read);

/// The problem of several unmet conditions: 422 with errors[]; nothing when the list is empty. `more` as for
/// http::problem.
std::optional<http::Response> refuse(std::string_view what, const std::vector<Error>& gates,
                                     boost::json::object more = {});

/// Local dates ?from&to, both inclusive, at most `most_days` of them.
struct Dates {
  CivilDate from, to;
};
Result<Dates> dates_of(const http::Request& request, int most_days);

/// ?after&limit of a list in order of id: those after this id, at most so many.
struct Page {
  std::int64_t after = 0;
  int limit = 0;
};
/// `most` may be asked for, which is also what is given when nobody asks.
Result<Page> page_of(const http::Request& request, int most);

}  // namespace wardcast::editorial

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <vector>

#include "daemon/editorial/deps.hpp"
#include "daemon/http/api.hpp"
#include "daemon/http/problem.hpp"
#include "scheduler/programme.hpp"

// What is about to air, or on air, is not changed halfway. Desk thread.
namespace wardcast::editorial {

/// An edition is frozen from so long before its start until it has ended.
inline constexpr std::chrono::seconds kFrozen{60};

/// The programmes that a change touches, and what was changed of their editions.
struct Touched {
  std::vector<scheduler::Programme> programmes;
  std::vector<scheduler::EditionChange> changes;
};

/// 409 when a frozen edition would be another afterwards, naming it and what is possible instead. With ?force=true it
/// passes; the sentence then comes back in `forced`, for the audit log. New editions are no change. An edition that the
/// journal knows to have ended (stopped, missed) is not frozen.
std::optional<http::Response> refuse_frozen(const Deps& deps, const http::Request& request, const Touched& before,
                                            const Touched& after, std::string& forced);

/// What the book knows to be changed of a programme's editions.
std::vector<scheduler::EditionChange> changes_of(const Deps& deps, scheduler::ProgrammeId programme);

}  // namespace wardcast::editorial

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "daemon/editorial/deps.hpp"
#include "daemon/http/router.hpp"

// A client that did not hear the answer sends its request again; with the same Idempotency-Key it is answered as
// before, and nothing is done twice.
namespace wardcast::editorial {

/// How long an answer is kept.
constexpr std::chrono::hours kKeptAnswer{24};

/// The same route, its handler asked once only for each person and key. What the desk answers is kept in the database,
/// in the transaction of the change itself, so that it holds after a crash too; what the io thread answers is kept in
/// memory. A refusal is not kept: the request may be tried again. The same key with another request: 422. Routes that
/// answer with a secret, and those open to anyone, are given back as they are.
http::Route once_only(const Deps& deps, http::Route route);

}  // namespace wardcast::editorial

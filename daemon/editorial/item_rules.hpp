// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "drivers/store/records.hpp"

// The life of an item: draft → submitted → approved or returned (and again), withdrawn at the end. Pure.
namespace wardcast::editorial {

/// What still stands in the way of a step, each as one invalid Error that names its field.
using Gates = std::vector<Error>;

/// To be submitted it needs a title, a kind and a recording, at least on its way.
Gates gates_to_submit(const store::Item& item);
/// To be approved also: the recording is prepared, and somebody has ticked that it is not a classified document.
Gates gates_to_approve(const store::Item& item);

/// Is the step possible from the item's state? conflict when not.
Result<void> check_submit(const store::Item& item);
Result<void> check_approve(const store::Item& item);
Result<void> check_return(const store::Item& item);
Result<void> check_withdraw(const store::Item& item);
/// A withdrawn item is never changed again.
Result<void> check_edit(const store::Item& item);

/// What an editor has approved must be what airs: an approved item whose text or recording changed goes back to draft.
/// `before` and `after` differ by an edit. Returns true when it was re-opened.
bool reopen_if_changed(const store::Item& before, store::Item& after);

/// Why an item may not air now, as the plan says it: withdrawn | unapproved | no_audio; empty when it may. Expiry
/// apart.
std::string refused(const store::Item& item);

}  // namespace wardcast::editorial

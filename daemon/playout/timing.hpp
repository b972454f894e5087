// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/time.hpp"

// How far ahead of an edition's start each thing is done, and why.
namespace wardcast::playout {

/// The edition becomes known to the engine; longer than any warm-up plus the relay lead.
inline constexpr seconds kPickUp{60};
/// Recordings are read from the disk: a slow disk has this long.
inline constexpr seconds kLoadLead{20};
/// Line relays close and are read back: room for a reconnect to a board that dropped the connection.
inline constexpr milliseconds kRelayLead{1500};
/// A recording that has not come from the disk so long after it was asked for is passed over: the rest goes on.
inline constexpr milliseconds kLoadPatience{900};
/// This close to silence, an entry that is not loaded counts as overdue.
inline constexpr milliseconds kLastMoment{300};
/// An emergency's message that has not come from the disk so long after it was asked for counts as unreadable; the tone
/// sounds meanwhile, and the message still airs should it come later.
inline constexpr seconds kMessagePatience{10};
/// The pacer gets the stream; late enough that a clock step is noticed, early enough for a busy io thread.
inline constexpr milliseconds kOpenLead{300};
/// Whether the item in progress may run past the slot is decided so long before the slot's end.
inline constexpr milliseconds kEndDecision{1000};
/// The item in progress may finish so long past the slot's end, not longer.
inline constexpr seconds kOverrun{120};
/// Amplifier power goes off so long after its last zone opened, so that the opening is read back first.
inline constexpr milliseconds kPowerTail{1500};

}  // namespace wardcast::playout

// SPDX-License-Identifier: GPL-3.0-or-later
import type { Words } from "./words";

/** The station's own reasons why a line has to wait, and what is said of them here. */
const REASONS = [
  ["postponed", "wait_postponed"],
  ["another line", "wait_line"],
  ["needed too soon", "wait_soon"],
  ["about to be woken", "wait_soon"],
  ["held silent", "wait_hold"],
  ["clock", "wait_clock"],
  ["died away", "wait_tail"],
] as const;

/** Why a session waits, in the reader's language where that is known; else as the station says it. */
export function waiting(why: string, t: Words): string {
  const known = REASONS.find(([part]) => why.includes(part));
  return known ? t(known[1]) : why;
}

// SPDX-License-Identifier: GPL-3.0-or-later
import type { Fault } from "./site";

const SEVERITIES: Fault["severity"][] = ["critical", "major", "minor", "notice"];
export const isOpen = (fault: Fault) => fault.state === "new" || fault.state === "acknowledged";

/** Open ones first; of those the severest, and of equals the oldest. What is over follows, newest first. */
export function byUrgency(one: Fault, other: Fault): number {
  if (isOpen(one) !== isOpen(other)) return isOpen(one) ? -1 : 1;
  const age = Date.parse(one.since) - Date.parse(other.since);
  if (!isOpen(one)) return -age;
  return SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) || age;
}

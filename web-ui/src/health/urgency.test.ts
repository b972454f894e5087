// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import type { Fault } from "./site";
import { byUrgency } from "./urgency";

const fault = (id: number, state: Fault["state"], severity: Fault["severity"], hour: number) =>
  ({ id, state, severity, since: `2026-11-24T${String(hour).padStart(2, "0")}:00:00+07:00` }) as Fault;

test("the severest first, of equals the oldest, and what is over last", () => {
  const faults = [
    fault(1, "closed", "critical", 1),
    fault(2, "new", "minor", 2),
    fault(3, "acknowledged", "critical", 9),
    fault(4, "new", "critical", 8),
    fault(5, "resolved", "notice", 7),
    fault(6, "new", "major", 3),
  ];
  expect(faults.toSorted(byUrgency).map((one) => one.id)).toEqual([4, 3, 6, 2, 5, 1]);
});

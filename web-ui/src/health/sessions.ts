// SPDX-License-Identifier: GPL-3.0-or-later
import type { Schema } from "../api/client";

type Sessions = Pick<Schema["MonthOfSessions"], "held" | "missed">;

/**
 * A month that is over with nothing planned on record: nobody planned sessions then, such as before the station began.
 * `key` and `now` are months such as 2018-03.
 */
export const unplanned = (key: string, { held, missed }: Sessions, now: string) => held + missed === 0 && key < now;

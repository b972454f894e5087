// SPDX-License-Identifier: GPL-3.0-or-later
import { addDays, dateIn, weekday } from "../../i18n/civil";

export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const WORKING = "MO,TU,WE,TH,FR";

/** What the form offers; "rule" keeps an RRULE that no other choice can say. */
export type Repeats = "once" | "daily" | "working" | "weekly" | "monthly" | "rule";

export interface Recurrence {
  repeats: Repeats;
  /** 0 is Monday; of "weekly". */
  weekdays: number[];
  /** The day of the month, of "monthly"; −1 is the last. */
  monthday: number;
  /** The last date, inclusive; empty: without end. */
  until: string;
  /** Of "rule". */
  rule: string;
}

/** The parts of an RRULE by name, in upper case. */
export const partsOf = (rrule: string) =>
  new Map(
    rrule
      .toUpperCase()
      .replace(/^RRULE:/, "")
      .split(";")
      .filter(Boolean)
      .map((part) => part.split("=", 2) as [string, string]),
  );

/** The last date of UNTIL, in whichever of its forms it was written; `undefined` for one in UTC, which depends on the zone. */
function untilDate(value: string): string | undefined {
  if (value.endsWith("Z") || value.length < 8) return undefined;
  return `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6, 8)}`;
}

/** UNTIL with a time counts only when no edition of that date comes after it. */
function untilOf(value: string, start: string): string | undefined {
  const date = untilDate(value);
  if (!date || value.length === 8) return date;
  const time = `${value.slice(9, 11)}:${value.slice(11, 13)}:${value.slice(13, 15)}`;
  return time < start.slice(11, 19) ? addDays(date, -1) : date;
}

/** The form's choices for a stored rule. `start` gives the weekday or day of the month that a rule leaves out. */
export function readRule(rrule: string | null | undefined, start: string): Recurrence {
  const read: Recurrence = {
    repeats: "once",
    weekdays: [weekday(start)],
    monthday: Number(start.slice(8, 10)),
    until: "",
    rule: rrule ?? "",
  };
  if (!rrule) return read;
  const own: Recurrence = { ...read, repeats: "rule" };
  const parts = partsOf(rrule);
  const until = parts.get("UNTIL");
  if (until !== undefined) {
    const date = untilOf(until, start);
    if (!date) return own;
    read.until = date;
    own.until = date;
  }
  const frequency = parts.get("FREQ");
  const days = parts.get("BYDAY");
  const monthday = parts.get("BYMONTHDAY");
  for (const part of ["FREQ", "UNTIL", "BYDAY", "BYMONTHDAY", "WKST"]) parts.delete(part);
  if (parts.get("INTERVAL") === "1") parts.delete("INTERVAL");
  if (parts.size > 0) return own;
  const plain = days?.split(",").map((day) => WEEKDAYS.indexOf(day as (typeof WEEKDAYS)[number]));
  if (plain?.includes(-1)) return own;
  if ((frequency === "DAILY" || frequency === "WEEKLY") && !monthday) {
    if (!plain) return { ...read, repeats: frequency === "DAILY" ? "daily" : "weekly" };
    const sorted = [...new Set(plain)].sort();
    if (sorted.map((day) => WEEKDAYS[day]).join() === WORKING) return { ...read, repeats: "working" };
    if (sorted.length === 7) return { ...read, repeats: "daily" };
    return { ...read, repeats: "weekly", weekdays: sorted };
  }
  if (frequency === "MONTHLY" && !days) {
    if (!monthday) return { ...read, repeats: "monthly" };
    if (/^(-1|[1-9]|[12]\d|3[01])$/.test(monthday)) return { ...read, repeats: "monthly", monthday: Number(monthday) };
  }
  return own;
}

/** The RRULE of the form's choices; null: once. UNTIL is a date, so that it stays right when the time of day changes. */
export function writeRule(choice: Recurrence): string | null {
  if (choice.repeats === "once") return null;
  if (choice.repeats === "rule") return choice.rule;
  const end = choice.until ? `;UNTIL=${choice.until.replaceAll("-", "")}` : "";
  if (choice.repeats === "daily") return `FREQ=DAILY${end}`;
  if (choice.repeats === "working") return `FREQ=WEEKLY;BYDAY=${WORKING}${end}`;
  if (choice.repeats === "weekly")
    return `FREQ=WEEKLY;BYDAY=${[...choice.weekdays]
      .sort()
      .map((day) => WEEKDAYS[day])
      .join()}${end}`;
  return `FREQ=MONTHLY;BYMONTHDAY=${choice.monthday}${end}`;
}

/**
 * The rule when every edition moves by so many days; undefined when one rule cannot say it, so that only the one edition
 * can be moved. Without days to move by, any rule stays as it is.
 */
export function shifted(rrule: string, start: string, days: number): string | undefined {
  if (days === 0) return rrule;
  const choice = readRule(rrule, start);
  if (choice.until) return undefined; // the end would have to move too, and that is for the form
  if (choice.repeats === "daily") return rrule;
  if (choice.repeats === "weekly" && choice.weekdays.length === 1)
    return writeRule({ ...choice, weekdays: choice.weekdays.map((day) => (((day + days) % 7) + 7) % 7) }) ?? undefined;
  if (choice.repeats === "monthly") {
    const moved = Number(addDays(dateIn(start), days).slice(8, 10));
    if (choice.monthday > 0 && choice.monthday + days === moved && moved <= 28)
      return writeRule({ ...choice, monthday: moved }) ?? undefined;
  }
  return undefined;
}

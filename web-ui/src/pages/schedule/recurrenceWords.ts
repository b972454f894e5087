// SPDX-License-Identifier: GPL-3.0-or-later
import type { Schema } from "../../api/client";
import { addDays, clockOf, dateIn, dayAndMonth, dayOf, weekday } from "../../i18n/civil";
import { partsOf, type Recurrence, readRule, WEEKDAYS } from "./recurrence";
import type { TRecurrence as T } from "./words";

type Planned = Pick<Schema["Programme"], "start" | "rrule" | "exdates" | "holiday_calendar">;

/** More exceptions than this are told by their number. */
const MOST_NAMED = 4;

/** The first day of the lunar year in Vietnam: what lets a run of days off be called Tết. */
const TET = new Set(
  (
    "2018-02-16 2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 " +
    "2028-01-26 2029-02-13 2030-02-02 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08"
  ).split(" "),
);

/** "mỗi ngày làm việc, 17:00, trừ Tết 2018": when a programme airs, in words. */
export function inWords(programme: Planned, t: T, calendars: Schema["HolidayCalendar"][] = []): string {
  const choice = readRule(programme.rrule, programme.start);
  const time = clockOf(programme.start);
  if (choice.repeats === "once")
    return t("once", { day: dayName(weekday(programme.start), t), date: dayOf(programme.start), time });
  const counted = partsOf(choice.rule).get("COUNT");
  return [
    rhythm(choice, programme.start, t),
    time,
    choice.until ? t("until", { date: dayOf(choice.until) }) : "",
    choice.repeats === "rule" && counted ? t("times", { count: Number(counted) }) : "",
    exceptions(programme, choice, t, calendars),
  ]
    .filter(Boolean)
    .join(", ");
}

function rhythm(choice: Recurrence, start: string, t: T): string {
  if (choice.repeats === "daily") return t("daily");
  if (choice.repeats === "working") return t("working");
  if (choice.repeats === "weekly")
    return t("weekly", {
      days: list(
        choice.weekdays.map((day) => dayName(day, t)),
        t,
      ),
    });
  if (choice.repeats === "monthly")
    return choice.monthday === -1 ? t("monthly_last") : t("monthly", { day: choice.monthday });
  return ownRule(choice.rule, start, t);
}

/** Rules of others' making, as far as they can be told; else as they are written. */
function ownRule(rule: string, start: string, t: T): string {
  const parts = partsOf(rule);
  const [frequency, days, interval] = [parts.get("FREQ"), parts.get("BYDAY"), Number(parts.get("INTERVAL") ?? 1)];
  for (const part of ["FREQ", "BYDAY", "INTERVAL", "COUNT", "UNTIL", "WKST"]) parts.delete(part);
  if (parts.size > 0) return t("rule", { rule });
  const plain = (days ?? WEEKDAYS[weekday(start)] ?? "")
    .split(",")
    .map((day) => WEEKDAYS.indexOf(day as (typeof WEEKDAYS)[number]));
  if (frequency === "DAILY" && !days) return interval === 1 ? t("daily") : t("every_days", { number: interval });
  if (frequency === "WEEKLY" && !plain.includes(-1)) {
    const named = list(
      plain.map((day) => dayName(day, t)),
      t,
    );
    if (interval > 1) return t("every_weeks", { number: interval, days: named });
    return plain.sort().join() === "0,1,2,3,4" ? t("working") : t("weekly", { days: named });
  }
  const nth = /^(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)$/.exec(days ?? "");
  if (frequency === "MONTHLY" && nth && interval === 1) {
    const day = dayName(WEEKDAYS.indexOf(nth[2] as (typeof WEEKDAYS)[number]), t);
    return t("monthly_day", { nth: t(`nth_${nth[1] === "-1" ? "last" : (nth[1] as "1" | "2" | "3" | "4")}`), day });
  }
  return t("rule", { rule });
}

function exceptions(programme: Planned, choice: Recurrence, t: T, calendars: Schema["HolidayCalendar"][]): string {
  const airs = (date: string) =>
    choice.repeats === "working"
      ? weekday(date) < 5
      : choice.repeats === "weekly"
        ? choice.weekdays.includes(weekday(date))
        : true;
  const calendar = calendars.find((one) => one.name === programme.holiday_calendar);
  const first = dateIn(programme.start);
  const left = new Set(programme.exdates ?? []);
  const said: string[] = [];
  const added: string[] = [];
  // A series with an end can name its holidays; one without would have to name those of every year.
  if (calendar && choice.until) {
    const within = (date: string) => date >= first && date <= choice.until;
    for (const date of calendar.days_off) if (within(date) && (airs(date) || left.has(date))) left.add(date);
    for (const date of calendar.extra_working_days) if (within(date) && !airs(date)) added.push(date);
  }
  const runs = runsOf([...left].filter((date) => date >= first).sort(), airs);
  const names = runs.slice(0, MOST_NAMED).map((run) => nameOf(run, t));
  if (runs.length > MOST_NAMED) names.push(t("more_days", { count: runs.slice(MOST_NAMED).flat().length }));
  if (programme.holiday_calendar && !(calendar && choice.until))
    names.push(t("calendar", { name: programme.holiday_calendar }));
  if (names.length > 0) said.push(t("except", { what: list(names, t) }));
  if (added.length > 0) said.push(t("also", { what: list(added.map(dayOf), t) }));
  return said.join(", ");
}

/** Dates with nothing between them that would air are one run. */
function runsOf(dates: string[], airs: (date: string) => boolean): string[][] {
  const runs: string[][] = [];
  for (const date of dates) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    let next = last && addDays(last, 1);
    while (next && next < date && !airs(next)) next = addDays(next, 1);
    if (run && next === date) run.push(date);
    else runs.push([date]);
  }
  return runs;
}

function nameOf(run: string[], t: T): string {
  const first = run[0] ?? "";
  const last = run.at(-1) ?? first;
  // Tết is told also by a run that leaves out its own weekend.
  for (let date = first; date <= last; date = addDays(date, 1))
    if (TET.has(date)) return t("tet", { year: date.slice(0, 4) });
  if (first === last) return dayOf(first);
  return `${first.slice(0, 4) === last.slice(0, 4) ? dayAndMonth(first) : dayOf(first)}–${dayOf(last)}`;
}

const dayName = (day: number, t: T) => t(`day_${day as 0 | 1 | 2 | 3 | 4 | 5 | 6}`);

/** "a, b và c". */
function list(words: string[], t: T): string {
  if (words.length < 2) return words.join();
  return t("list", { first: words.slice(0, -1).join(", "), last: words.at(-1) ?? "" });
}

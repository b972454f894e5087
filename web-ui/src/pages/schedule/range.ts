// SPDX-License-Identifier: GPL-3.0-or-later
import { addDays, dayAndMonth, dayOf, weekday } from "../../i18n/civil";
import type { T, TRecurrence } from "./words";

export type View = "timeGridWeek" | "dayGridMonth" | "timeGridDay" | "list";

export const mondayOf = (date: string) => addDays(date, -weekday(date));
const firstOf = (date: string) => `${date.slice(0, 7)}-01`;

/** The dates that a view of `date` shows, both inclusive: weeks and months whole, a list from that day on. */
export function rangeOf(view: View, date: string): [from: string, to: string] {
  if (view === "timeGridDay") return [date, date];
  if (view === "list") return [date, addDays(date, 6)];
  if (view === "timeGridWeek") return [mondayOf(date), addDays(mondayOf(date), 6)];
  const from = mondayOf(firstOf(date));
  return [from, addDays(from, 41)];
}

/** The date to show after going on or back by what the view shows. */
export function stepped(view: View, date: string, by: -1 | 1): string {
  if (view === "timeGridDay") return addDays(date, by);
  if (view !== "dayGridMonth") return addDays(date, 7 * by);
  return by > 0 ? firstOf(addDays(firstOf(date), 31)) : firstOf(addDays(firstOf(date), -1));
}

export function titleOf(view: View, date: string, t: T, recurrence: TRecurrence): string {
  const [from, to] = rangeOf(view, date);
  if (view === "timeGridDay") return `${recurrence(`day_${weekday(date) as 0}`)} ${dayOf(date)}`;
  if (view === "dayGridMonth") return t("month_of", { month: Number(date.slice(5, 7)), year: date.slice(0, 4) });
  return `${from.slice(0, 4) === to.slice(0, 4) ? dayAndMonth(from) : dayOf(from)} – ${dayOf(to)}`;
}

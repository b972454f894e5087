// SPDX-License-Identifier: GPL-3.0-or-later
import type { Schema } from "../../api/client";
import { clockOf, dateIn, dayOf, parseDay, parseLength } from "../../i18n/civil";
import { length } from "../../i18n/format";
import type { Scope } from "./changes";
import type { Programme } from "./data";
import { type Recurrence, readRule, writeRule } from "./recurrence";
import type { T } from "./words";

type Body = Schema["ProgrammeInput"];

/** A programme as its form holds it. */
export interface Draft {
  title: string;
  zones: string[];
  date: string;
  time: string;
  length: string;
  recurrence: Recurrence;
  exdates: string;
  calendar: string | null;
  priority: number;
  origin: NonNullable<Body["origin"]>;
  on_busy: NonNullable<Body["on_busy"]>;
  on_interrupt: NonNullable<Body["on_interrupt"]>;
  opening: number | null;
  closing: number | null;
  items: number[];
}

export const newDraft = (start: string, duration: number): Draft => ({
  title: "",
  zones: [],
  date: dateIn(start),
  time: clockOf(start),
  length: length(duration),
  recurrence: readRule(null, start),
  exdates: "",
  calendar: null,
  priority: 64,
  origin: "own",
  on_busy: "reject",
  on_interrupt: "continue",
  opening: null,
  closing: null,
  items: [],
});

export function draftOf(programme: Omit<Programme, "id">): Draft {
  return {
    title: programme.title,
    zones: programme.zones,
    date: dateIn(programme.start),
    time: clockOf(programme.start),
    length: length(programme.duration),
    recurrence: readRule(programme.rrule, programme.start),
    exdates: (programme.exdates ?? []).map(dayOf).join("\n"),
    calendar: programme.holiday_calendar ?? null,
    priority: programme.priority ?? 64,
    origin: programme.origin ?? "own",
    on_busy: programme.on_busy ?? "reject",
    on_interrupt: programme.on_interrupt ?? "continue",
    opening: programme.opening_item ?? null,
    closing: programme.closing_item ?? null,
    items: programme.items ?? [],
  };
}

export const startOfDraft = (draft: Draft) =>
  `${draft.date}T${draft.time.length === 5 ? `${draft.time}:00` : draft.time}`;

/** The API's fields, and what is wrong with the form's by the names of those fields. */
export function bodyOf(draft: Draft, t: T): { body: Body; errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const duration = parseLength(draft.length);
  if (!draft.title.trim()) errors.title = t("needed");
  if (draft.zones.length === 0) errors.zones = t("zones_needed");
  if (!draft.date || !draft.time) errors.start = t("needed");
  if (!duration) errors.duration = t("duration_wrong");
  const { repeats, weekdays, until } = draft.recurrence;
  if (repeats === "weekly" && weekdays.length === 0) errors.rrule = t("days_needed");
  const series = repeats !== "once";
  if (series && repeats !== "rule" && until && until < draft.date) errors.until = t("until_early");
  const exdates: string[] = [];
  for (const written of series ? draft.exdates.split(/[\n,;]/) : []) {
    if (!written.trim()) continue;
    const date = parseDay(written);
    if (date) exdates.push(date);
    else errors.exdates = t("day_wrong", { day: written.trim() });
  }
  const body: Body = {
    title: draft.title.trim(),
    zones: draft.zones,
    start: startOfDraft(draft),
    duration: duration ?? 0,
    rrule: writeRule(draft.recurrence),
    exdates,
    holiday_calendar: series ? draft.calendar : null,
    items: draft.items,
    opening_item: draft.opening,
    closing_item: draft.closing,
    origin: draft.origin,
    priority: draft.priority,
    on_busy: draft.on_busy,
    on_interrupt: draft.on_interrupt,
  };
  return { body, errors };
}

/** Only what differs is sent: what somebody else changed meanwhile in other fields stays theirs to settle. */
export function changesOf(before: Body, after: Body, scope: Scope): Schema["ProgrammePatch"] {
  const fields = Object.keys(after) as (keyof Body)[];
  const changed = fields.filter(
    (field) =>
      JSON.stringify(before[field]) !== JSON.stringify(after[field]) &&
      !(scope === "this" && (field === "rrule" || field === "exdates" || field === "holiday_calendar")),
  );
  return Object.fromEntries(changed.map((field) => [field, after[field]]));
}

// SPDX-License-Identifier: GPL-3.0-or-later
import type { Schema } from "../../api/client";
import { addSeconds, civil, dateIn, reckon } from "../../i18n/civil";

export type Edition = Schema["Edition"];
export type PlannedZone = Pick<Schema["Zones"]["zones"][number], "id" | "name" | "amplifier" | "allowed_hours">;

/** Something that is to be placed: its civil start, seconds, zones. */
export interface Place {
  start: string;
  duration: number;
  zones: string[];
  priority: number;
}

/** Why the station would not take it there, as far as the page knows: what is loaded, and each zone's hours. */
export type Objection =
  | { kind: "past" }
  | { kind: "hours"; zone: PlannedZone }
  | { kind: "clash"; with: Edition; zones: string[]; equal: boolean };

/**
 * Everything against placing it there. `without` says which editions make way: the one that is moved, or all of its series.
 */
export function objections(
  place: Place,
  zones: PlannedZone[],
  editions: Edition[],
  without: (edition: Edition) => boolean,
  now?: string,
): Objection[] {
  const found: Objection[] = [];
  if (now && addSeconds(place.start, place.duration) <= now) found.push({ kind: "past" });
  const wanted = zones.filter((zone) => place.zones.includes(zone.id));
  for (const zone of wanted) if (!withinHours(place, zone.allowed_hours ?? [])) found.push({ kind: "hours", zone });
  const amplifiers = new Set(wanted.map((zone) => zone.amplifier));
  const from = reckon(place.start);
  const to = from + place.duration * 1000;
  for (const other of editions) {
    if (other.cancelled || without(other)) continue;
    const begins = reckon(civil(other.start));
    if (begins >= to || begins + other.duration * 1000 <= from) continue;
    // Zones of one amplifier hear one source: they clash as one zone would.
    const shared = zones.filter((zone) => other.zones.includes(zone.id) && amplifiers.has(zone.amplifier));
    const sharing = new Set(shared.map((zone) => zone.amplifier));
    if (shared.length > 0)
      found.push({
        kind: "clash",
        with: other,
        zones: wanted.filter((zone) => sharing.has(zone.amplifier)).map((zone) => zone.name),
        equal: priorityOf(other) === place.priority,
      });
  }
  return found;
}

/** Whether the station would refuse it: a clash of unequal priorities is planned, the stronger is heard. */
export const refuses = (objection: Objection) => objection.kind !== "clash" || objection.equal;

/** The timetable gives it beside the fields that openapi.json names. */
export const priorityOf = (edition: Edition) => (edition as Edition & { priority?: number }).priority ?? 64;

/** Whether all of it lies within windows such as "05:30-21:30"; a zone that may sound at any hour has "00:00-24:00". */
export function withinHours(place: Pick<Place, "start" | "duration">, hours: string[]): boolean {
  const from = reckon(place.start);
  const end = from + place.duration * 1000;
  const midnight = reckon(dateIn(place.start));
  const windows = [0, 1]
    .flatMap((day) => hours.map((window) => window.split("-").map((at) => midnight + ms(at) + day * 86_400_000)))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  let allowed = from;
  for (const [opens = 0, closes = 0] of windows) if (opens <= allowed && closes > allowed) allowed = closes;
  return allowed >= end;
}

function ms(clock: string): number {
  const [h = 0, m = 0] = clock.split(":").map(Number);
  return (h * 60 + m) * 60_000;
}

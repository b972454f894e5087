// SPDX-License-Identifier: GPL-3.0-or-later
import { Refused } from "../../api/client";
import { civil, clockOf, dayAndMonth } from "../../i18n/civil";
import { length } from "../../i18n/format";
import { clashesOf, endOf, refusalsOf, startOf } from "./states";
import type { Edition, Objection, PlannedZone } from "./verdict";
import type { Key, T } from "./words";

/** "17:00–17:30". */
export const slot = (edition: Edition) => `${clockOf(civil(edition.start))}–${clockOf(endOf(edition))}`;
/** "17:00 13/03". */
export const moment = (time: string) => `${clockOf(time)} ${dayAndMonth(time)}`;

const nameOf = (id: string, zones: PlannedZone[]) => zones.find((zone) => zone.id === id)?.name ?? id;
const named = (ids: string[], zones: PlannedZone[]) => ids.map((id) => nameOf(id, zones)).join(", ");

function sayHours(zone: PlannedZone, t: T): string {
  const hours = zone.allowed_hours ?? [];
  if (hours.length === 0) return t("say_no_hours", { zone: zone.name });
  return t("say_hours", { zone: zone.name, hours: hours.join(", ").replaceAll("-", "–") });
}

/** Everything that is not as it should be with an edition. `title` gives the titles of items that are known. */
export function saidOf(edition: Edition, zones: PlannedZone[], t: T, title: (item: number) => string | undefined) {
  const said: string[] = [];
  for (const refusal of refusalsOf(edition)) {
    const zone = zones.find((one) => one.id === refusal.zone);
    if (zone) said.push(sayHours(zone, t));
    else said.push(refusal.zone ? t("say_not_a_zone", { zone: refusal.zone }) : refusal.detail);
  }
  for (const clash of clashesOf(edition))
    said.push(
      t(clash.equal_priority ? "say_clash" : "say_outranked", {
        title: clash.title,
        time: moment(startOf(clash.with)),
        zones: named(clash.zones, zones),
      }),
    );
  return [...said, ...edition.warnings.map((warning) => sayWarning(warning, edition.items, t, title))];
}

/** What is not as it should be with a rundown. */
export function sayWarning(
  warning: Edition["warnings"][number],
  rundown: number[],
  t: T,
  title: (item: number) => string | undefined,
): string {
  if (warning.reason === "empty") return t(rundown.length > 0 ? "say_empty_all" : "say_empty");
  const items = warning.items.map((id) => title(id) ?? t("item_unknown", { id })).join(", ");
  return t(`say_${warning.reason}`, { items, length: length(warning.seconds ?? 0) });
}

export function sayObjection(objection: Objection, t: T): string {
  if (objection.kind === "past") return t("say_past");
  if (objection.kind === "hours") return sayHours(objection.zone, t);
  return t(objection.equal ? "say_clash" : "say_outranked", {
    title: objection.with.title,
    time: slot(objection.with),
    zones: objection.zones.join(", "),
  });
}

const FIELDS = new Set(
  (
    "title zones start duration rrule exdates holiday_calendar items opening_item closing_item priority on_busy " +
    "on_interrupt origin days_off extra_working_days name note"
  ).split(" "),
);

/** Why the station refused a plan, in the words of the schedule; undefined for what has none here. */
export function sayRefusal(error: unknown, zones: PlannedZone[], t: T): string | undefined {
  if (!(error instanceof Refused) || (error.status !== 409 && error.status !== 422)) return undefined;
  const { reason, about, errors = [] } = error.problem ?? {};
  const ids = about?.zones ?? [];
  if (reason === "overlap" && about?.edition) {
    const time = moment(startOf(about.edition));
    return t("refused", { detail: t("say_clash", { title: about.title ?? "", time, zones: named(ids, zones) }) });
  }
  if (errors.length === 0) return undefined;
  const guard = ids.map((id) => {
    const zone = zones.find((one) => one.id === id);
    return zone ? sayHours(zone, t) : t("say_not_a_zone", { zone: id });
  });
  const told = errors
    .filter((one) => one.reason !== "hours_guard" && one.reason !== "not_a_zone")
    .map(({ field, detail }) => (FIELDS.has(field) ? `${t(`field_${field}` as Key)}: ${detail}` : detail));
  return t("refused", { detail: [...guard, ...told].join(" ") });
}

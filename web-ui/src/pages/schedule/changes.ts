// SPDX-License-Identifier: GPL-3.0-or-later
import { api, type Schema, told } from "../../api/client";
import { addDays, civil, dateIn, daysBetween } from "../../i18n/civil";
import type { Programme } from "./data";
import { shifted } from "./recurrence";
import { startOf } from "./states";
import type { Edition } from "./verdict";

export type Scope = "this" | "following" | "all";
type Changed = Schema["ProgrammeChanged"];
/** Takes back what was done; absent where nothing can. */
export type Undo = () => Promise<unknown>;

const match = (version: string | undefined) => (version ? { "If-Match": `"${version}"` } : {});
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Editions are named by the local start that the plan gives them. */
const at = (edition: Edition) => startOf(edition.id);

export const patch = (
  programme: Programme,
  body: Schema["ProgrammePatch"],
  scope: Scope = "all",
  edition?: Edition,
): Promise<Changed> =>
  told(
    api.PATCH("/api/v1/programmes/{id}", {
      params: {
        path: { id: programme.id },
        query: { scope, ...(scope !== "all" && edition ? { at: at(edition) } : {}) },
        header: match(programme.version),
      },
      body,
    }),
  );

export const create = (body: Schema["ProgrammeInput"]) => told(api.POST("/api/v1/programmes", { body }));

export const remove = (programme: Programme, scope: Scope, edition: Edition) =>
  told(
    api.DELETE("/api/v1/programmes/{id}", {
      params: {
        path: { id: programme.id },
        query: { scope, ...(scope !== "all" ? { at: at(edition) } : {}) },
        header: match(programme.version),
      },
    }),
  );

/** The fields to send so that an edition begins at `start`; undefined when the series cannot say it. */
export function movedTo(
  programme: Programme,
  edition: Edition,
  start: string,
  scope: Scope,
): Schema["ProgrammePatch"] | undefined {
  if (scope === "this" || !programme.rrule) return { start };
  const planned = at(edition);
  const days = daysBetween(planned, start);
  const rrule = shifted(programme.rrule, scope === "all" ? programme.start : planned, days);
  if (rrule === undefined) return undefined;
  const first = scope === "all" ? `${addDays(dateIn(programme.start), days)}${start.slice(10)}` : start;
  return { start: first, ...(rrule === programme.rrule ? {} : { rrule }) };
}

/** Moves an edition, or with it those that follow or the series, and says how that is taken back. */
export async function move(
  programme: Programme,
  edition: Edition,
  start: string,
  duration: number,
  scope: Scope,
): Promise<Undo> {
  const body = movedTo(programme, edition, start, scope);
  if (!body) throw new Error("the series cannot move to another day");
  if (duration !== edition.duration) body.duration = duration;
  const changed = await patch(programme, body, scope, edition);
  const before = { start: programme.start, duration: programme.duration, rrule: programme.rrule };
  if (changed.id === programme.id) return () => patch(changed, before);
  if (scope === "this") return () => rejoin(programme, edition, changed);
  // The later part keeps its own id, and with it the rundowns that people gave its editions.
  const later = { start: at(edition), duration: programme.duration };
  return () => patch(changed, body.rrule ? { ...later, rrule: programme.rrule } : later);
}

/** Puts an edition that was taken out of its series back into it, with the rundown it had. */
async function rejoin(programme: Programme, edition: Edition, one: Changed) {
  await told(api.DELETE("/api/v1/programmes/{id}", { params: { path: { id: one.id }, header: match(one.version) } }));
  if (one.series) await patch(one.series, { exdates: programme.exdates ?? [] });
  if (!same(edition.items, programme.items ?? [])) await putEdition(edition.id, { items: edition.items });
}

const putEdition = (id: string, body: Schema["EditionInput"], version?: string) =>
  told(api.PUT("/api/v1/editions/{id}", { params: { path: { id }, header: match(version) }, body }));

/** The rundown to send: null where it is the programme's own. */
const itemsOf = (edition: Edition, programme: Programme | undefined) =>
  same(edition.items, programme?.items ?? []) ? null : edition.items;

/** Gives one edition its own rundown, or with null the programme's. */
export async function setRundown(
  edition: Edition,
  items: number[] | null,
  programme: Programme | undefined,
): Promise<Undo> {
  const saved = await putEdition(edition.id, { items }, edition.version);
  return () => putEdition(edition.id, { items: itemsOf(edition, programme) }, saved.version);
}

/** Cancels one edition: it stays in the timetable and can be brought back. */
export async function cancel(edition: Edition, programme: Programme | undefined): Promise<Undo> {
  await told(
    api.DELETE("/api/v1/editions/{id}", { params: { path: { id: edition.id }, header: match(edition.version) } }),
  );
  return () => putEdition(edition.id, { items: itemsOf(edition, programme), cancelled: false });
}

export async function restore(edition: Edition, programme: Programme | undefined): Promise<Undo> {
  const back = await putEdition(edition.id, { items: itemsOf(edition, programme), cancelled: false }, edition.version);
  return () =>
    told(api.DELETE("/api/v1/editions/{id}", { params: { path: { id: edition.id }, header: match(back.version) } }));
}

/** Whether more than this one edition hangs on the programme. */
export const recurs = (programme: Programme | undefined) => Boolean(programme?.rrule);

/** When an edition begins, as the station's clocks show it. */
export const beginsAt = (edition: Edition) => civil(edition.start);

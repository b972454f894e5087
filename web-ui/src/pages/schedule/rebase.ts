// SPDX-License-Identifier: GPL-3.0-or-later
import { Refused, type Schema } from "../../api/client";
import type { Programme } from "./data";
import type { Draft } from "./draft";

/** What the station told of a change that came first: the programme as it is now, and whose change it was. */
export interface Overtaken {
  now: Programme;
  who: string | undefined;
  at: string | undefined;
}

/** The programme as somebody else left it, where the station refused a change of `programme` for that; else undefined. */
export function overtaken(error: unknown, programme: Programme): Overtaken | undefined {
  if (!(error instanceof Refused) || error.status !== 412) return undefined;
  const { current, version, changed_by, changed_at } = (error.problem ?? {}) as Partial<Schema["Stale"]>;
  if (!current || !version) return undefined;
  return { now: { ...programme, ...current, version }, who: changed_by, at: changed_at };
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** What was typed since `from`, put upon `onto`; `touched` are the parts that were typed. */
export function rebased(draft: Draft, from: Draft, onto: Draft): { draft: Draft; touched: (keyof Draft)[] } {
  const touched = (Object.keys(draft) as (keyof Draft)[]).filter((part) => !same(draft[part], from[part]));
  return { draft: { ...onto, ...Object.fromEntries(touched.map((part) => [part, draft[part]])) }, touched };
}

/** What the form shows of a programme; the fields that say when it repeats are told as one. */
const TOLD = {
  title: ["title"],
  zones: ["zones"],
  start: ["date", "time"],
  duration: ["length"],
  rrule: ["recurrence", "exdates", "calendar"],
  items: ["items"],
  opening_item: ["opening"],
  closing_item: ["closing"],
  priority: ["priority"],
  origin: ["origin"],
  on_busy: ["on_busy"],
  on_interrupt: ["on_interrupt"],
} as const satisfies Record<string, readonly (keyof Draft)[]>;
export type Told = keyof typeof TOLD;

/** The fields in which two states of the form differ, and whether what was typed is kept in their place. */
export const differences = (before: Draft, after: Draft, touched: (keyof Draft)[]): { field: Told; mine: boolean }[] =>
  (Object.keys(TOLD) as Told[])
    .map((field) => ({ field, parts: TOLD[field] as readonly (keyof Draft)[] }))
    .filter(({ parts }) => parts.some((part) => !same(before[part], after[part])))
    .map(({ field, parts }) => ({ field, mine: parts.some((part) => touched.includes(part)) }));

// SPDX-License-Identifier: GPL-3.0-or-later

export interface Difference {
  /** Empty where the whole was one value. */
  field: string;
  before: string;
  after: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value of a record as one line; nothing is "–". */
export function lineOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) return value.join(", ") || "–";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What the station keeps beside what people write; when an entry was made stands before it. */
const BOOKKEEPING = ["id", "version", "packets", "created_at", "changed_at"];

/** What a change made otherwise, field by field; fields that stayed as they were are left out. */
export function differences(before: unknown, after: unknown): Difference[] {
  if (!isObject(before) && !isObject(after)) {
    if ((before ?? null) === null && (after ?? null) === null) return [];
    return [{ field: "", before: lineOf(before), after: lineOf(after) }];
  }
  const [old, now] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((field) => !BOOKKEEPING.includes(field))
    .filter((field) => JSON.stringify(old[field]) !== JSON.stringify(now[field]))
    .map((field) => ({ field, before: lineOf(old[field]), after: lineOf(now[field]) }))
    .filter((one) => one.before !== one.after);
}

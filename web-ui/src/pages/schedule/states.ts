// SPDX-License-Identifier: GPL-3.0-or-later
import { addSeconds, civil } from "../../i18n/civil";
import type { Edition } from "./verdict";

export const STATES = [
  "good",
  "underfull",
  "overfull",
  "empty",
  "notready",
  "refused",
  "clash",
  "cancelled",
  "over",
] as const;
export type State = (typeof STATES)[number];

/** The one thing to know of an edition; what keeps it from airing comes before what only shortens it. */
export function stateOf(edition: Edition, now: string): State {
  if (edition.cancelled) return "cancelled";
  if (endOf(edition) <= now) return "over";
  if (edition.refusals.length > 0) return "refused";
  if (clashesOf(edition).some((clash) => clash.equal_priority)) return "clash";
  const reasons = edition.warnings.map((warning) => warning.reason);
  if (reasons.includes("empty")) return "empty";
  if (reasons.some((reason) => reason !== "underfull" && reason !== "overfull")) return "notready";
  if (reasons.includes("overfull")) return "overfull";
  if (reasons.includes("underfull")) return "underfull";
  return clashesOf(edition).length > 0 ? "clash" : "good";
}

export const endOf = (edition: Edition) => addSeconds(civil(edition.start), edition.duration);

/** What openapi.json calls objects, as the station writes them. */
export interface Clash {
  with: string;
  title: string;
  zones: string[];
  equal_priority: boolean;
}
export interface Refusal {
  zone: string | null;
  reason: string;
  detail: string;
}
export const clashesOf = (edition: Edition) => edition.clashes as unknown as Clash[];
export const refusalsOf = (edition: Edition) => edition.refusals as unknown as Refusal[];

/** "12-20261122T170000" names the planned local start: "2026-11-22T17:00:00". */
export function startOf(editionId: string): string {
  const found = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/.exec(editionId);
  return found ? `${found[1]}-${found[2]}-${found[3]}T${found[4]}:${found[5]}:${found[6]}` : "";
}

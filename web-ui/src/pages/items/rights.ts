// SPDX-License-Identifier: GPL-3.0-or-later
import type { Person, Schema } from "../../api/client";

export type Item = Schema["Item"];
export type Status = Item["status"];

export const owns = (person: Person, item: Item) => item.owner === person.name;

/** Operators change every item, others their own; a withdrawn one stays as it was. */
export function mayEdit(person: Person, item: Item): boolean {
  if (item.status === "withdrawn") return false;
  if (person.role === "operator" || person.role === "admin") return true;
  return (person.role === "contributor" || person.role === "editor") && owns(person, item);
}

/** Approve, return or withdraw: one's own item needs the right to approve oneself. */
export const mayJudge = (person: Person, item: Item) =>
  person.role === "admin" || (person.role === "editor" && (person.self_approve || !owns(person, item)));

export type Missing = "title" | "kind" | "audio" | "preparing" | "not_classified";

/** What the station would name when it refuses to take the item for approval. */
export function missingToSubmit(item: Pick<Item, "title" | "kind" | "audio_state">): Missing[] {
  const missing: Missing[] = [];
  if (!item.title.trim()) missing.push("title");
  if (!item.kind.trim()) missing.push("kind");
  if (item.audio_state === "none" || item.audio_state === "failed") missing.push("audio");
  return missing;
}

export function missingToApprove(item: Item): Missing[] {
  const missing = missingToSubmit(item);
  if (item.audio_state === "preparing") missing.push("preparing");
  if (!item.not_classified) missing.push("not_classified");
  return missing;
}

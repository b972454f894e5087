// SPDX-License-Identifier: GPL-3.0-or-later

export interface Total {
  seconds: number;
  /** How many items' length nobody knows yet. */
  unknown: number;
  /** Seconds over the slot, or short of it below zero; to the whole second. */
  over: number;
  fit: "fits" | "short" | "under" | "over";
}

/** The station warns only of more than this: 5 s, or a twentieth of the slot. */
const tolerated = (slot: number) => Math.max(5, slot / 20);

/** A rundown's length against its slot. "short" is short of it, but not enough for the station to mind. */
export function totalOf(lengths: (number | null | undefined)[], slot: number): Total {
  const known = lengths.filter((length) => typeof length === "number");
  const seconds = known.reduce((sum, length) => sum + length, 0);
  const over = Math.round(seconds - slot);
  const short = slot - seconds > tolerated(slot) ? "under" : "short";
  return {
    seconds,
    unknown: lengths.length - known.length,
    over,
    fit: over > 0 ? "over" : over === 0 ? "fits" : short,
  };
}

/** The list with one entry put in another place. */
export function moved<Entry>(list: Entry[], from: number, to: number): Entry[] {
  const entry = list[from];
  if (entry === undefined || to < 0 || to >= list.length) return list;
  const rest = list.filter((_, at) => at !== from);
  return [...rest.slice(0, to), entry, ...rest.slice(to)];
}

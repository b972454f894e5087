// SPDX-License-Identifier: GPL-3.0-or-later
import type { Schema } from "../../api/client";

export type Airing = Schema["Airing"];
type Segment = Schema["Segment"];

/** Numbers that have airings behind them. */
export const AIRINGS = ["planned", "programmes", "partial", "missed"] as const;
/** Numbers that have single items behind them. */
export const ITEMS = ["items", "item_airings"] as const;
/** On-air time: airings, or what of them is of one kind, theme or unit. */
export const TIME = "on_air" as const;
export type What = (typeof AIRINGS)[number] | (typeof ITEMS)[number] | typeof TIME;

const DIMENSIONS = ["month", "kind", "theme", "unit", "origin"] as const;
export type Dimension = (typeof DIMENSIONS)[number];
/** What a number is narrowed to; an empty text is a value of its own: not given. */
export type Filter = Partial<Record<Dimension, string>>;

/** One item, tune or tone of an airing, pauses and restarts included. */
export interface Entry {
  airing: Airing;
  first: Segment;
  seconds: number;
  /** Of the whole recording; null where its length is not known. */
  share: number | null;
  /** An item of which at least 95 % was heard: what counts as an item aired. */
  whole: boolean;
}

const heard = (segment: Segment) => segment.confirmation !== "not_heard" && segment.packets > 0;

/** The airing's entries of which something counts, by position; as the station counts them. */
export function entriesOf(airing: Airing): Entry[] {
  const entries = new Map<string, Entry & { packets: number }>();
  for (const segment of airing.segments.filter(heard)) {
    const key = `${segment.position}/${segment.item_id}`;
    const entry = entries.get(key) ?? { airing, first: segment, seconds: 0, share: null, whole: false, packets: 0 };
    entry.packets += segment.packets;
    entry.seconds += segment.seconds;
    entries.set(key, entry);
  }
  return [...entries.values()]
    .sort((a, b) => a.first.position - b.first.position)
    .map(({ packets, ...entry }) => {
      const all = entry.first.item_packets;
      return {
        ...entry,
        share: all > 0 ? packets / all : null,
        whole: entry.first.role === "item" && all > 0 && packets * 100 >= all * 95,
      };
    });
}

const inOrder = (a: Airing, b: Airing) =>
  a.planned_start < b.planned_start || (a.planned_start === b.planned_start && a.id < b.id) ? -1 : 1;

/** Drills never count; without an origin asked for, the headline's own programmes are meant. */
const chosen = (airings: Airing[], filter: Filter) =>
  airings
    .filter(
      (airing) =>
        !airing.drill &&
        airing.origin === (filter.origin ?? "own") &&
        (filter.month === undefined || airing.local_date.startsWith(filter.month)),
    )
    .sort(inOrder);

/** The airings behind a number. */
export function airingsBehind(airings: Airing[], what: What, filter: Filter): Airing[] {
  return chosen(airings, filter).filter((airing) => {
    const sounded = airing.segments.some(heard);
    const ended = airing.result !== null;
    switch (what) {
      case "on_air":
        return sounded;
      case "programmes":
        return !airing.repeat && sounded;
      case "partial":
        return !airing.repeat && ended && airing.result === "partial";
      case "missed":
        return !airing.repeat && ended && !sounded;
      default:
        return !airing.repeat && (sounded || ended);
    }
  });
}

const fits = (segment: Segment, filter: Filter) =>
  (["kind", "theme", "unit"] as const).every((key) => filter[key] === undefined || segment[key] === filter[key]);

/** The items behind a number; behind on-air time, tunes and cut items too. */
export function entriesBehind(airings: Airing[], what: What, filter: Filter): Entry[] {
  const { month, ...rest } = filter;
  const entries = chosen(airings, rest)
    .flatMap(entriesOf)
    .filter((entry) => what === TIME || entry.whole);
  return (what === "items" ? firstAirings(entries) : entries).filter(
    ({ airing, first }) => fits(first, filter) && (month === undefined || airing.local_date.startsWith(month)),
  );
}

/** Each item once, where it was first aired in the period. */
function firstAirings(entries: Entry[]): Entry[] {
  const known = new Set<number>();
  return entries.filter(({ first: { item_id } }) => {
    if (item_id === null || known.has(item_id)) return false;
    known.add(item_id);
    return true;
  });
}

/** Whether a number's list shows items rather than airings. */
export const showsEntries = (what: What, filter: Filter) =>
  what === "items" ||
  what === "item_airings" ||
  (what === TIME && (filter.kind !== undefined || filter.theme !== undefined || filter.unit !== undefined));

/** As it stands in an address: on_air/month=2018-01/origin=relay. */
export const listAddress = (what: string, filter: Filter) =>
  [
    what,
    ...DIMENSIONS.filter((key) => filter[key] !== undefined).map(
      (key) => `${key}=${encodeURIComponent(filter[key] ?? "")}`,
    ),
  ].join("/");

export function filterAt(parts: string[]): Filter {
  const filter: Filter = {};
  for (const part of parts) {
    const [key, value] = [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)];
    const dimension = DIMENSIONS.find((one) => one === key);
    if (dimension) filter[dimension] = decodeURIComponent(value);
  }
  return filter;
}

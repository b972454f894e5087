// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { type Airing, airingsBehind, entriesBehind, filterAt, listAddress, showsEntries } from "./behind";

function segment(position: number, item: number, packets: number, more: object = {}): Airing["segments"][number] {
  return {
    position,
    role: "item",
    item_id: item,
    title: `Tin số ${item}`,
    kind: "Tin",
    theme: "",
    author: "",
    unit: "BBT",
    started_at: "2018-01-02T17:00:00+07:00",
    run: 1,
    steady_ns: 0,
    item_packets: 1000,
    first_packet: 0,
    packets,
    seconds: packets / 50,
    confirmation: "confirmed",
    end_reason: "finished",
    ...more,
  };
}

function airing(id: string, segments: Airing["segments"], more: object = {}): Airing {
  return {
    id,
    edition_id: id,
    programme_id: 1,
    title: "Bản tin",
    origin: "own",
    drill: false,
    repeat: false,
    zones: ["zone-1"],
    local_date: "2018-01-02",
    planned_start: "2018-01-02T17:00:00+07:00",
    planned_duration: 1800,
    started_at: null,
    ended_at: null,
    on_air_seconds: 0,
    result: "full",
    reason: "finished",
    detail: null,
    segments,
    skips: [],
    zone_changes: [],
    ...more,
  };
}

const AIRINGS = [
  airing("full", [segment(1, 1, 1000), segment(2, 2, 600), segment(2, 2, 360)]),
  airing("cut", [segment(1, 3, 949), segment(2, 4, 1000, { kind: "Bài" })], {
    result: "partial",
    local_date: "2018-02-01",
  }),
  airing("unheard", [segment(1, 5, 1000, { confirmation: "not_heard" })], { result: "missed" }),
  airing("again", [segment(1, 1, 1000)], { repeat: true }),
  airing("drill", [segment(1, 6, 1000)], { drill: true, origin: "emergency" }),
  airing("relay", [segment(1, 7, 1000, { role: "tone" })], { origin: "relay" }),
  airing("now", [segment(1, 8, 1000)], { result: null }),
];
const ids = (what: Parameters<typeof airingsBehind>[1], filter = {}) =>
  airingsBehind(AIRINGS, what, filter)
    .map((one) => one.id)
    .sort();

test("airings behind a number are those the station counted", () => {
  expect(ids("planned")).toEqual(["cut", "full", "now", "unheard"]);
  expect(ids("programmes")).toEqual(["cut", "full", "now"]);
  expect(ids("partial")).toEqual(["cut"]);
  expect(ids("missed")).toEqual(["unheard"]);
  expect(ids("on_air")).toEqual(["again", "cut", "full", "now"]);
  expect(ids("on_air", { origin: "relay" })).toEqual(["relay"]);
  expect(ids("programmes", { month: "2018-02" })).toEqual(["cut"]);
});

test("items behind a number are whole ones, once; airings each time", () => {
  const items = (what: "items" | "item_airings" | "on_air", filter = {}) =>
    entriesBehind(AIRINGS, what, filter)
      .map((entry) => entry.first.item_id)
      .sort();
  expect(items("items")).toEqual([1, 2, 4, 8]);
  expect(items("item_airings")).toEqual([1, 1, 2, 4, 8]);
  expect(items("items", { kind: "Bài" })).toEqual([4]);
  expect(items("items", { month: "2018-02" })).toEqual([4]);
  const repeated = [
    ...AIRINGS,
    airing("later", [segment(1, 1, 1000)], { local_date: "2018-03-01", planned_start: "2018-03-01T17:00:00+07:00" }),
  ];
  expect(entriesBehind(repeated, "items", { month: "2018-03" })).toEqual([]);
  expect(items("on_air", { kind: "Tin" })).toEqual([1, 1, 2, 3, 8]);
  expect(items("items", { unit: "" })).toEqual([]);
});

test("a list has an address that leads back to it", () => {
  const filter = { month: "2018-01", kind: "Bài 100% / mới=cũ" };
  const [what, ...parts] = listAddress("items", filter).split("/");
  expect(what).toBe("items");
  expect(filterAt(parts)).toEqual(filter);
  expect(filterAt(["unit="])).toEqual({ unit: "" });
  expect(showsEntries("on_air", { month: "2018-01" })).toBe(false);
  expect(showsEntries("on_air", { unit: "" })).toBe(true);
});

// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { type Edition, objections, refuses, withinHours } from "./verdict";

const zones = [
  { id: "z1", name: "Khu phố 1", amplifier: "a1", allowed_hours: ["05:30-21:30"] },
  { id: "z2", name: "Khu phố 2", amplifier: "a1", allowed_hours: ["05:30-11:00", "13:00-21:30"] },
  { id: "z3", name: "Khu phố 3", amplifier: "a2", allowed_hours: ["00:00-24:00"] },
];
const edition = (start: string, on: string[], more: object = {}): Edition => ({
  id: `7-${start}`,
  programme_id: 7,
  title: "Bản tin chiều",
  start: `${start}+07:00`,
  duration: 1800,
  zones: on,
  items: [],
  clashes: [],
  refusals: [],
  warnings: [],
  ...more,
});
const place = (start: string, on: string[]) => ({ start, duration: 1800, zones: on, priority: 64 });
const nobody = () => false;

test("the hours of every zone hold all of it", () => {
  const at = (start: string, hours: string[]) => withinHours({ start, duration: 1800 }, hours);
  expect(at("2018-03-13T17:00:00", ["05:30-21:30"])).toBe(true);
  expect(at("2018-03-13T21:00:00", ["05:30-21:30"])).toBe(true);
  expect(at("2018-03-13T21:00:01", ["05:30-21:30"])).toBe(false);
  expect(at("2018-03-13T05:29:59", ["05:30-21:30"])).toBe(false);
  expect(at("2018-03-13T23:45:00", ["00:00-24:00"])).toBe(true);
  expect(at("2018-03-13T23:45:00", ["20:00-24:00", "00:00-02:00"])).toBe(true);
  expect(at("2018-03-13T10:45:00", ["05:30-11:00", "11:00-21:30"])).toBe(true);
  expect(at("2018-03-13T17:00:00", [])).toBe(false);
});

test("zones of one amplifier clash, others do not, and an edition ends where the next begins", () => {
  const others = [edition("2018-03-13T17:00:00", ["z1"])];
  const kinds = (start: string, on: string[]) =>
    objections(place(start, on), zones, others, nobody).map((one) => one.kind);
  expect(kinds("2018-03-13T17:15:00", ["z1"])).toEqual(["clash"]);
  expect(kinds("2018-03-13T17:15:00", ["z2"])).toEqual(["clash"]);
  expect(kinds("2018-03-13T17:15:00", ["z3"])).toEqual([]);
  expect(kinds("2018-03-13T17:30:00", ["z1"])).toEqual([]);
  expect(kinds("2018-03-13T22:00:00", ["z1", "z3"])).toEqual(["hours"]);
});

test("who makes way, who is weaker and who is cancelled does not stand against it", () => {
  const found = (more: object, without: (other: Edition) => boolean = nobody) =>
    objections(place("2018-03-13T17:15:00", ["z1"]), zones, [edition("2018-03-13T17:00:00", ["z1"], more)], without);
  expect(found({ cancelled: true })).toEqual([]);
  expect(found({}, (other) => other.programme_id === 7)).toEqual([]);
  expect(found({ priority: 128 }).filter(refuses)).toEqual([]);
  expect(found({ priority: 64 }).filter(refuses)).toHaveLength(1);
});

test("nothing is placed into the past", () => {
  const past = objections(place("2018-03-13T17:00:00", ["z1"]), zones, [], nobody, "2018-03-13T17:30:00");
  expect(past).toEqual([{ kind: "past" }]);
  expect(objections(place("2018-03-13T17:00:00", ["z1"]), zones, [], nobody, "2018-03-13T17:29:59")).toEqual([]);
});

// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import type { Line } from "../../health/site";
import { nameAt, nameWithin, planOf, planOnPicture, roundLength } from "./plan";

const line = (...places: ([number, number] | null)[]) =>
  ({
    id: "line",
    speakers: places.map((place, i) => ({
      id: `loa-${i}`,
      name: "",
      tap_watts: 10,
      at_m: 0,
      latitude: place?.[0] ?? null,
      longitude: place?.[1] ?? null,
    })),
  }) as unknown as Line;

test("north is above, east is right, and a metre is as long both ways", () => {
  const plan = planOf([line([10.78, 106.7], [10.77, 106.7], [10.77, 106.71], null)]);
  if (!plan) throw new Error("there is no plan");
  const [first, second, third] = plan.wires[0]?.spots ?? [];
  if (!first || !second || !third) throw new Error("a loudspeaker is missing");
  expect(first.y).toBeLessThan(second.y);
  expect(third.x).toBeGreaterThan(second.x);
  expect((third.x - second.x) / (second.y - first.y)).toBeCloseTo(Math.cos((10.78 * Math.PI) / 180), 3);
  expect(second.y - first.y).toBeCloseTo(0.01 * 111_320 * (plan.unitsPerMetre ?? 0), 3);
  expect(plan.missing).toBe(1);
});

test("without coordinates there is no plan; with one loudspeaker there is", () => {
  expect(planOf([line(null, null)])).toBeNull();
  expect(planOf([line([10.78, 106.7])])?.wires[0]?.spots).toHaveLength(1);
});

test("the scale is a round length", () => {
  expect(roundLength(260)).toBe(200);
  expect(roundLength(99)).toBe(50);
  expect(roundLength(100)).toBe(100);
});

test("a line's name stands beyond its end", () => {
  const spot = (x: number, y: number) => ({ id: "", name: "", x, y });
  expect(nameAt([spot(0, 0), spot(100, 0)])).toEqual({ x: 120, y: 8, anchor: "start" });
  expect(nameAt([spot(100, 0), spot(0, 0)]).anchor).toBe("end");
  expect(nameAt([spot(0, 100), spot(0, 0)]).y).toBeLessThan(0);
  expect(nameAt([spot(5, 5)])).toEqual({ x: 5, y: 47, anchor: "middle" });
});

test("on a picture, places are fractions of it", () => {
  const places = [
    { id: "loa-0", x: 0.25, y: 1 },
    { id: "gone", x: 0, y: 0 },
  ];
  const plan = planOnPicture([line(null, null)], places, { width: 400, height: 200 });
  expect(plan).toMatchObject({ width: 1000, height: 500, unitsPerMetre: null, missing: 1 });
  expect(plan.wires[0]?.spots).toMatchObject([{ id: "loa-0", x: 250, y: 500 }]);
});

test("on a picture, a line's name stays on it and off the line's end", () => {
  const spot = (x: number, y: number) => ({ id: "", name: "", x, y });
  const plan = { width: 1000, height: 500 };
  const at = (...spots: ReturnType<typeof spot>[]) => nameWithin(spots, "Lê Lợi", plan);
  expect(at(spot(0, 250), spot(100, 250))).toEqual({ x: 120, y: 258, anchor: "start" });
  expect(at(spot(0, 250), spot(990, 250))).toEqual({ x: 952, y: 230, anchor: "middle" });
  expect(at(spot(500, 10), spot(50, 10))).toEqual({ x: 50, y: 52, anchor: "middle" });
  expect(at(spot(500, 100), spot(500, 495))).toEqual({ x: 500, y: 475, anchor: "middle" });
});

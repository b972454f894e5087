// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { moved, totalOf } from "./total";

test("a rundown against its slot, to the second", () => {
  expect(totalOf([450, 450, 450, 450], 1800)).toMatchObject({ seconds: 1800, over: 0, fit: "fits" });
  expect(totalOf([450, 450], 1800)).toMatchObject({ over: -900, fit: "under" });
  expect(totalOf([900, 850], 1800)).toMatchObject({ over: -50, fit: "short" });
  expect(totalOf([1000, 812.4], 1800)).toMatchObject({ over: 12, fit: "over" });
  expect(totalOf([600, null, undefined], 600)).toMatchObject({ unknown: 2, over: 0 });
});

test("an entry moves by one place, and not out of the list", () => {
  expect(moved(["a", "b", "c"], 2, 1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], 1, 2)).toEqual(["a", "b"]);
});

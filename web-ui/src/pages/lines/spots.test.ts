// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { moved, spotOf } from "./spots";

const box = { left: 100, top: 50, width: 400, height: 200 };

test("a point of the screen is a spot of the picture, or beside it", () => {
  expect(spotOf(box, 100, 50)).toEqual({ x: 0, y: 0 });
  expect(spotOf(box, 300, 100)).toEqual({ x: 0.5, y: 0.25 });
  expect(spotOf(box, 500, 250)).toEqual({ x: 1, y: 1 });
  expect(spotOf(box, 99, 100)).toBeNull();
  expect(spotOf(box, 300, 251)).toBeNull();
});

test("arrow keys move by a hundredth, with Shift by less, and not off the picture", () => {
  expect(moved({ x: 0.5, y: 0.5 }, "ArrowRight", false)).toEqual({ x: 0.51, y: 0.5 });
  expect(moved({ x: 0.5, y: 0.5 }, "ArrowUp", true)).toEqual({ x: 0.5, y: 0.498 });
  expect(moved({ x: 0.005, y: 1 }, "ArrowLeft", false)).toEqual({ x: 0, y: 1 });
  expect(moved({ x: 0, y: 1 }, "ArrowDown", false)).toEqual({ x: 0, y: 1 });
  expect(moved({ x: 0, y: 1 }, "Enter", false)).toBeNull();
});

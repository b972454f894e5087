// SPDX-License-Identifier: GPL-3.0-or-later

/** On the picture: fractions of its width and height, from its left and top. */
export interface Spot {
  x: number;
  y: number;
}

export const CENTRE: Spot = { x: 0.5, y: 0.5 };
const STEP = 0.01;
const SMALL_STEP = 0.002;

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export const isWithin = (box: Box, x: number, y: number) =>
  x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height;

/** A point of the screen as a spot of the picture that fills the box; null beside it. */
export function spotOf(box: Box, x: number, y: number): Spot | null {
  if (!isWithin(box, x, y)) return null;
  return { x: rounded((x - box.left) / box.width), y: rounded((y - box.top) / box.height) };
}

const WAYS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where an arrow key moves it, never off the picture; null for another key. */
export function moved(spot: Spot, key: string, small: boolean): Spot | null {
  const way = WAYS[key];
  if (!way) return null;
  const step = small ? SMALL_STEP : STEP;
  return { x: kept(spot.x + way[0] * step), y: kept(spot.y + way[1] * step) };
}

const kept = (part: number) => Math.min(1, Math.max(0, rounded(part)));
/** A ten-thousandth of a picture is less than a pixel of most. */
const rounded = (part: number) => Math.round(part * 10_000) / 10_000;

// SPDX-License-Identifier: GPL-3.0-or-later
import type { Schema } from "../../api/client";
import type { Line } from "../../health/site";

export type Place = Schema["PlanPlace"];

export interface Spot {
  id: string;
  name: string;
  x: number;
  y: number;
}

export interface Plan {
  width: number;
  height: number;
  /** Of the drawing's units; null: nobody knows how large the picture's ward is. */
  unitsPerMetre: number | null;
  wires: { line: Line; spots: Spot[] }[];
  missing: number;
}

const METRES_PER_DEGREE = 111_320;
/** Room around for the names of lines. */
const MARGIN_X = 190;
const MARGIN_Y = 70;
const LONGER_SIDE = 1000;
/** A ward of one loudspeaker, or one pole, still has a size. */
const LEAST_METRES = 100;

/** Loudspeakers that have coordinates, scaled to a drawing with north above. A ward is small: the earth is flat here. */
export function planOf(lines: Line[]): Plan | null {
  const all = lines.flatMap((line) => line.speakers);
  const placed = all.filter((speaker) => speaker.latitude != null && speaker.longitude != null);
  if (placed.length === 0) return null;
  const latitudes = placed.map((speaker) => speaker.latitude as number);
  const north = Math.max(...latitudes);
  const squeeze = Math.cos((north * Math.PI) / 180);
  const east = (longitude: number) => longitude * squeeze * METRES_PER_DEGREE;
  const xs = placed.map((speaker) => east(speaker.longitude as number));
  const west = Math.min(...xs);
  const across = Math.max(Math.max(...xs) - west, LEAST_METRES);
  const down = Math.max((north - Math.min(...latitudes)) * METRES_PER_DEGREE, LEAST_METRES);
  const unitsPerMetre = LONGER_SIDE / Math.max(across, down);
  const wires = lines.map((line) => ({
    line,
    spots: line.speakers.flatMap((speaker) =>
      speaker.latitude == null || speaker.longitude == null
        ? []
        : [
            {
              id: speaker.id,
              name: speaker.name,
              x: MARGIN_X + (east(speaker.longitude) - west) * unitsPerMetre,
              y: MARGIN_Y + (north - speaker.latitude) * METRES_PER_DEGREE * unitsPerMetre,
            },
          ],
    ),
  }));
  return {
    width: across * unitsPerMetre + 2 * MARGIN_X,
    height: down * unitsPerMetre + 2 * MARGIN_Y,
    unitsPerMetre,
    wires: wires.filter((wire) => wire.spots.length > 0),
    missing: all.length - placed.length,
  };
}

/** Loudspeakers that have a place on a picture, in a drawing as wide as high as it; only its proportion matters. */
export function planOnPicture(lines: Line[], places: Place[], picture: { width: number; height: number }): Plan {
  const height = (LONGER_SIDE * picture.height) / picture.width;
  const at = new Map(places.map((place) => [place.id, place]));
  const wires = lines.map((line) => ({
    line,
    spots: line.speakers.flatMap(({ id, name }) => {
      const place = at.get(id);
      return place ? [{ id, name, x: place.x * LONGER_SIDE, y: place.y * height }] : [];
    }),
  }));
  const count = wires.reduce((sum, wire) => sum + wire.spots.length, 0);
  return {
    width: LONGER_SIDE,
    height,
    unitsPerMetre: null,
    wires: wires.filter((wire) => wire.spots.length > 0),
    missing: lines.reduce((sum, line) => sum + line.speakers.length, 0) - count,
  };
}

const NAME_GAP = 20;
const SLANT = 0.35;

/** Where a line's name goes: beyond its last loudspeaker, the way the wire points, so that it covers neither. */
export function nameAt(spots: Spot[]): { x: number; y: number; anchor: "start" | "middle" | "end" } {
  const end = spots[spots.length - 1] as Spot;
  const before = spots[spots.length - 2] ?? { x: end.x, y: end.y - 1 };
  const long = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const dx = (end.x - before.x) / long;
  const dy = (end.y - before.y) / long;
  const anchor = dx > 1 - SLANT ? "start" : dx < SLANT - 1 ? "end" : "middle";
  const down = dy > 0 ? NAME_GAP + 22 : -NAME_GAP;
  return anchor === "middle"
    ? { x: end.x, y: end.y + down, anchor }
    : { x: end.x + Math.sign(dx) * NAME_GAP, y: end.y + 8, anchor };
}

/** Of the letters of a line's name, more or less. */
const LETTER_WIDTH = 16;
const LETTER_HEIGHT = 24;

/** The same on a picture, which has no room around it: the whole name is on it, and covers no end of its line. */
export function nameWithin(spots: Spot[], name: string, plan: { width: number; height: number }) {
  const end = spots[spots.length - 1] as Spot;
  const beside = nameAt(spots);
  const long = name.length * LETTER_WIDTH;
  if (beside.anchor === "start" && beside.x + long <= plan.width) return beside;
  if (beside.anchor === "end" && beside.x >= long) return beside;
  const above = end.y - NAME_GAP;
  const below = end.y + NAME_GAP + 22;
  const y = beside.anchor === "middle" ? beside.y : above;
  return {
    x: Math.max(long / 2, Math.min(plan.width - long / 2, end.x)),
    y: y < LETTER_HEIGHT ? below : y > plan.height - 8 ? above : y,
    anchor: "middle" as const,
  };
}

/** A round length for the plan's scale: at most `metres`. */
export function roundLength(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  return ([5, 2, 1].find((step) => step * power <= metres) ?? 1) * power;
}

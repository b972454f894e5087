// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { Refused } from "../../api/client";
import { type Door, PART_BYTES, sendWhole, uploadId } from "./sending";

/** A station that keeps what arrives; `trouble` is thrown, one for each call of put, where there is one. */
function station(size: number, trouble: (unknown | undefined)[] = []) {
  const seen: number[] = [];
  let has = 0;
  let finished = false;
  const door: Door = {
    ask: async () => has,
    put: async (from, part) => {
      const next = trouble.shift();
      if (next === "answer lost") {
        has = 0;
        finished = true;
        throw new TypeError("network");
      }
      if (next) throw next;
      seen.push(from);
      expect(from).toBe(has);
      has += part.size;
      return has === size ? "whole" : has;
    },
    taken: async () => finished,
  };
  return { door, seen };
}

function watcher() {
  const waits: number[] = [];
  return { waits, progress: () => {}, wait: async (ms: number) => void waits.push(ms) };
}

const SIZE = 2 * PART_BYTES + 5;
const file = new Blob([new Uint8Array(SIZE)]);
const never = () => false;

test("parts one after another", async () => {
  const { door, seen } = station(SIZE);
  await sendWhole(file, door, watcher(), never);
  expect(seen).toEqual([0, PART_BYTES, 2 * PART_BYTES]);
});

test("goes on from what arrived, waiting longer each time, and as long as the station asks", async () => {
  const lost = new TypeError("network");
  const { door, seen } = station(SIZE, [undefined, lost, lost, new Refused(503, undefined, 30), undefined]);
  const { waits, ...rest } = watcher();
  await sendWhole(file, door, { ...rest }, never);
  expect(seen).toEqual([0, PART_BYTES, 2 * PART_BYTES]);
  expect(waits).toEqual([1000, 2000, 30_000]);
});

test("does not send again what the station took when only the last answer was lost", async () => {
  const { door, seen } = station(SIZE, [undefined, undefined, "answer lost"]);
  await sendWhole(file, door, watcher(), never);
  expect(seen).toEqual([0, PART_BYTES]);
});

test("gives up what was refused for good", async () => {
  for (const status of [409, 413, 422, 507]) {
    const { door } = station(SIZE, [new Refused(status, undefined, undefined)]);
    await expect(sendWhole(file, door, watcher(), never)).rejects.toBeInstanceOf(Refused);
  }
});

test("the same file has the same Upload-Id, in the form that the station takes", () => {
  const made = (name: string, at: number) => new File(["x"], name, { lastModified: at });
  expect(uploadId(made("Ghi âm 1.m4a", 5))).toBe(uploadId(made("Ghi âm 1.m4a", 5)));
  expect(uploadId(made("Ghi âm 1.m4a", 5))).not.toBe(uploadId(made("Ghi âm 2.m4a", 5)));
  expect(uploadId(made("Ghi âm 1.m4a", 1.7e12))).toMatch(/^[0-9A-Za-z_-]{8,64}$/);
});

// SPDX-License-Identifier: GPL-3.0-or-later
import { Refused } from "../../api/client";

/** Small enough for two minutes on the slowest network that carries a call, large enough for a quick one. */
export const PART_BYTES = 512 * 1024;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;

/** The station's side of one upload. */
export interface Door {
  /** How many bytes have arrived. */
  ask(): Promise<number>;
  /** Sends the bytes from there on; how many have arrived after it, or that the whole is there. */
  put(from: number, part: Blob): Promise<number | "whole">;
  /** Whether the station has taken the whole, when the answer to the last part was lost. */
  taken(): Promise<boolean>;
}

export interface Watcher {
  progress(received: number): void;
  /** The connection is lost; ends when it is worth trying again. */
  wait(ms: number): Promise<void>;
}

/**
 * Sends the file in parts, and goes on where it was when a connection is lost or the station is away for a while. Throws what
 * the station refused for good. Ends early when `cancelled`.
 */
export async function sendWhole(file: Blob, door: Door, watcher: Watcher, cancelled: () => boolean) {
  let received: number | null = null;
  let last = false;
  let wait = FIRST_WAIT_MS;
  while (!cancelled()) {
    try {
      if (last && (await door.taken())) return;
      last = false;
      received ??= await door.ask();
      watcher.progress(received);
      last = received + PART_BYTES >= file.size;
      const answer = await door.put(received, file.slice(received, received + PART_BYTES));
      if (answer === "whole") return;
      received = answer;
      wait = FIRST_WAIT_MS;
    } catch (error) {
      if (cancelled()) return;
      if (!passing(error)) throw error;
      received = null;
      await watcher.wait(error instanceof Refused && error.retryAfter ? error.retryAfter * 1000 : wait);
      wait = Math.min(LONGEST_WAIT_MS, wait * 2);
    }
  }
}

/** A lost connection, a station that is away or busy, or one that has another count of what arrived. */
function passing(error: unknown): boolean {
  if (!(error instanceof Refused)) return true;
  if (error.status === 409) return error.problem !== undefined && "received" in error.problem;
  return error.status === 429 || (error.status >= 500 && error.status !== 507);
}

/** The same for the same file chosen again, so that it goes on where an earlier page left it. */
export function uploadId(file: File): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(file.name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return ["file", hash.toString(36), file.size.toString(36), file.lastModified.toString(36)].join("-");
}

// SPDX-License-Identifier: GPL-3.0-or-later
import { useSyncExternalStore } from "react";
import { dateOf } from "../i18n/format";
import { station } from "./station";

const SECOND_MS = 1000;

/** One timer for everything on the page that shows time passing. */
const readers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
function subscribe(call: () => void) {
  readers.add(call);
  timer ??= setInterval(() => {
    for (const one of readers) one();
  }, SECOND_MS);
  return () => {
    readers.delete(call);
    if (readers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function read(): number | null {
  const { onair, heard } = station.read();
  if (!onair) return null;
  return Math.floor((Date.parse(onair.at) + performance.now() - heard) / SECOND_MS) * SECOND_MS;
}

/**
 * The station's time in milliseconds since 1970, to the second, passing between two messages by this computer's steady clock:
 * what the computer itself believes the time to be may be wrong. Drawn again every second; null until it is known.
 */
export const useStationTime = () => useSyncExternalStore(subscribe, read);

/** Today where the station is; by this computer's clock as long as the station has not told. */
export const useToday = () =>
  useSyncExternalStore(station.subscribe, () => {
    const { onair } = station.read();
    return onair
      ? dateOf(onair.at)
      : new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  });

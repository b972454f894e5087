// SPDX-License-Identifier: GPL-3.0-or-later
import { useSyncExternalStore } from "react";

const MINUTE_MS = 60_000;
const subscribe = (call: () => void) => {
  const timer = setInterval(call, MINUTE_MS / 4);
  return () => clearInterval(timer);
};
const read = () => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;

/** The time to the minute; draws again when it changes, so that ages stay true. */
export const useMinute = () => useSyncExternalStore(subscribe, read);

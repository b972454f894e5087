// SPDX-License-Identifier: GPL-3.0-or-later
import { useSyncExternalStore } from "react";
import type { Schema } from "../api/client";

export type Onair = Schema["Onair"];
export type Zone = Schema["ZoneOnair"];
/** A message of /events. A fault or warning comes whole; the others say only that something of that kind changed. */
export type Event = Schema["Event"];

export type Link = { state: "opening" | "live" } | { state: "lost"; since: Date };

/** What the page knows of the station at this moment, and since when it knows nothing newer. */
export interface Live {
  link: Link;
  onair: Onair | null;
  /** When that came, by this computer's steady clock, in milliseconds. */
  heard: number;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;

/**
 * Follows /events: a snapshot, then numbered changes. A gap or a lost connection is mended by a new snapshot. One for the
 * page; components read it with useLive().
 */
class StationLink {
  private live: Live = { link: { state: "opening" }, onair: null, heard: 0 };
  private readonly readers = new Set<() => void>();
  private readonly listeners = new Set<(event: Event) => void>();
  private socket: WebSocket | null = null;
  private sequence = 0;
  private retry = FIRST_RETRY_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private drawing = false;

  /** Begins to follow; again after close(). */
  open() {
    if (this.socket) return;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/api/v1/events`);
    this.socket = socket;
    socket.onmessage = (message) => {
      if (this.socket !== socket) return;
      if (!this.take(JSON.parse(message.data) as Event)) socket.close();
    };
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket = null;
      if (this.live.link.state !== "lost") this.show({ ...this.live, link: { state: "lost", since: new Date() } });
      this.timer = setTimeout(() => this.open(), this.retry * (0.75 + Math.random() / 2));
      this.retry = Math.min(LONGEST_RETRY_MS, this.retry * 2);
    };
  }

  close() {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.show({ link: { state: "opening" }, onair: null, heard: 0 });
  }

  /** Calls for every event, and for each snapshot: whatever may have been missed is to be asked for again then. */
  listen(call: (event: Event) => void) {
    this.listeners.add(call);
    return () => void this.listeners.delete(call);
  }

  readonly subscribe = (call: () => void) => {
    this.readers.add(call);
    return () => void this.readers.delete(call);
  };
  readonly read = () => this.live;

  /** False when an event was missed. */
  private take(event: Event): boolean {
    if (event.type !== "snapshot" && event.seq !== this.sequence + 1) return false;
    this.sequence = event.seq;
    this.retry = FIRST_RETRY_MS;
    const heard = performance.now();
    if (event.type === "snapshot")
      this.show({ link: { state: "live" }, onair: event.onair as unknown as Onair, heard });
    else if (event.type === "onair" && this.live.onair)
      this.show({ ...this.live, onair: merged(this.live.onair, event.onair as unknown as Partial<Onair>), heard });
    for (const call of this.listeners) call(event);
    return true;
  }

  private show(live: Live) {
    this.live = live;
    if (this.drawing) return;
    this.drawing = true;
    // Levels change ten times a second in every zone: what comes within one frame is drawn once.
    requestAnimationFrame(() => {
      this.drawing = false;
      for (const call of this.readers) call();
    });
  }
}

/** Zones come one by one, everything else whole. */
export function merged(known: Onair, changes: Partial<Onair>): Onair {
  const zones = [...known.zones];
  for (const zone of changes.zones ?? []) {
    const at = zones.findIndex((one) => one.id === zone.id);
    if (at < 0) zones.push(zone);
    else zones[at] = zone;
  }
  return { ...known, ...changes, zones };
}

/** Whether they are the same zones, with the same names: all that some parts of the page need of them. */
export const sameNames = (one: Zone[], other: Zone[]) =>
  one.length === other.length && one.every(({ id, name }, at) => other[at]?.id === id && other[at]?.name === name);

export const station = new StationLink();
export const useLive = () => useSyncExternalStore(station.subscribe, station.read);
/** A part of it, which `part` gives the same as long as it did not change: only then the component is drawn again. */
export const useLivePart = <Part>(part: (live: Live) => Part) =>
  useSyncExternalStore(station.subscribe, () => part(station.read()));

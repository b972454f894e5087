// SPDX-License-Identifier: GPL-3.0-or-later

/** How large the ward is that a page is shown in place of the station's own. */
export interface Size {
  zones: number;
  /** Of each zone. */
  lines: number;
  /** Of each line. */
  speakers: number;
}

export type Fed = Window & {
  /** Tells the levels of every zone; numbers without a gap, from 1. */
  feed: (seq: number) => void;
  /** Tells that a line was measured, the next one each time, after which /lines says so, too. Takes a number of its own. */
  measure: (seq: number) => void;
};

/**
 * In a page, before its own scripts: events come from feed() and measure() instead of the station, and so do the answers about
 * zones, lines and amplifiers.
 */
export function bigWard(size: Size) {
  const at = (tenths: number) =>
    new Date(Date.UTC(2026, 10, 29, 1) + tenths * 100).toISOString().replace("Z", "+00:00");
  const indices = (count: number) => Array.from({ length: count }, (_, index) => index);
  const lineId = (zone: number, line: number) => `line-${zone + 1}-${line + 1}`;
  const zone = (index: number, tenths: number) => ({
    id: `zone-${index + 1}`,
    name: `Khu phố ${index + 1}`,
    source: "programme",
    airing: "a1",
    edition: "1",
    programme: "Bản tin phường",
    item: `Tin số ${Math.floor(tenths / 600) + 1}`,
    since: at(0),
    item_since: at(Math.floor(tenths / 600) * 600),
    item_seconds: 60,
    level_dbfs: -10 - ((index * 7 + tenths) % 30),
    relay: "closed",
    lines: indices(size.lines).map((line) => ({
      id: lineId(index, line),
      relay: "closed",
      wanted_closed: true,
      latched: false,
      tested: false,
    })),
  });
  const zones = (tenths: number) => indices(size.zones).map((index) => zone(index, tenths));

  // Zones side by side on a square of the ward, each line along a street of its own.
  const VERDICTS = ["ok", "ok", "ok", "partial", "ok", "drift", "ok", "open", "ok", "no_reference"];
  const across = Math.ceil(Math.sqrt(size.zones));
  const lines = indices(size.zones * size.lines).map((nth) => {
    const of = Math.floor(nth / size.lines);
    const side = nth % size.lines;
    const verdict = VERDICTS[nth % VERDICTS.length] ?? "ok";
    return {
      id: lineId(of, side),
      name: `Tuyến ${of + 1}.${side + 1}`,
      zone: `zone-${of + 1}`,
      amplifier: `amp-${(of % 10) + 1}`,
      relay: `board-${(of % 4) + 1}:${nth + 1}`,
      meter: `meter-${(of % 4) + 1}:${nth + 1}`,
      voltage: 100,
      length_m: 400,
      wire_mm2: 2.5,
      tolerance: 0.15,
      contact: "closed",
      latched: false,
      tested: false,
      health: {
        at: at(0),
        sweep: "s1",
        purpose: "sweep",
        attempt: 1,
        verdict,
        detail: "measured",
        volts: 10,
        amps: 0.1,
        leakage_amps: 0,
        watts: 75,
        reference_watts: verdict === "no_reference" ? null : 75,
        deviation: 0,
        lost: verdict === "partial" ? { low: 1, best: 1, high: 2, watts: 15, watts_uncertainty: 5 } : null,
        distance_m: null,
      },
      reference: null,
      resolution: {
        speakers: size.speakers,
        tolerance: 0.15,
        sure_deviation: 0.02,
        one_lost_shows: true,
        lost_seen: 1,
        tolerance_for_one: 0.15,
        detail: "one lost loudspeaker shows",
      },
      speakers: indices(size.speakers).map((speaker) => ({
        id: `loa-${nth * size.speakers + speaker + 1}`,
        name: `Loa ${nth * size.speakers + speaker + 1}`,
        tap_watts: 15,
        at_m: 80 * (speaker + 1),
        latitude: 10.77 + 0.005 * Math.floor(of / across) + 0.0016 * side,
        longitude: 106.7 + 0.005 * (of % across) + 0.0007 * speaker,
      })),
      faults: [] as object[],
    };
  });
  const answers: Record<string, () => object> = {
    "/api/v1/lines": () => ({ lines }),
    "/api/v1/zones": () => ({
      zones: zones(0).map((one) => ({ ...one, amplifier: "amp-1", groups: [], speakers: size.lines * size.speakers })),
    }),
    "/api/v1/amplifiers": () => ({
      amplifiers: indices(10).map((index) => ({ id: `amp-${index + 1}`, name: `Tăng âm ${index + 1}` })),
    }),
  };
  const asked = window.fetch;
  window.fetch = async (target, init) => {
    const address = new URL(target instanceof Request ? target.url : String(target), location.href);
    const answer = answers[address.pathname];
    if (!answer) return asked(target, init);
    return new Response(JSON.stringify(answer()), { headers: { "Content-Type": "application/json" } });
  };

  let listener: ((message: { data: string }) => void) | null = null;
  const tell = (message: object) => listener?.({ data: JSON.stringify(message) });
  class Feed {
    onclose = null;
    set onmessage(call: typeof listener) {
      listener = call;
      const rest = { hold: false, clock_wrong: null, next_up: [], boards: [], emergencies: [] };
      setTimeout(() => tell({ seq: 0, type: "snapshot", onair: { at: at(0), ...rest, zones: zones(0) } }));
    }
    close() {}
  }
  let times = 0;
  Object.assign(window, {
    WebSocket: Feed,
    feed: (seq: number) => tell({ seq, type: "onair", onair: { at: at(seq), zones: zones(seq) } }),
    measure: (seq: number) => {
      const last = lines[times % lines.length];
      times += 1;
      if (!last) return;
      const verdict = last.health.verdict === "ok" ? "partial" : "ok"; // so that a plan, too, has something to draw
      last.health = { ...last.health, at: at(times), watts: 60 + (times % 300) / 10, verdict };
      tell({ seq, type: "lines", line: last });
    },
  });
}

// SPDX-License-Identifier: GPL-3.0-or-later
import type { Schema } from "../api/client";
import { number } from "../i18n/format";
import type { Language } from "../i18n/words";
import type { HealthWords } from "./words";

/** The numbers of a measurement, and of the evidence of a fault, which names the load otherwise. */
export interface Numbers {
  watts?: number | null;
  measured_watts?: number | null;
  volts?: number | null;
  amps?: number | null;
  reference_watts?: number | null;
  deviation?: number | null;
  leakage_amps?: number | null;
  distance_m?: number | null;
  lost?: Schema["LostLoudspeakers"] | null;
}

/** A leak that is spoken of; below it a line is dry. */
const LEAK_TOLD_AMPS = 0.001;

/** Under half the reference's impedance a line is shorted; watts at rated voltage say nothing then. */
const SHORT_DEVIATION = -0.5;

/** "+4,2" and "−12,0". */
export function signed(value: number, language: Language, decimals = 1): string {
  const scale = 10 ** decimals;
  const rounded = Math.round(value * scale) / scale;
  return (rounded < 0 ? "−" : "+") + number(Math.abs(rounded), language, decimals);
}

/** What was measured, in sentences; none when nothing was. */
export function sentences(found: Numbers | null | undefined, t: HealthWords, language: Language): string[] {
  if (!found) return [];
  const watts = found.watts ?? found.measured_watts;
  const said: string[] = [];
  const say = (value: number, decimals = 1) => number(value, language, decimals);
  if (found.deviation != null && found.deviation < SHORT_DEVIATION && found.volts != null && found.amps) {
    const ohms = found.volts / found.amps;
    said.push(t("found_short", { ohms: say(ohms), reference: say(ohms / (1 + found.deviation)) }));
  } else if (watts != null && found.reference_watts != null) {
    const values = { watts: say(watts), reference: say(found.reference_watts) };
    said.push(
      found.deviation == null || found.deviation > 10
        ? t("found_load_gone", values)
        : t("found_load", { ...values, deviation: signed(found.deviation * 100, language) }),
    );
  } else if (watts != null) said.push(t("found_only_load", { watts: say(watts) }));
  const { lost } = found;
  if (lost && lost.best > 0) {
    const values = { best: lost.best, watts: say(lost.watts, 0), error: say(Math.ceil(lost.watts_uncertainty), 0) };
    said.push(
      lost.low === lost.high
        ? t("found_lost_sure", values)
        : t("found_lost", { ...values, low: lost.low, high: lost.high }),
    );
  }
  if (found.distance_m != null) said.push(t("found_distance", { metres: say(found.distance_m, 0) }));
  if (found.leakage_amps != null && found.leakage_amps > LEAK_TOLD_AMPS)
    said.push(t("found_leak", { milliamps: say(found.leakage_amps * 1000) }));
  return said;
}

/** "3 ngày 4 giờ", "2 giờ 5 phút": how long something has lasted. */
export function spell(seconds: number, t: HealthWords): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return t("spell_none");
  if (minutes < 60) return t("spell_minutes", { minutes });
  if (minutes < 24 * 60) return t("spell_hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  return t("spell_days", { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60) });
}

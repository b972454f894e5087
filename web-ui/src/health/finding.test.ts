// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { sentences, signed, spell } from "./finding";
import type { HealthWords } from "./words";

const said = ((key: string, values?: object) => `${key} ${JSON.stringify(values ?? {})}`) as HealthWords;

test("what was measured is told in sentences, and nothing where nothing was", () => {
  expect(sentences(null, said, "vi")).toEqual([]);
  expect(sentences({ measured_watts: 71.26, reference_watts: 93, deviation: 0.305 }, said, "vi")).toEqual([
    'found_load {"watts":"71,3","reference":"93,0","deviation":"+30,5"}',
  ]);
  const lost = { low: 1, best: 2, high: 3, watts: 22.4, watts_uncertainty: 3.2 };
  expect(sentences({ lost }, said, "en")).toEqual(['found_lost {"best":2,"watts":"22","error":"4","low":1,"high":3}']);
  expect(sentences({ lost: { ...lost, low: 2, high: 2 } }, said, "en")[0]).toMatch(/^found_lost_sure/);
  expect(sentences({ distance_m: 139.6, leakage_amps: 0.00002 }, said, "vi")).toEqual([
    'found_distance {"metres":"140"}',
  ]);
  expect(sentences({ leakage_amps: 0.0452 }, said, "vi")).toEqual(['found_leak {"milliamps":"45,2"}']);
  expect(sentences({ watts: 3000, reference_watts: 80, deviation: -0.975, volts: 9, amps: 3 }, said, "vi")).toEqual([
    'found_short {"ohms":"3,0","reference":"120,0"}',
  ]);
  expect(sentences({ watts: 0, reference_watts: 90, deviation: 4000 }, said, "vi")[0]).toMatch(/^found_load_gone/);
});

test("signs and spells", () => {
  expect(signed(-12, "vi")).toBe("−12,0");
  expect(signed(-0.02, "vi")).toBe("+0,0");
  expect(spell(30, said)).toMatch("spell_none");
  expect(spell(59 * 60, said)).toBe('spell_minutes {"minutes":59}');
  expect(spell(3 * 3600 + 300, said)).toBe('spell_hours {"hours":3,"minutes":5}');
  expect(spell(3 * 86400 + 4 * 3600, said)).toBe('spell_days {"days":3,"hours":4}');
});

// SPDX-License-Identifier: GPL-3.0-or-later
import { afterAll, beforeAll } from "vitest";
import { Eyes, Ward } from "./ward";

/** The ward and the browser of this file's tests; there from its first beforeAll on. */
export let ward: Ward;
export let eyes: Eyes;

/** Starts them before the tests of the file that calls it, and ends them afterwards. Options are those of ward_server.py. */
export function stage(...options: Parameters<typeof Ward.start>) {
  beforeAll(async () => {
    ward = await Ward.start(...options);
    eyes = await Eyes.open(ward);
  });
  afterAll(async () => {
    await eyes?.close();
    await ward?.stop();
  });
}

// SPDX-License-Identifier: GPL-3.0-or-later
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: [process.env.BENCH ? "*.bench.ts" : "*.test.ts"],
    // One ward and one Chromium at a time: they share two processors with what they test.
    fileParallelism: false,
    testTimeout: process.env.BENCH ? 600_000 : 60_000,
    hookTimeout: 60_000,
    // What a page shows is asked for until it shows it: expect.poll(), never a single look at what may be on its way.
    expect: { poll: { timeout: 10_000 } },
    cache: false,
  },
});

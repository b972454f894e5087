// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { dictionary } from "./words";

// Every namespace is made when its module is loaded; a page without words of its own has none to forget.
const modules = import.meta.glob(["../**/words.ts", "./common.ts", "./reasons.ts", "../live/LinkState.tsx"], {
  eager: true,
});

/** Texts that are the same in both languages, and may be. */
const SAME = new Set(["common.not_measured"]);

test("every text is there in both languages", () => {
  expect(Object.keys(modules).length).toBeGreaterThan(2);
  expect(dictionary.size).toBeGreaterThan(2);
  const untranslated: string[] = [];
  for (const [name, { vi, en }] of dictionary) {
    expect(Object.keys(en).sort(), name).toEqual(Object.keys(vi).sort());
    for (const [key, text] of Object.entries(vi)) {
      const other = en[key] ?? "";
      if (!text.trim() || !other.trim()) untranslated.push(`${name}.${key} is empty`);
      if (text === other && !SAME.has(`${name}.${key}`)) untranslated.push(`${name}.${key}: ${text}`);
      const places = (said: string) => [...said.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1]).sort();
      expect(places(other), `${name}.${key}`).toEqual(places(text));
    }
  }
  expect(untranslated).toEqual([]);
});

// SPDX-License-Identifier: GPL-3.0-or-later
// Every page, for whoever may see it, in both languages, on a desktop and on a phone: nothing overflows, axe finds nothing, nothing
// is refused by the page's policy, nothing is asked of strangers. With SHOTS=FOLDER each one is kept there as a picture.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { PAGES } from "../../web-ui/src/app/pages";
import { violations } from "./axe";
import { furnish } from "./furnished";
import { eyes, stage, ward } from "./stage";
import { DESKTOP, PHONE, type Role } from "./ward";

stage("--line-tests");
/** Pages of single things and tabs, for the administrator alone. */
let more: string[];
beforeAll(async () => {
  more = await furnish(ward);
}, 120_000);

const SIZES = [
  ["desktop", DESKTOP],
  ["phone", PHONE],
] as const;
const SPOKEN = ["vi", "en"] as const;

/** The administrator sees every page; one role more sees each page without the right to change it, if there is one. */
const seen: [Role, string][] = PAGES.flatMap((page): [Role, string][] => {
  const others = page.roles.filter((role) => role !== "admin");
  const least = others.includes("board") ? "board" : others[0];
  return least
    ? [
        ["admin", page.path],
        [least, page.path],
      ]
    : [["admin", page.path]];
});

for (const language of SPOKEN)
  for (const [size, viewport] of SIZES)
    test(`every page on a ${size} in ${language}`, async () => {
      const shots = process.env.SHOTS;
      const troubles: string[] = [];
      if (shots) mkdirSync(shots, { recursive: true });
      for (const role of new Set(seen.map(([who]) => who))) {
        const page = await eyes.as(role, viewport, language);
        const paths = seen.filter(([who]) => who === role).map(([, path]) => path);
        for (const path of role === "admin" ? [...paths, ...more] : paths) {
          await page.goto(`/#${path}`);
          await page.getByRole("heading", { level: 1 }).waitFor();
          await page.waitForLoadState("networkidle");
          await page
            .getByRole("status", { name: /Đang tải|Loading/ })
            .first()
            .waitFor({ state: "hidden" });
          const where = `${path} as ${role}, ${size}, ${language}`;
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          if (wide > 0) troubles.push(`${where}: ${wide} px wider than its window`);
          troubles.push(...(await violations(page)).map((one) => `${where}: ${one}`));
          if (shots) {
            const name = `${path.slice(1).replaceAll("/", "-") || "onair"}-${role}-${size}-${language}.png`;
            await page.screenshot({ path: join(shots, name), fullPage: true });
          }
        }
        await page.context().close();
      }
      expect(troubles).toEqual([]);
      expect(eyes.complaints).toEqual([]);
    }, 300_000);

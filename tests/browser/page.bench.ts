// SPDX-License-Identifier: GPL-3.0-or-later
// What the page costs a browser, printed as one table: first load, how soon a change is seen, a ward of 50 zones and 500
// loudspeakers whose levels change ten times a second (on air, and on the page of its lines, one of which is measured as often),
// and an hour of that at full speed. Run by `scripts/bench page`. Sizes are of what the daemon sent.
import type { CDPSession, Page } from "playwright-core";
import { test } from "vitest";
import { bigWard, type Fed } from "./big_ward";
import { DESKTOP, Eyes, Ward } from "./ward";

const ZONES = 50;
const LINES = 2;
const SPEAKERS = 5;
const CHANGES_A_SECOND = 10;
const SECONDS = 10;
const HOUR = 3600 * CHANGES_A_SECOND;

async function metric(devtools: CDPSession, name: "JSHeapUsedSize" | "TaskDuration") {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return metrics.find((one) => one.name === name)?.value ?? 0;
}

async function heapMiB(devtools: CDPSession) {
  await devtools.send("HeapProfiler.collectGarbage");
  return (await metric(devtools, "JSHeapUsedSize")) / 2 ** 20;
}

/** A page whose events come from itself. */
async function fed(eyes: Eyes): Promise<Page> {
  const page = await eyes.window(DESKTOP);
  await page.addInitScript(bigWard, { zones: ZONES, lines: LINES, speakers: SPEAKERS });
  await eyes.enter(page, "board");
  await page
    .getByRole("article")
    .nth(ZONES - 1)
    .waitFor();
  return page;
}

const percentile = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

async function firstLoad(eyes: Eyes) {
  const page = await eyes.window(DESKTOP);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  let bytes = 0;
  devtools.on("Network.loadingFinished", (event) => {
    bytes += event.encodedDataLength;
  });
  const began = performance.now();
  await eyes.enter(page, "operator");
  await page.getByRole("article").first().waitFor();
  const took = performance.now() - began;
  await page.context().close();
  return { bytes, took };
}

/** From the station's answer to the change on screen. */
async function seen(ward: Ward, eyes: Eyes) {
  const page = await eyes.as("board");
  await page.getByRole("article").first().waitFor();
  const times: number[] = [];
  for (let i = 0; i < 10; ++i) {
    for (const [method, shown] of [
      ["POST", true],
      ["DELETE", false],
    ] as const) {
      const drawn = page.evaluate(
        (wanted) =>
          new Promise<number>((resolve) => {
            const look = () => {
              if (document.body.textContent?.includes("Đang giữ im lặng.") === wanted) resolve(Date.now());
              else requestAnimationFrame(look);
            };
            look();
          }),
        shown,
      );
      await ward.ask("operator", method, "/stop", method === "POST" ? { hold: true } : undefined);
      const answered = Date.now();
      times.push((await drawn) - answered);
    }
  }
  await page.context().close();
  return times;
}

interface Seen {
  /** Milliseconds from frame to frame. */
  gaps: number[];
  /** Lines that were measured, and those of them that the page drew anew. */
  measured: number;
  drawn: number;
}

/** The time between frames while the page scrolls and changes come; `lines` are measured, too, as often as levels change. */
function frames(page: Page, lines: boolean) {
  return page.evaluate(
    ({ pause, lines, seconds }) =>
      new Promise<Seen>((resolve) => {
        const { feed, measure } = window as unknown as Fed;
        let seq = 0;
        let measured = 0;
        const timer = setInterval(() => {
          feed(++seq);
          if (!lines) return;
          measure(++seq);
          measured += 1;
        }, pause);
        const drawn = new Set<string>();
        new MutationObserver((records) => {
          for (const { target } of records) {
            const near = target instanceof Element ? target : target.parentElement;
            const line = near?.closest<HTMLElement>("[data-line]")?.dataset.line;
            if (line) drawn.add(line);
          }
        }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
        const gaps: number[] = [];
        let last = performance.now();
        const until = last + seconds * 1000;
        const step = (now: number) => {
          gaps.push(now - last);
          last = now;
          window.scrollBy(0, 8);
          if (window.scrollY + window.innerHeight >= document.body.scrollHeight) window.scrollTo(0, 0);
          if (now < until) requestAnimationFrame(step);
          else {
            clearInterval(timer);
            resolve({ gaps: gaps.slice(5), measured, drawn: drawn.size });
          }
        };
        requestAnimationFrame(step);
      }),
    { pause: 1000 / CHANGES_A_SECOND, lines, seconds: SECONDS },
  );
}

/** On air, or the lines as a list or on the plan of the ward. */
async function smooth(eyes: Eyes, view?: "list" | "plan") {
  const page = await fed(eyes);
  if (view) {
    await page.goto("/#/lines");
    const lines = page.locator("[data-line]");
    await lines.nth(ZONES * LINES - 1).waitFor();
    if (view === "plan") {
      await page.getByText("Sơ đồ", { exact: true }).click();
      await page.getByRole("region", { name: `Sơ đồ loa của phường, ${ZONES * LINES * SPEAKERS} loa` }).waitFor();
    }
  }
  const devtools = await page.context().newCDPSession(page);
  // What the page's own thread ran: other work of the machine makes frames late, but not this.
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const before = await metric(devtools, "TaskDuration");
  const seen = await frames(page, view !== undefined);
  const busy = (await metric(devtools, "TaskDuration")) - before;
  await page.context().close();
  return { ...seen, busy: busy / SECONDS };
}

/** An hour's changes, ten of them before each frame; how much memory they leave behind. */
async function hour(eyes: Eyes) {
  const page = await fed(eyes);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const heap = [await heapMiB(devtools)];
  const began = performance.now();
  const part = HOUR / 6;
  for (let done = 0; done < HOUR; done += part) {
    await page.evaluate(
      async ([from, to]) => {
        for (let seq = from + 1; seq <= to; ++seq) {
          (window as unknown as Fed).feed(seq);
          if (seq % 10 === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
        }
      },
      [done, done + part] as const,
    );
    heap.push(await heapMiB(devtools));
  }
  const took = (performance.now() - began) / 1000;
  await page.context().close();
  return { heap, took };
}

/** The same form for everything that is to be smooth. */
const told = ({ gaps, measured, drawn, busy }: Seen & { busy: number }) =>
  `frame p50 ${percentile(gaps, 0.5).toFixed(1)} ms, p95 ${percentile(gaps, 0.95).toFixed(1)} ms, ` +
  `worst ${Math.max(...gaps).toFixed(0)} ms of ${gaps.length}, its thread ${(100 * busy).toFixed(0)} % busy${measured ? `; drew ${drawn} of ${measured} lines measured` : ""}`;

test("what the page costs a browser", async () => {
  const ward = await Ward.start();
  const eyes = await Eyes.open(ward);
  try {
    const load = await firstLoad(eyes);
    const times = await seen(ward, eyes);
    const onAir = await smooth(eyes);
    const list = await smooth(eyes, "list");
    const plan = await smooth(eyes, "plan");
    const { heap, took } = await hour(eyes);
    const table: [string, string][] = [
      [
        "first load, all that came over the wire",
        `${(load.bytes / 1000).toFixed(0)} kB, ${load.took.toFixed(0)} ms with logging in`,
      ],
      [
        "a change, from answer to screen",
        `median ${percentile(times, 0.5)} ms, worst ${Math.max(...times)} ms of ${times.length}`,
      ],
      [`${ZONES} zones, ${CHANGES_A_SECOND} changes/s, scrolling`, told(onAir)],
      [`their ${ZONES * LINES * SPEAKERS} loudspeakers, as a list`, told(list)],
      [`their ${ZONES * LINES * SPEAKERS} loudspeakers, on the plan`, told(plan)],
      [
        `an hour of ${ZONES} zones in ${took.toFixed(0)} s`,
        `heap MiB each ten minutes: ${heap.map((one) => one.toFixed(1)).join(" ")}`,
      ],
    ];
    console.log(table.map(([what, figures]) => what.padEnd(43) + figures).join("\n"));
  } finally {
    await eyes.close();
    await ward.stop();
  }
});

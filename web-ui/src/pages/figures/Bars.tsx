// SPDX-License-Identifier: GPL-3.0-or-later
import { useComputedColorScheme } from "@mantine/core";
import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, Tooltip } from "chart.js";
import { useEffect, useRef } from "react";
import classes from "./figures.module.css";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Legend, Tooltip);

export interface Series {
  label: string;
  values: (number | null)[];
}
interface Content {
  names: string[];
  now: Series;
  before: Series | null;
}
interface Props extends Content {
  label: string;
  /** Bars upright, as for time; lying, as for long names. */
  upright?: boolean;
  say: (value: number) => string;
}

const ROW = 44;
const AROUND = 90;

/** Bars of this period, filled, beside those of the period before, outlined. The table beside it says the same in numbers. */
export function Bars({ label, names, now, before, upright = false, say }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = useComputedColorScheme() === "dark";
  // Drawn anew only when the numbers are others, not whenever the page around it is.
  const content = JSON.stringify({ names, now, before } satisfies Content);
  useEffect(() => {
    const { names, now, before } = JSON.parse(content) as Content;
    if (!canvas.current) return;
    const ink = dark ? "#c9c9c9" : "#495057";
    const bar = dark ? "#20c997" : "#087f5b";
    const value = {
      beginAtZero: true,
      ticks: { color: ink, precision: 0, callback: (at: string | number) => say(Number(at)) },
    };
    const name = { ticks: { color: ink, autoSkip: false }, grid: { display: false } };
    const chart = new Chart(canvas.current, {
      type: "bar",
      data: {
        labels: names,
        datasets: [
          { label: now.label, data: now.values, backgroundColor: bar },
          ...(before
            ? [
                {
                  label: before.label,
                  data: before.values,
                  backgroundColor: "transparent",
                  borderColor: ink,
                  borderWidth: 1.5,
                },
              ]
            : []),
        ],
      },
      options: {
        indexAxis: upright ? "x" : "y",
        animation: false,
        maintainAspectRatio: false,
        scales: upright ? { x: name, y: value } : { x: value, y: name },
        plugins: {
          legend: { labels: { color: ink } },
          tooltip: {
            callbacks: {
              label: (item) => `${item.dataset.label}: ${say((upright ? item.parsed.y : item.parsed.x) ?? 0)}`,
            },
          },
        },
      },
    });
    return () => chart.destroy();
  }, [content, upright, say, dark]);
  return (
    <div className={`${classes.chart} no-print`} style={{ height: upright ? 260 : AROUND + names.length * ROW }}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}

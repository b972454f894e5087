// SPDX-License-Identifier: GPL-3.0-or-later
import { useComputedColorScheme } from "@mantine/core";
import {
  CategoryScale,
  Chart,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";
import { useEffect, useRef } from "react";
import type { Schema } from "../../api/client";
import { toneOf } from "../../health/Mark";
import { dayAndHour, number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import classes from "./HistoryChart.module.css";
import { useWords } from "./words";

Chart.register(LineController, LineElement, PointElement, LinearScale, CategoryScale, Filler, Tooltip, Legend);

type Measurement = Schema["Measurement"];
const POINTS = { good: "circle", watch: "rect", bad: "triangle", unknown: "crossRot", busy: "circle" } as const;
/** A short would draw thousands of watts and flatten all else: it is drawn at so many times the reference. */
const HIGHEST = 2;
const COLOURS = {
  light: {
    text: "#343a40",
    grid: "#dee2e6",
    measured: "#0b7285",
    reference: "#212529",
    band: "rgba(18, 184, 134, 0.2)",
  },
  dark: {
    text: "#dee2e6",
    grid: "#495057",
    measured: "#66d9e8",
    reference: "#f8f9fa",
    band: "rgba(18, 184, 134, 0.3)",
  },
};

/** Watts of one measurement after the other against the reference and its tolerance, oldest at the left. */
export function HistoryChart({ rows, tolerance }: { rows: Measurement[]; tolerance: number }) {
  const t = useWords();
  const language = useLanguage();
  const scheme = useComputedColorScheme("light");
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const colours = COLOURS[scheme];
    const told = rows.toReversed();
    const reference = (times: number) => told.map((row) => (row.reference_watts ? row.reference_watts * times : null));
    const none = { pointRadius: 0, pointHitRadius: 0, borderWidth: 0 };
    const chart = new Chart(canvas.current, {
      type: "line",
      data: {
        labels: told.map((row) => dayAndHour(row.at)),
        datasets: [
          {
            label: t("chart_measured"),
            data: told.map((row) => row.watts && Math.min(row.watts, HIGHEST * (row.reference_watts ?? row.watts))),
            borderColor: colours.measured,
            backgroundColor: colours.measured,
            pointStyle: told.map((row) => POINTS[toneOf(row.verdict)]),
            pointRadius: 6,
          },
          {
            label: t("chart_reference"),
            data: reference(1),
            borderColor: colours.reference,
            backgroundColor: colours.reference,
            borderDash: [6, 4],
            borderWidth: 2,
            pointRadius: told.length === 1 ? 3 : 0,
            stepped: "before",
          },
          // Of two lines one fills the space to the other.
          { ...none, label: "", data: reference(1 / (1 + tolerance)), stepped: "before" },
          {
            ...none,
            label: t("chart_band"),
            data: reference(1 / (1 - tolerance)),
            backgroundColor: colours.band,
            fill: "-1",
            stepped: "before",
          },
        ],
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        locale: language === "vi" ? "vi-VN" : "en-GB",
        interaction: { mode: "index", intersect: false },
        scales: {
          x: { ticks: { color: colours.text, maxRotation: 0, autoSkipPadding: 16 }, grid: { display: false } },
          y: {
            beginAtZero: true,
            title: { display: true, text: "W", color: colours.text },
            ticks: { color: colours.text },
            grid: { color: colours.grid },
          },
        },
        plugins: {
          legend: { labels: { color: colours.text, filter: (label) => label.text !== "" } },
          tooltip: {
            filter: (item) => item.datasetIndex < 2,
            callbacks: {
              label: ({ dataset, dataIndex, datasetIndex }) => {
                const row = told[dataIndex];
                const watts = datasetIndex === 0 ? row?.watts : row?.reference_watts;
                return watts == null ? "" : `${dataset.label}: ${number(watts, language, 1)}`;
              },
            },
          },
        },
      },
    });
    return () => chart.destroy();
  }, [rows, tolerance, t, language, scheme]);
  return (
    <div className={classes.chart}>
      <canvas ref={canvas} role="img" aria-label={t("chart_label", { count: rows.length })} />
    </div>
  );
}

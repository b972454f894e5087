// SPDX-License-Identifier: GPL-3.0-or-later
import { Table, Text, Title } from "@mantine/core";
import { Fragment, useMemo } from "react";
import { number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { Wide } from "../../parts/Wide";
import { Bars } from "./Bars";
import { FigureLink } from "./FigureLink";
import classes from "./figures.module.css";
import { type Measure, useMeasure } from "./measure";
import { before, monthText, type Period, yearBefore } from "./period";
import type { Report, Row } from "./query";
import { useKind, useOrigin, usePeriodText, useWords } from "./words";

export type By = "kind" | "theme" | "unit" | "origin";
const TITLES = { kind: "table_2", unit: "table_3", theme: "table_4", origin: "table_origin" } as const;
/** Of a long list the chart shows the largest, the table all. */
const CHARTED = 12;

const MONTHS_ABREAST = 3;

const EMPTY: Omit<Row, "key"> = { programmes: 0, on_air_seconds: 0, items: 0, item_airings: 0 };
const rowOf = (rows: Row[] | undefined, key: string): Row => rows?.find((row) => row.key === key) ?? { key, ...EMPTY };

/** Items, airings and hours by kind, theme, unit or origin, beside the periods before. */
export function Breakdown({
  report,
  period,
  by,
  measure,
}: {
  report: Report;
  period: Period;
  by: By;
  measure: Measure;
}) {
  const t = useWords();
  const origin = useOrigin();
  const kind = useKind();
  const field = `by_${by}` as const;
  const old = report.previous_period;
  const year = report.same_period_last_year;
  // What was there before and is not now is a row too: its decline is what the board wants to see.
  const keys = useMemo(
    () => [...new Set([...report[field], ...(old?.[field] ?? [])].map((row) => row.key))],
    [report, old, field],
  );
  const say = (key: string) =>
    key === "" ? t("not_given") : by === "origin" ? origin(key) : by === "kind" ? kind(key) : key;
  // The paper's second table has the months side by side: as many as a quarter has, more would not fit.
  const months = by === "kind" && report.months.length <= MONTHS_ABREAST ? report.months : [];
  if (keys.length === 0) return null;
  const title = t(TITLES[by]);
  return (
    <section className={by === "origin" ? "no-print" : undefined}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      <div className={months.length > 1 ? classes.stack : classes.pair}>
        <Wide label={title}>
          <Table withTableBorder horizontalSpacing={8} className={classes.table}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col" rowSpan={2}>
                  {t(by)}
                </Table.Th>
                {months.map((month) => (
                  <Table.Th key={month.key} scope="colgroup" colSpan={2} className={classes.value}>
                    {monthText(month.key)}
                  </Table.Th>
                ))}
                <Table.Th scope="colgroup" colSpan={2} className={classes.value}>
                  {t("this_period")}
                </Table.Th>
                <Table.Th scope="col" rowSpan={2} className={classes.value}>
                  {t("before")}, {t("items_short")}
                </Table.Th>
                <Table.Th scope="col" rowSpan={2} className={classes.value}>
                  {t("year_before")}, {t("items_short")}
                </Table.Th>
                <Table.Th scope="col" rowSpan={2} className={classes.value}>
                  {t("change")}
                </Table.Th>
                <Table.Th scope="col" rowSpan={2} className={classes.value}>
                  {t("on_air")}
                </Table.Th>
                <Table.Th scope="col" rowSpan={2} className={classes.value}>
                  {t("before")}, {t("on_air").toLowerCase()}
                </Table.Th>
              </Table.Tr>
              <Table.Tr>
                {[...months.map((month) => month.key), "all"].map((of) => (
                  <Fragment key={of}>
                    <Table.Th scope="col" className={classes.value}>
                      {t("items_short")}
                    </Table.Th>
                    <Table.Th scope="col" className={classes.value}>
                      {t("airings_short")}
                    </Table.Th>
                  </Fragment>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {keys.map((key) => (
                <Line
                  key={key}
                  name={say(key)}
                  filter={{ [by]: key }}
                  period={period}
                  months={months.map((month) => ({
                    month: month.key,
                    ...(month.by_kind.find((row) => row.key === key) ?? EMPTY),
                  }))}
                  now={rowOf(report[field], key)}
                  old={old && rowOf(old[field], key)}
                  year={year && rowOf(year[field], key)}
                />
              ))}
            </Table.Tbody>
            {by !== "origin" && (
              <Table.Tfoot>
                <Line
                  name={t("total")}
                  filter={{}}
                  period={period}
                  months={months.map((month) => ({ ...month, month: month.key }))}
                  now={report}
                  old={old}
                  year={year}
                />
              </Table.Tfoot>
            )}
          </Table>
        </Wide>
        <Chart report={report} period={period} by={by} measure={measure} keys={keys} say={say} title={title} />
      </div>
      <Text size="sm" className="soft">
        {t("table_note")}
      </Text>
    </section>
  );
}

type Counts = Omit<Row, "key">;
interface LineProps {
  name: string;
  filter: Partial<Record<By, string>>;
  period: Period;
  months: { month: string; items: number; item_airings: number }[];
  now: Counts;
  old: Counts | null;
  year: Counts | null;
}

function Line({ name, filter, period, months, now, old, year }: LineProps) {
  const language = useLanguage();
  const cell = (of: Period, what: string, value: number | undefined, month?: string) => (
    <Table.Td className={classes.value}>
      {value === undefined ? (
        "–"
      ) : (
        <FigureLink period={of} what={what} value={value} filter={month ? { ...filter, month } : filter} />
      )}
    </Table.Td>
  );
  const earlier = before(period);
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes.text}>
        {name}
      </Table.Th>
      {months.map(({ month, items, item_airings }) => (
        <Fragment key={month}>
          {cell(period, "items", items, month)}
          {cell(period, "item_airings", item_airings, month)}
        </Fragment>
      ))}
      {cell(period, "items", now.items)}
      {cell(period, "item_airings", now.item_airings)}
      {cell(earlier, "items", old?.items)}
      {cell(yearBefore(period), "items", year?.items)}
      <Table.Td className={classes.value}>{changeText(old?.items, now.items, language)}</Table.Td>
      {cell(period, "on_air", now.on_air_seconds)}
      {cell(earlier, "on_air", old?.on_air_seconds)}
    </Table.Tr>
  );
}

function changeText(old: number | undefined, now: number, language: "vi" | "en") {
  if (!old) return "–";
  const percent = ((now - old) / old) * 100;
  return `${percent > 0 ? "+" : ""}${number(percent, language, 1).replace("-", "−")}`;
}

interface ChartProps {
  report: Report;
  period: Period;
  by: By;
  measure: Measure;
  keys: string[];
  say: (key: string) => string;
  title: string;
}

function Chart({ report, period, by, measure, keys, say, title }: ChartProps) {
  const t = useWords();
  const said = usePeriodText();
  const value = useMeasure(measure);
  const field = `by_${by}` as const;
  const old = report.previous_period;
  const shown = [...keys]
    .sort((a, b) => value.of(rowOf(report[field], b)) - value.of(rowOf(report[field], a)))
    .slice(0, CHARTED);
  return (
    <Bars
      names={shown.map(say)}
      now={{ label: t("this_period"), values: shown.map((key) => value.of(rowOf(report[field], key))) }}
      before={
        old && {
          label: t("chart_before", { period: said(before(period)) }),
          values: shown.map((key) => value.of(rowOf(old[field], key))),
        }
      }
      say={value.say}
      label={t("chart_label", { what: value.name, title })}
    />
  );
}
